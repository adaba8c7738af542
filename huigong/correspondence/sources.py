"""Where the fields of a letter find their values: `fill` of a notice names one of these, `本步.<field>` of the move,
or `表单.<field>` of the form that the applicant sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from huigong.casework.accountability import name_of, present
from huigong.casework.answers import form_of
from huigong.casework.models import Clock, Entry, Party
from huigong.casework.papers import handed_in
from huigong.casework.procedures.cases import procedure_of
from huigong.casework.procedures.roles import Role
from huigong.casework.procedures.terms import OPENED
from huigong.casework.servicesteps import service_of
from huigong.casework.timekeeping import running_clocks, time_left
from huigong.catalogue.citations import cite
from huigong.correspondence import fills
from huigong.correspondence.drafting import called
from huigong.correspondence.fills import Ground
from huigong.directory import offices
from huigong.forms import showing
from huigong.forms.values import Employer, Person
from huigong.kernel.days import in_words as day_in_words
from huigong.notices.checking import OF_FORM, OF_MOVE
from huigong.notices.shapes import FieldKind
from huigong.notices.templates import Field, Template
from huigong.rules.values import Unknown

_MOST_CLAUSES = 3  # that a letter names by itself; the officer may write more


def values_of(template: Template, ground: Ground, given: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of the letter's fields; what somebody filled in (`given`) comes first."""
    values: dict[str, Any] = {}
    for each in template.fields:
        value = given[each.id] if each.id in given else _value(each, ground)
        if value not in (None, "", (), []):
            values[each.id] = value
    return values


def asked(template: Template, values: Mapping[str, Any]) -> tuple[Field, ...]:
    """The fields that the officer is asked for: what nothing fills, and what is shown in any case."""
    return tuple(
        row
        for row in template.fields
        if row.ask or row.usual or not row.fill or (row.required and row.id not in values)
    )


def as_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """Days become text."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def from_json(template: Template, kept: Mapping[str, Any]) -> dict[str, Any]:
    """What `as_json` gave; fields that the letter no longer has are left out."""
    days = {row.id for row in template.fields if row.kind is FieldKind.DAY}
    known = {row.id for row in template.fields}
    return {
        name: date.fromisoformat(value) if name in days else value
        for name, value in kept.items()
        if name in known
    }


def _value(row: Field, ground: Ground) -> Any:
    """The first of its sources that has something."""
    values = (_fitting(row, _from(fill, ground)) for fill in row.fill)
    return next((value for value in values if value not in (None, "", [])), row.usual)


def _from(fill: str, ground: Ground) -> Any:
    if fill.startswith(OF_MOVE):
        return ground.form.get(fill.removeprefix(OF_MOVE))
    if fill.startswith(OF_FORM):
        return _said(fill.removeprefix(OF_FORM), ground)
    return fills.value(fill, ground)


def _said(field_id: str, ground: Ground) -> str:
    """What the applicant's form says in this field; of a person or an employer the name."""
    sent = form_of(ground.case.application)
    answer = sent.lodged.answers.get(field_id) if sent else None
    if sent is None or answer is None or isinstance(answer.value, Unknown):
        return ""
    if isinstance(answer.value, Person | Employer):
        return answer.value.name
    return showing.display(sent.form.fields[field_id], answer.value)


def _fitting(row: Field, value: Any) -> Any:
    """Text into a list, a line each; a reference to a clause as people cite it."""
    if row.kind is FieldKind.LIST:
        return (
            [line.strip() for line in value.splitlines() if line.strip()] if isinstance(value, str) else value
        )
    return cite(value) if isinstance(value, str) and "#" in value else value


def _clauses(ground: Ground) -> str:
    service = service_of(ground.case)
    known = service.clauses if service else procedure_of(ground.case).clauses
    return "、".join(cite(each) for each in known[:_MOST_CLAUSES])


def _until(ground: Ground) -> str:
    case = ground.case
    if not case.due_on or case.paused:
        return ""
    what = "决定" if case.accepted_on else "答复"
    left = time_left(running_clocks().filter(case=case), today=ground.on)
    return f"最晚{day_in_words(case.due_on)}要有{what}（{left.words}）。"


def _article(ground: Ground) -> str:
    """The clause of the clock that is due first."""
    rows = Clock.objects.filter(case=ground.case, stopped_on__isnull=True).order_by("due_on", "pk")
    clock = rows.first()
    return str(clock.limit["article"]) if clock else ""


def _evidence(ground: Ground) -> list[str]:
    return list(handed_in(ground.case))


def _respondent(ground: Ground) -> str:
    rows = Party.objects.filter(case=ground.case, role=Role.RESPONDENT, left_on__isnull=True)
    party = rows.select_related("person", "employer").order_by("pk").first()
    return called(party, on=ground.on) if party else ""


def _remedy(ground: Ground) -> str:
    """As the decision itself says it, never the advice of the service's page, which is for every case at once."""
    return ground.decision.remedy if ground.decision else ""


def _result(ground: Ground) -> str:
    """What the service gives, where it always gives the same."""
    service = service_of(ground.case)
    return service.granted if service and ground.decision and ground.decision.favourable else ""


def _matter(ground: Ground) -> str:
    """What was written when the case was opened: its first line."""
    entry = Entry.objects.filter(case=ground.case, move=OPENED).order_by("pk").first()
    lines = str(entry.content[OPENED]).splitlines() if entry else []
    return lines[0] if lines else ""


def _office(ground: Ground) -> str:
    return name_of(present(ground.case.accountable_office, ground.on), ground.on)


def _where_to_hand_in(ground: Ground) -> str:
    """The office with its address, which nobody may have entered; on the phone too where the person is on record."""
    contact = _contact(ground)
    at = f"{_office(ground)}（{contact}）" if contact else _office(ground)
    return (
        f"{at}；也可以登录惠工，在“我的办件”里补：填空着的栏、写几句话、拍照"
        if ground.case.application
        else at
    )


def _contact(ground: Ground) -> str:
    office, book = present(ground.case.accountable_office, ground.on), offices.book()
    contact = book.get(office, ground.on).contact if book.versions(office) else None
    return contact.text if contact and contact.known else ""


_OWN: tuple[tuple[str, str, fills.Source], ...] = (
    ("办件.事项", "事项的名称", lambda ground: ground.case.service_name),
    ("办件.事由", "立案时写的事由，第一行", _matter),
    ("办件.编号", "办件编号", lambda ground: ground.case.number),
    ("办件.收件日", "收到的那天", lambda ground: ground.case.opened_on),
    ("办件.受理日", "受理的那天", lambda ground: ground.case.accepted_on),
    (
        "办件.推定受理",
        "期限内没有答复、依法视为受理时的一句话，否则没有",
        lambda ground: "在期限内没有答复" if ground.case.deemed_accepted else "",
    ),
    ("办件.最晚答复日", "这一步以后，最近一个期限到的那天", lambda ground: ground.case.due_on),
    ("办件.期限说明", "最晚哪天要有答复或者决定", _until),
    ("办件.期限依据", "最近一个期限的条款", _article),
    ("办件.依据", "事项或者程序的条款，最多三条", _clauses),
    ("办件.材料", "申请时交的材料，一样一条", _evidence),
    ("办件.被申请人", "被申请人的名称，没有登记就没有", _respondent),
    ("部门.名称", "这一步以后的责任部门", _office),
    ("部门.联系", "这一步以后责任部门的地址、电话、时间", _contact),
    ("部门.交到哪里", "责任部门的名称和地址，和能不能在网上补交", _where_to_hand_in),
    ("决定.救济", "不服怎么办，照决定那天的法律写", _remedy),
    ("决定.结果", "同意以后得到什么；投诉的没有", _result),
)


def register_own() -> None:
    """What any case knows. A folder above registers what its own records know."""
    for name, meaning, source in _OWN:
        fills.register(name, meaning, source)
