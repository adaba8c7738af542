"""Where a visit is kept between requests: sealed, in a record that two tabs may change at once.

Nobody needs to log in to be told what they are entitled to: the answers of a stranger go with their
session. Those of whoever has logged in are kept under their account, or under the person once they are
registered, so that a session's end loses nothing, and whoever goes on at another phone sees the same.

A visit costs nothing, so a bound on each would bound nobody: what strangers write is counted under their network too.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.translation import gettext as _

from huigong.directory.actions import attempts
from huigong.kernel.errors import Invalid, TooMany, Unavailable
from huigong.kernel.turns import WHOSE
from huigong.portals.shared.refusals import in_words
from huigong.portals.shared.sealed import Session, change, drop, read
from huigong.portals.worker.visit import Visit

_RECORD, _OF_PERSON = "visit", "visit_of_person"  # or of an account, until somebody is registered
_ASIDE = "visit_aside"  # what a stranger filled in here, until whoever logged in says whether it is theirs
_STARTED = "answering"  # a cookie that says no more than that somebody began here
_KEY_LENGTH = 40  # of a session
_LONGEST = 1_000_000  # characters of a visit, which each page reads: five of the longest forms
_KILOBYTE, _DAY = 1024, timedelta(days=1)
_LARGE, _IS_LARGE = 20 * _KILOBYTE, "visit_large"  # bytes; a long complaint takes a fifth


def load(session: Session) -> Visit:
    """The visit of this session; an empty one where there is none or its time is over."""
    record = session.get(_RECORD)
    return Visit.read(read(record, now=timezone.now())) if record else Visit()


def keep(session: Session, work: Callable[[Visit], Visit]) -> Visit:
    """Changes the visit as it is now, whoever changed it since this request began, and gives the new one.

    Raises `Invalid` (`visit.too_large`), `TooMany` (`visit.network_full`).
    """
    # Set also where it stands already: the session must outlive what it points to.
    session[_RECORD] = record = session.get(_RECORD) or secrets.token_hex(_KEY_LENGTH // 2)
    of_person, now = is_of_person(session), timezone.now()

    def made(held: dict[str, Any]) -> dict[str, Any]:
        written = work(Visit.read(held)).written()
        _require_bounded(written)
        if len(_as_kept(written).encode()) > _LARGE:
            session[_IS_LARGE] = True
        else:
            session.pop(_IS_LARGE, None)
        if SESSION_KEY not in session:
            _require_room(_kilobytes(written) - _kilobytes(held), now=now)
        return written

    return Visit.read(
        change(record, made, now=now, lasting=settings.ANSWERS_KEPT if of_person else _session_age())
    )


def _require_bounded(written: dict[str, Any]) -> None:
    if len(_as_kept(written)) > _LONGEST:
        raise Invalid(
            code="visit.too_large",
            what=_("填的内容太多了，这一次没有存上"),
            why=_("几张表加起来最多%(most)s万字") % {"most": _LONGEST // 10_000},
            do=_("请先把填好的表交掉，再接着填；长的材料请拍照上传"),
        )


def _require_room(more: int, *, now: datetime) -> None:
    """Counts whole kilobytes that a stranger's visit has grown by; most answers grow it by none."""
    if more > 0 and not attempts.take_of_network(
        kind="visit.network",
        network=WHOSE.get()(),
        limit=settings.ANSWERS_PER_NETWORK * _KILOBYTE,
        window=_DAY,
        now=now,
        amount=more,
    ):
        raise TooMany(
            code="visit.network_full",
            what=_("现在不登录存不下了"),
            why=_("从您所在的网络、没有登录的人今天写下的太多。不是您做错了什么。"),
            do=_("请先用手机号登录再填；急的，请到就近的服务窗口办。"),
        )


def _kilobytes(kept: dict[str, Any]) -> int:
    return len(_as_kept(kept).encode()) // _KILOBYTE


def _as_kept(written: dict[str, Any]) -> str:
    return json.dumps(written, ensure_ascii=False)


def is_begun(session: Session) -> bool:
    """Whether anything is kept of this visit."""
    return bool(session.get(_RECORD))


def is_large(session: Session) -> bool:
    """Whether so much was kept here that a page of it costs much: two hundred fellow workers, or a script's text."""
    return bool(session.get(_IS_LARGE))


def is_of_person(session: Session) -> bool:
    """Whether the visit is kept under an account or a person and not with the session."""
    return bool(session.get(_OF_PERSON))


def belongs_to(
    request: HttpRequest, owner_id: str, *, along: Callable[[Visit, Visit], None] = lambda *_: None
) -> None:
    """From now on the visit is kept under an account or a person; what was said before joins what they said earlier.

    Where the earlier answers do not open, the visitor is told and the visit stays with the session:
    nobody is kept from their cases for it. `along` brings what lies elsewhere: it is given the earlier visit
    and the one that joins it, in the transaction.
    """
    session, record = request.session, _record_of(owner_id)
    before = session.get(_RECORD)
    if before == record:
        return
    visit = load(session)
    try:
        read(record, now=timezone.now())
    except Unavailable as error:
        messages.warning(request, in_words(error, "what", "why"))
        return
    with transaction.atomic():
        if before:  # what an account has kept becomes the person's, and is not kept twice
            drop(before)
        session[_RECORD], session[_OF_PERSON] = record, True

        def join(earlier: Visit) -> Visit:
            along(earlier, visit)
            return earlier.joined(visit)

        keep(session, join)


def bring_along(session: Session, formerly: Iterable[str], *, along: Callable[[Visit, Visit], None]) -> None:
    """What was kept under ids that somebody had before joins the present visit, which takes precedence.

    `along` as in `belongs_to`. What does not open stays where it is.
    """
    for record in map(_record_of, formerly):
        try:
            kept = read(record, now=timezone.now())
        except Unavailable:
            continue
        if not kept:
            continue
        earlier = Visit.read(kept)

        def join(present: Visit, earlier: Visit = earlier) -> Visit:
            along(earlier, present)
            return earlier.joined(present)

        with transaction.atomic():
            keep(session, join)
            drop(record)


def turn_to(session: Session, whom: str) -> None:
    """From now on the visit is the one kept for `whom`; the present one stays where it is kept."""
    forget(session)
    session[_RECORD], session[_OF_PERSON] = _record_of(whom), True


def drop_kept(owner_id: str) -> None:
    """Deletes the visit that is kept under an account or a person."""
    drop(_record_of(owner_id))


def said_before_login(session: Session) -> Visit:
    """What a stranger said here, to be taken along; nothing of somebody who is still logged in."""
    return Visit() if session.get(_OF_PERSON) else load(session)


def put_aside(session: Session) -> str:
    """Takes a stranger's visit with a form in it out of the session, for `hold_aside`; "" where there is none."""
    if not said_before_login(session).drafts:
        return ""
    return str(session.pop(_RECORD))


def hold_aside(session: Session, record: str) -> None:
    """From now on whoever has logged in is asked whether the visit that was put aside is theirs."""
    if record:
        session[_ASIDE] = record


def aside(session: Session) -> Visit:
    """The visit that is put aside; an empty one where there is none or its time is over."""
    record = session.get(_ASIDE)
    return Visit.read(read(record, now=timezone.now())) if record else Visit()


def take_aside(session: Session, *, along: Callable[[Visit, Visit], None]) -> None:
    """What was put aside joins the present visit; `along` as in `belongs_to`."""
    before = aside(session)

    def join(earlier: Visit) -> Visit:
        along(earlier, before)
        return earlier.joined(before)

    with transaction.atomic():
        keep(session, join)
        drop_aside(session)


def drop_aside(session: Session) -> None:
    """Deletes what was put aside."""
    if record := session.pop(_ASIDE, None):
        drop(record)


def how_long() -> dict[str, int]:
    """For pages: the `hours` that a stranger's answers last on this phone, and the `days` that one's own are kept."""
    return {"hours": settings.SESSION_COOKIE_AGE // 3600, "days": settings.ANSWERS_KEPT.days}


def forget(session: Session) -> None:
    """Ends the visit of this session; what is kept under its owner stays for their next login."""
    record = session.pop(_RECORD, None)
    if record and not session.pop(_OF_PERSON, None):
        drop(record)


def mark_started(response: HttpResponse) -> None:
    """Lets the browser remember that somebody has begun to answer, and nothing else."""
    week = timedelta(days=7)
    response.set_cookie(_STARTED, "1", max_age=week, httponly=True, samesite="Lax", secure=settings.HTTPS)


def unmark(response: HttpResponse) -> None:
    """Forgets that."""
    response.delete_cookie(_STARTED, samesite="Lax")


def tell_of_the_end(request: HttpRequest) -> bool:
    """Says in words that the answers are gone, where somebody had begun and the visit is no longer there."""
    session = request.session
    gone = bool(request.COOKIES.get(_STARTED)) and not is_of_person(session) and load(session) == Visit()
    if gone:
        said = _(
            "您离开得太久，为了保护您的信息，回答没有保留在这台手机上。登录过的，再登录就能接着答；没有登录过的，请重新选地方回答。"
        )
        link = format_html('<a href="{}">{}</a>', reverse("worker:login"), _("登录接着答"))
        messages.info(request, format_html("{} {}", said, link))
    return gone


def _session_age() -> timedelta:
    return timedelta(seconds=settings.SESSION_COOKIE_AGE)


def _record_of(owner_id: str) -> str:
    return salted_hmac("huigong.visit_of_person", owner_id, algorithm="sha256").hexdigest()[:_KEY_LENGTH]
