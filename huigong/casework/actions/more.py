"""What a party hands in after the application: words, papers, files, and what was left open of the form."""

from __future__ import annotations

from datetime import timedelta

from huigong.casework.actions import attaching
from huigong.casework.actions.moving import Making
from huigong.casework.answers import SaidValue, answers_kept, answers_of, beside_form, form_of, stated
from huigong.casework.models import Application, Case, Entry
from huigong.casework.procedures.terms import ADDED, ATTACHED
from huigong.casework.servicesteps import known_service
from huigong.forms import adding
from huigong.forms.fields import Form
from huigong.forms.lodging import Lodged, Problems
from huigong.forms.showing import display
from huigong.kernel.errors import Conflict, Invalid, TooMany
from huigong.kernel.sentences import say

MOST_A_DAY = 20


def take(making: Making) -> None:
    """Keeps all that came with the application, and says in the entry of the move what that was.

    Raises `DomainError`: `case.no_application`, `case.nothing_completed`, `case.other_form`,
    `case.too_many_additions`, `form.answered` and what else is wrong with what was filled in.
    """
    _require_few(making)
    application = making.case.application
    if application is None:
        raise Conflict(code="case.no_application", what="这个办件没有申请材料可补", do="请用别的步骤登记材料")
    names = making.form.get("evidence") or []
    filled = _fill_in(making, application)
    files = attaching.take_more(making.case, by=making.by, now=making.now)
    if not (names or files or filled or making.text("says")):
        raise Invalid(
            code="case.nothing_completed",
            about="evidence",
            what="还没有补任何内容",
            why="没有填、没有写，也没有传文件",
            do="请填空着的栏，写一句话，拍照传上来，或者写明把什么交到了窗口",
        )
    making.data["files"] = files
    making.kept |= {ADDED: filled} if filled else {}
    making.kept |= {ATTACHED: {"files": files, "papers": list(names)}} if files or names else {}
    application.evidence = list(dict.fromkeys([*application.evidence, *names]))
    application.save(update_fields=["form", "answers", "evidence"])


def _require_few(making: Making) -> None:
    """A script must not fill a case with words that somebody has to read."""
    since = making.now - timedelta(days=1)
    mine = Entry.objects.filter(case=making.case, made_by=making.by.account_id, made_at__gt=since)
    if mine.count() >= MOST_A_DAY:
        raise TooMany(
            code="case.too_many_additions",
            what="今天补的次数太多了",
            why=say("一件事一天最多补{most}次", most=MOST_A_DAY),
            do="请想好以后明天一起补；等不及的，请打电话或者到窗口说",
        )


def is_repeated(making: Making) -> bool:
    """Whether nothing but the words came, and the same account has just sent the same."""
    last = Entry.objects.filter(case=making.case).order_by("pk").last()
    return (
        last is not None
        and not making.kept
        and (last.move, last.made_by) == (making.move.id, making.by.account_id)
        and last.content.get("says") == making.text("says")
    )


def _fill_in(making: Making, application: Application) -> list[list[str]]:
    """Fills in the lodged form, checked as it stands now, and what follows from it; the name of each field that was
    filled in, with what stood there before, "" where nobody had answered."""
    addition, sent = making.addition, form_of(application)
    if addition is None or not (addition.said or addition.reasons):
        return []
    if sent is None or (addition.form, addition.region, addition.began) != _pinned(sent.lodged):
        raise Conflict(
            code="case.other_form",
            what="这些内容不是这个办件的表里的",
            why="补的内容要填进当时交的那张表",
            do="请从这个办件的页面重新打开再填",
        )
    facts = beside_form(application, sent)
    outcome = adding.add(sent.form, sent.lodged, addition, facts=facts, on=making.today)
    if isinstance(outcome, Problems):
        raise outcome.mistakes[0].error
    new = [id for id in outcome.answers if id in addition.said]
    application.form = outcome.canonical(sent.form)
    application.answers = answers_kept(
        {**answers_of(application), **_following(making.case, application, outcome)}
    )
    making.data["fields"] = new
    return [[sent.form.fields[id].name, _before(sent.form, id, sent.lodged)] for id in new]


def _pinned(lodged: Lodged) -> tuple[object, ...]:
    return lodged.form, lodged.region, lodged.began


def _following(case: Case, application: Application, lodged: Lodged) -> dict[str, SaidValue]:
    """What the form says now of the facts that the service or the application reads."""
    service = known_service(case)
    return stated(service, lodged, beside=answers_of(application)) if service else {}


def _before(form: Form, id: str, lodged: Lodged) -> str:
    sent = lodged.answers.get(id)
    return display(form.fields[id], sent.value) if sent else ""
