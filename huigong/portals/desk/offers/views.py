"""One round with its steps, one request, one place that somebody has, one offer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel import regions
from huigong.offers import browsing, queries
from huigong.offers.actions import answers, closing, drawing, giving, preferences, put_up, requests, rounds
from huigong.offers.browsing import RoundPage
from huigong.offers.mechanisms import Mechanism, Ties
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.offers.forms import (
    CapacityForm,
    CommitForm,
    EventForm,
    OutcomeForm,
    PreferForm,
    ReasonForm,
    RevealForm,
    RulingForm,
)
from huigong.portals.desk.offers.lists import CHIPS, HERE
from huigong.portals.desk.parts.acts import Act, Acts, PlainForm
from huigong.portals.desk.parts.bars import bar
from huigong.portals.shared.requests import Request


@officials_only
@never_cache
def show(request: Request, public_id: str) -> HttpResponse:
    """The round; of what was sent, the way back to it."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.CASE_READ)
    view = browsing.round(viewer, public_id, on=timezone.localdate(now))
    acts = Acts(request, list(acts_on(view, viewer, now)) if view.decides else [])
    if answer := acts.answer():
        return answer
    context = {
        "view": view,
        "chip": CHIPS[view.row.stage.value],
        "region": regions.find(view.region).full_name,
        "offers": [(each, bar(("bar-used", each.taken), whole=each.places)) for each in view.offers],
        "drawn": view.ties is Ties.LOT or view.mechanism is Mechanism.LOT,
        "acts": acts,
    }
    return page(request, "desk/offers/round.html", HERE, context, status=acts.status)


@officials_only
@never_cache
@require_safe
def result(request: Request, public_id: str) -> HttpResponse:
    """The file of the newest result, for whoever verifies it."""
    text = queries.whole(request.principal, public_id)
    answer = HttpResponse(text, content_type="application/json")
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"result-{public_id[:8]}.json"
    )
    return answer


@officials_only
@never_cache
def request(request: Request, public_id: str, request_id: str) -> HttpResponse:
    """One request of a round, and setting it aside with a reason that the person reads."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.CASE_READ)
    view = browsing.round(viewer, public_id, on=timezone.localdate(now))
    rows = browsing.request_rows(browsing.requests(viewer, public_id).filter(public_id=request_id))
    if not rows:
        raise Http404
    row = rows[0]

    def set_aside(given: Mapping[str, Any]) -> str:
        requests.set_aside(request_id=request_id, reason=given["reason"], by=viewer, now=now)
        return _("这份申请不列入名单，原因本人看得到。")

    may = view.decides and not row.gone and not row.has

    def end_hold(given: Mapping[str, Any]) -> str:
        answers.end(request_id=request_id, reason=given["reason"], by=viewer, now=now)
        return _("不再保留，名额给了排在后面的人。")

    offered = [Act("set-aside", _("不列入名单"), ReasonForm, set_aside, danger=True)] if may else []
    if may and row.offered and row.answer_by is None:
        offered.append(Act("end-hold", _("没有答复，不再保留"), ReasonForm, end_hold, danger=True))
    acts = Acts(request, offered)
    if answer := acts.answer():
        return answer
    context = {"view": view, "row": row, "acts": acts}
    return page(request, "desk/offers/request.html", HERE, context, status=acts.status)


@officials_only
@never_cache
def claim(request: Request, public_id: str, claim_id: str) -> HttpResponse:
    """A place that somebody has, and ending it."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.CASE_READ)
    view = browsing.round(viewer, public_id, on=timezone.localdate(now))
    rows = browsing.claim_rows(browsing.claims(viewer, public_id).filter(public_id=claim_id))
    if not rows:
        raise Http404
    row = rows[0]

    def leave(given: Mapping[str, Any]) -> str:
        answers.leave(claim_id=claim_id, reason=given["reason"], by=viewer, now=now)
        return _("名额今天结束，给了排在后面的人。")

    may = view.decides and row.ended_on is None
    acts = Acts(request, [Act("leave", _("结束占用"), ReasonForm, leave, danger=True)] if may else [])
    if answer := acts.answer():
        return answer
    context = {"view": view, "row": row, "acts": acts}
    return page(request, "desk/offers/claim.html", HERE, context, status=acts.status)


@officials_only
@never_cache
def offer(request: Request, public_id: str) -> HttpResponse:
    """One offer with its places, and another number of them."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.CASE_READ)
    view = browsing.offer(viewer, public_id, on=timezone.localdate(now))

    def resize(given: Mapping[str, Any]) -> str:
        count = put_up.resize(offer_id=public_id, capacity=given["capacity"], by=viewer, now=now)
        return _("改好了，给了排队的 %(count)s 人。") % {"count": count}

    form = partial(CapacityForm, initial={"capacity": view.places})
    may = bool(browsing.offices(viewer))
    acts = Acts(request, [Act("resize", _("改名额数"), form, resize, _("改"))] if may else [])
    if answer := acts.answer(reverse("desk:offer", args=[public_id])):
        return answer
    context = {"view": view, "bar": bar(("bar-used", view.taken), whole=view.places), "acts": acts}
    return page(request, "desk/offers/offer.html", HERE, context, status=acts.status)


def acts_on(view: RoundPage, viewer: Principal, now: datetime) -> Iterator[Act]:
    """The next steps of the round as it stands."""
    about = {"round_id": view.row.round_id, "by": viewer, "now": now}
    match view.row.stage.value:
        case "open":
            yield from _while_open(view, about)
        case "frozen":
            yield from _once_closed(view, about)
        case "allocated":
            seen = str(view.results)
            publish = partial(_publish, {**about, "seen": view.results})
            yield Act("publish", _("公布结果"), PlainForm, publish, seen=seen)
            yield _again(about, seen)
        case "published" | "running":
            yield Act("end", _("结束这一轮"), PlainForm, partial(_end, about), danger=True)


def _while_open(view: RoundPage, about: dict[str, Any]) -> Iterator[Act]:
    help = _("关了就不能再申请。名单的摘要这时定下来，请马上公布。")
    yield Act("freeze", _("关闭名单"), PlainForm, partial(_freeze, about), help=help)
    if view.event:
        yield Act("event", _("改用别的公开事件"), EventForm, partial(_event, about), _("改用"))
    elif view.ties is Ties.LOT or view.mechanism is Mechanism.LOT:
        yield Act("commit", _("登记一方密语的摘要"), CommitForm, partial(_commit, about), _("登记"))
    if view.mechanism is Mechanism.MUTUAL:
        form = partial(PreferForm, offers=view.offers)
        yield Act("prefer", _("登记提供方的意愿"), form, partial(_prefer, about), _("登记"))


def _once_closed(view: RoundPage, about: dict[str, Any]) -> Iterator[Act]:
    if not view.seed and view.event:
        yield Act("draw", _("登记公开事件的结果"), OutcomeForm, partial(_draw, about), _("登记"))
        if view.outcome:
            help = _("由没有关闭名单、也没有登记结果的同事，照公开的结果再写一遍。")
            yield Act(
                "confirm", _("确认公开事件的结果"), OutcomeForm, partial(_confirm, about), _("确认"), help
            )
        yield Act("event", _("改用别的公开事件"), EventForm, partial(_event, about), _("改用"))
    if not view.seed and view.promises:
        form = partial(RevealForm, promises=view.promises)
        yield Act("reveal", _("公布一方的密语"), form, partial(_reveal, about), _("公布"))
    if view.mechanism is Mechanism.MUTUAL:
        form_of_turns = partial(PreferForm, offers=view.offers)
        yield Act("prefer", _("登记提供方的意愿"), form_of_turns, partial(_prefer, about), _("登记"))
    yield Act("allocate", _("分配名额"), PlainForm, partial(_allocate, about))


def _again(about: dict[str, Any], seen: str) -> Act:
    """Only before the result is published: from then on places are kept for people by it."""
    again = partial(_allocate, about)
    return Act("again", _("按决定重新分配"), RulingForm, again, danger=True, seen=seen)


def _freeze(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    return _("名单已经关闭。请现在公布摘要：%(digest)s") % {"digest": closing.freeze(**about)}


def _event(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    rounds.name_event(**about, **given)
    return _("改好了。")


def _commit(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    drawing.commit(**about, **given)
    return _("记下了%(party)s的密语摘要。") % {"party": given["party"]}


def _reveal(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    seed = drawing.reveal(**about, **given)
    return _("种子：%(seed)s") % {"seed": seed} if seed else _("记下了，还有一方没有公布密语。")


def _draw(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    drawing.enter(**about, **given)
    return _("记下了，请另一位同事确认；关闭名单的人不能确认。")


def _confirm(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    return _("种子：%(seed)s") % {"seed": drawing.confirm(**about, **given)}


def _prefer(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    return _("排了 %(count)s 人。") % {"count": preferences.prefer(**about, **given)}


def _allocate(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    made = giving.allocate(**about, ruling=given.get("ruling", ""))
    return _("第 %(number)s 次分配，已经核验；请公布。") % {"number": made.number}


def _publish(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    return _("已经公布，%(count)s 人分到了名额。") % {"count": giving.publish(**about)}


def _end(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    rounds.end(**about)
    return _("这一轮结束了，名单不再往下给。")
