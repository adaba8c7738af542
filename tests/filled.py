"""Forms filled in as somebody might who says no more than they must, or everything they are asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from django.utils import timezone

from huigong import forms
from huigong.catalogue.services import catalogue
from huigong.forms.drafts import Draft
from huigong.forms.fields import Field, Form
from huigong.forms.filling import Filled, fill
from huigong.forms.kinds import Kind
from huigong.forms.lodging import Lodged, lodge
from huigong.kernel import packs, regions

COUNTY = "510421"
PARTS = {
    "name": "虚构甲",
    "phone": "13900000001",
    "region": "四川省攀枝花市米易县",
    "address": "虚构路1号",
    "paper": "身份证",
    "number": "110101199003070038",
    "contact": "虚构乙",
    "uscc": "91510421MA0Y0XQX1N",
}
FOR_ANOTHER = "替别人办"  # whoever is asked no more than must be comes for themselves
MOST_STEPS = 60


def typed_for(asked: Field, *, on: date, whole: bool) -> dict[str, str]:
    """What somebody types into a field: the parts that must be there, or all of them."""
    if asked.kind in (Kind.REPEAT, Kind.TABLE):
        columns = asked.fields if whole else [each for each in asked.fields if each.required is not None]
        return {
            f"{row}.{column.id}.{part}".rstrip("."): text
            for row in range(1, int(asked.limits.least or 1) + 1)
            for column in columns
            for part, text in typed_for(column, on=on, whole=whole).items()
        }
    if asked.kind in (Kind.PLACE, Kind.PERSON, Kind.EMPLOYER):
        return {part: PARTS[part] for part in _parts(asked, whole=whole)}
    return {"": _one(asked, on)}


def _parts(asked: Field, *, whole: bool) -> tuple[str, ...]:
    every = {
        Kind.PLACE: ("region", "address"),
        Kind.PERSON: ("name", "paper", "number", "phone"),
        Kind.EMPLOYER: ("name", "contact", "phone"),
    }[asked.kind]
    given = asked.asked_parts or every
    return given if whole else asked.needed_parts or given[:1]


def _one(asked: Field, on: date) -> str:
    limits, day = asked.limits, on - timedelta(days=40)
    match asked.kind:
        case Kind.BOOL:
            return "否" if asked.id == FOR_ANOTHER else "是"
        case Kind.CODE:
            return asked.options[0].name
        case Kind.MONEY:
            # What was paid already is less than what is owed.
            return "500元" if limits.least is None or asked.id.startswith("已") else "1000元"
        case Kind.INT:
            return str(max(2, int(limits.least or 0)))
        case Kind.DECIMAL:
            return str(limits.least or "2.5")
        case Kind.DATE:
            return (on + timedelta(days=20) if limits.least_today else day).isoformat()
        case Kind.MONTH:
            return f"{day.year}年{day.month}月"
        case Kind.FILE:
            return "aaaa1111"
        case _:
            return "6200000000000001" if limits.pattern else ("虚构的内容" * 3)[: limits.longest or 40]


def least(form: Form, *, on: date, typed: Mapping[str, Mapping[str, str]] | None = None) -> Draft:
    """A draft that says no more than must be there for it to be sent; `typed` is said in its own words."""
    draft = replace(Draft.begun(form, on=on), region=form.region)
    for id, parts in (typed or {}).items():
        draft = draft.with_typed(id, parts)
    for _ in range(MOST_STEPS):
        asked = next(_lacking(fill(form, draft, on=on), draft), None)
        if asked is None:
            return draft
        draft = draft.with_typed(asked.id, typed_for(asked, on=on, whole=False))
    raise AssertionError(f"{form.id} asks on and on")


def everything(form: Form, *, on: date) -> Draft:
    """A draft with an answer to every question that is asked, files left out."""
    draft = replace(Draft.begun(form, on=on), region=form.region)
    for asked in form.fields.values():
        if asked.computed is None and asked.kind is not Kind.FILE:
            draft = draft.with_typed(asked.id, typed_for(asked, on=on, whole=True))
    return draft


def _lacking(filled: Filled, draft: Draft) -> Iterator[Field]:
    for standing in filled.fields.values():
        asked = standing.field
        if standing.missing and not asked.help_if_missing and asked.id not in draft.said:
            yield asked


def posted(form_id: str, *, region: str, on: date, **typed: Mapping[str, str]) -> dict[str, str]:
    """What a browser sends of a form in which no more is said than must be there, by the names of its controls."""
    form = forms.book().form(form_id, on=on, region=region)
    said = least(form, on=on, typed=typed).said
    return {
        f"{id}.{part}".rstrip("."): text for id, each in said.items() for part, text in each.typed.items()
    }


def lodged_for(
    service: str,
    *,
    region: str,
    now: datetime,
    answers: Mapping[str, object] | None = None,
    typed: Mapping[str, Mapping[str, str]] | None = None,
) -> Lodged | None:
    """The form of a service as it would be sent with no more than must be there; None where it has none.

    Every place in it is `region`, unless `answers` by fact say another; `typed` is said in its own words.
    """
    on = timezone.localdate(now)
    entry = catalogue().find(service, region, on)
    if entry is None or not entry.form:
        return None
    form = forms.book().form(entry.form, on=on, region=region)
    places = {
        asked.id: typed_for(asked, on=on, whole=False)
        | {"region": regions.find(str((answers or {}).get(asked.fact, region))).full_name}
        for asked in form.fields.values()
        if asked.kind is Kind.PLACE and "region" in asked.needed_parts
    }
    said = tuple((id, tuple(parts.items())) for id, parts in {**places, **(typed or {})}.items())
    return _lodged(packs.folder(), entry.form, region, on, said)


@cache
def _lodged(
    policies: Path,
    form_id: str,
    region: str,
    on: date,
    said: tuple[tuple[str, tuple[tuple[str, str], ...]], ...],
) -> Lodged:
    """What is sent of the form with no more than must be there: a process fills in the same form once."""
    form = forms.book(policies).form(form_id, on=on, region=region)
    outcome = lodge(form, least(form, on=on, typed={id: dict(parts) for id, parts in said}), on=on)
    assert isinstance(outcome, Lodged), [mistake.error.what for mistake in outcome.mistakes]
    return outcome
