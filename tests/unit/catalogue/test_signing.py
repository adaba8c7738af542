"""A jurist sees and signs all that a service tells a person: what changes it unsigns the version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date, timedelta
from enum import Enum
from typing import Any

import pytest

from huigong.catalogue.audience import FOR_WHOM, Audience, Population
from huigong.catalogue.entries import (
    AmountRule,
    EvidenceNeed,
    FactWrite,
    PublicService,
    ServiceLimit,
    Silence,
)
from huigong.catalogue.evidence import EVIDENCE
from huigong.catalogue.leads import LEAD, SPLIT, Lead, Split
from huigong.catalogue.places import Whereabouts
from huigong.catalogue.reading import AMOUNT, EXTENSION, LIMIT, SERVICE
from huigong.catalogue.reviewing import sheet
from huigong.catalogue.signing import substance
from huigong.directory.assurance import Assurance
from huigong.directory.offices.levels import Level
from huigong.kernel.timelimits import ExtensionRule, Roll, TimeLimit
from huigong.rules.nodes import Constant, Node, Not
from huigong.rules.values import Type
from tests.shipped import shipped_catalogue

TODAY = date(2026, 11, 26)

NOT_SUBSTANCE = {
    "id": "names the version",
    "name": "wording of the page",
    "summary": "wording: says again what conditions and result say",
    "system": "where it is sorted",
    "region": "whose version it is, as its file says",
    "source": "the file",
    "place": "where in the file",
    "conditions": "part of the rule",
    "verified": "says whether somebody checked it, which is what signing does",
    "audience.missing": "what its pack has not said yet; the check tells it",
    "audience.of_the_dead": "a condition of the rule",
    "audience.before": "a condition of the rule",
    "audience.after": "a condition of the rule",
    "lead.seen_as": "the name as printed of the office that is signed",
    "lead.fact": "where it was checked",
    "lead.verified": "says whether an article was found; the article is signed",
    "lead.written_at": "where in the file",
    "limits.place": "where in the file",
    "limits.limit.verified": "says whether somebody checked it",
    "limits.limit.first_day_counts": "no service can say it",
}
KEYS_OF_OTHER_NAMES = {
    "rule": "rule",
    "holds": "holding",
    "remedy": "remedies",
    "for_whom.says": "audience.says",
    "for_whom.applicant": "audience.applicant",
    "for_whom.population": "audience.population",
    "for_whom.of_the_dead": "audience.of_the_dead",
    "for_whom.age": "rule",
    "for_whom.sex": "rule",
    "limits.extension.length": "limits.limit.extension.length",
    "limits.extension.approver": "limits.limit.extension.approver",
    "limits.length": "limits.limit.length",
    "limits.measure": "limits.limit.measure",
    "limits.article": "limits.limit.article",
    "limits.on_expiry": "limits.limit.on_expiry",
    "limits.roll": "limits.limit.roll",
    "limits.roll_clause": "limits.limit.roll_article",
    "limits.verified": "limits.limit.verified",
}
KEYS_OF_NO_FIELD = {
    "inherits": "how the file is written: what is inherited is signed with it",
    "overrides": "how the file is written",
    "unasked": "why a field of the form proves nothing; for whoever writes the form",
    "event": "under which event of life it is listed",
    "co_leads": "each is a lead",
    "limits.fact": "where it was checked",
}


PARTS = (AmountRule, Audience, EvidenceNeed, ExtensionRule, FactWrite, Lead, ServiceLimit, Split, TimeLimit)
NEVER = Constant(Type.BOOL, False)


def whole() -> PublicService:
    """A version that says everything that one can say."""
    version = next(row for row in shipped_catalogue().services if row.amount and row.limits and row.writes)
    assert version.amount is not None
    limit = replace(
        version.limits[0].limit,
        **{"extension": ExtensionRule(5, "负责人"), "roll": Roll.NONE, "roll_article": "虚构法第一条"},
        on_expiry=Silence.DEEMED_ACCEPTED.value,
    )
    lead = replace(
        version.lead,
        **{
            "seen_as": "虚构局",
            "clause": "虚构法第二条",
            "desk": "虚构大厅",
            "does": "一部分",
            "since": TODAY,
        },
        splits=(Split("市里的工程", Level.PREFECTURE, "虚构法第三条", when=version.rule),),
    )
    return replace(
        version,
        audience=replace(version.audience, population=Population.ANYONE),
        amount=replace(version.amount, per="每月", each="人数", note="一句话"),
        evidence=(EvidenceNeed("虚构的证明", field="照片"),),
        limits=(replace(version.limits[0], limit=limit, after="另一步", applies="事实清楚的"),),
        lead=lead,
        rule=version.rule,
        holding=Not(NEVER),
        valid_until=TODAY,
        identity=Assurance.CHECKED,
        **dict.fromkeys(("too_late", "lasting", "without_form", "form", "procedure"), "一句话"),
        **dict.fromkeys(("caution", "channels", "remedies", "support"), ("一样",)),
    )


def paths(value: Any, above: str = "") -> Iterator[str]:
    """Everything that a version consists of: `limits.limit.roll`."""
    for field in fields(value):
        inside, path = getattr(value, field.name), f"{above}{field.name}"
        first = inside[0] if isinstance(inside, tuple) and inside else inside
        if path != "co_leads":
            yield from paths(first, f"{path}.") if isinstance(first, PARTS) else [path]


def changed(value: Any, path: str) -> Any:
    """The same with something else at the end of the path."""
    name, _, deeper = path.partition(".")
    inside = getattr(value, name)
    if not deeper:
        return replace(value, **{name: another(name, inside)})
    several = isinstance(inside, tuple)
    made = changed(inside[0] if several else inside, deeper)
    return replace(value, **{name: (made, *inside[1:]) if several else made})


def another(name: str, value: Any) -> Any:
    match name, value:
        case "parameter", _:
            known = shipped_catalogue().services
            return next(row.amount.parameter for row in known if row.amount and row.amount.parameter != value)
        case "on_expiry", _:
            return None
        case "place", Whereabouts():
            known = (lead.place for row in shipped_catalogue().services for lead in row.leads)
            return next(place for place in known if place.words != value.words)
        case _, bool():
            return not value
        case _, Enum():
            return next(member for member in type(value) if member is not value)
        case _, str():
            return f"{value}改"
        case _, int():
            return value + 1
        case _, date():
            return value + timedelta(days=1)
        case _, Node():
            return NEVER
        case _, tuple():
            return (*value, "100000/labour-contract-law#第一条")
    raise AssertionError(f"the whole version says nothing of {name}: {value!r}")


@pytest.mark.parametrize("path", [path for path in paths(whole()) if path not in NOT_SUBSTANCE])
def test_whatever_changes_is_signed_and_on_the_page(path: str) -> None:
    known = shipped_catalogue()
    before, after = whole(), changed(whole(), path)
    assert substance(before, known) != substance(after, known)
    pages = [sheet(version, catalogue=known, examples=(), on=TODAY).tables for version in (before, after)]
    assert pages[0] != pages[1]


@pytest.mark.parametrize("path", ["name", "summary", "verified"])
def test_wording_is_not_signed(path: str) -> None:
    known = shipped_catalogue()
    assert substance(whole(), known) == substance(changed(whole(), path), known)


def test_every_other_lead_is_signed_too() -> None:
    known, version = shipped_catalogue(), whole()
    assert substance(version, known) != substance(replace(version, co_leads=(version.lead,)), known)


def test_every_key_of_a_service_is_signed_or_said_not_to_be_substance() -> None:
    """A key that is added to the shape must be put on the page and into what is signed, or into a list above."""
    inside = {
        "amount": AMOUNT,
        "evidence": EVIDENCE,
        "lead": LEAD,
        "limits": LIMIT,
        "limits.extension": EXTENSION,
    }
    inside |= {"lead.splits": SPLIT, "for_whom": FOR_WHOM}
    keys = {key for key in SERVICE.keys if key not in inside}
    keys |= {f"{name}.{key}" for name, shape in inside.items() for key in shape.keys}
    keys -= {*inside, *KEYS_OF_NO_FIELD}
    known = {*paths(whole()), *NOT_SUBSTANCE}
    told = {KEYS_OF_OTHER_NAMES.get(key, key) for key in keys}
    assert {
        key for key in told if not any(path == key or path.startswith(f"{key}.") for path in known)
    } == set()


def test_the_lists_name_nothing_that_is_gone() -> None:
    assert NOT_SUBSTANCE.keys() <= set(paths(whole()))
