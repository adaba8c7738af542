"""Where the fields of a letter find their values: `fill` of a notice names one of these, or `本步.<field>`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from huigong.casework.accountability import name_of
from huigong.casework.models import Case, Clock, Decision, Party
from huigong.casework.papers import handed_in
from huigong.casework.procedures.cases import procedure_of
from huigong.casework.procedures.roles import Role
from huigong.casework.servicesteps import service_of
from huigong.catalogue.citations import cite
from huigong.correspondence.drafting import called
from huigong.directory import offices
from huigong.kernel.days import in_words as day_in_words
from huigong.notices.checking import OF_MOVE
from huigong.notices.shapes import FieldKind
from huigong.notices.templates import Field, Template

_MOST_CLAUSES = 3  # that a letter names by itself; the officer may write more


@dataclass(frozen=True)
class Ground:
    """A case as it stands after the move, with what was filled in for it and what it decided."""

    case: Case
    on: date
    form: Mapping[str, Any] = field(default_factory=dict)
    decision: Decision | None = None


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
    if row.fill.startswith(OF_MOVE):
        return _fitting(row, ground.form.get(row.fill.removeprefix(OF_MOVE)))
    if row.fill:
        return _fitting(row, SOURCES[row.fill](ground))
    return row.usual


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
    return f"最晚{day_in_words(case.due_on)}要有{'决定' if case.accepted_on else '答复'}。"


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
    decision, service = ground.decision, service_of(ground.case)
    where = decision.remedy if decision else (service.refused if service else "")
    until = f"（到{day_in_words(decision.remedy_until)}为止）" if decision and decision.remedy_until else ""
    return f"{where}{until}"


def _result(ground: Ground) -> str:
    service = service_of(ground.case)
    return service.result if service and ground.decision and ground.decision.favourable else ""


def _contact(ground: Ground) -> str:
    office, book = ground.case.accountable_office, offices.book()
    contact = book.get(office, ground.on).contact if book.versions(office) else None
    return contact.text if contact and contact.known else ""


SOURCES: Mapping[str, Callable[[Ground], Any]] = MappingProxyType(
    {
        "办件.事项": lambda ground: ground.case.service_name,
        "办件.编号": lambda ground: ground.case.number,
        "办件.收件日": lambda ground: ground.case.opened_on,
        "办件.受理日": lambda ground: ground.case.accepted_on,
        "办件.推定受理": lambda ground: "在期限内没有答复" if ground.case.deemed_accepted else "",
        "办件.最晚答复日": lambda ground: ground.case.due_on,
        "办件.期限说明": _until,
        "办件.期限依据": _article,
        "办件.依据": _clauses,
        "办件.材料": _evidence,
        "办件.被申请人": _respondent,
        "部门.名称": lambda ground: name_of(ground.case.accountable_office, ground.on),
        "部门.联系": _contact,
        "决定.救济": _remedy,
        "决定.结果": _result,
    }
)
