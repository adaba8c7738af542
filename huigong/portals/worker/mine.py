"""What the register knows of the logged-in person, in the words of their own page, each with its source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from huigong.casework.ownshapes import OwnCaseRow
from huigong.casework.queries.subjects import case_id_of
from huigong.catalogue.answers import show_answer
from huigong.catalogue.services import catalogue
from huigong.portals.worker.places import place_name
from huigong.registry.queries import EngagementView, FactView, MemberView, PersonRecord
from huigong.registry.shapes import Relation, Verification
from huigong.rules.values import show

SAID, SHARED = Verification.CLAIMED, Verification.SHARED
VERIFIED, DECIDED = Verification.VERIFIED, Verification.DECIDED


@dataclass(frozen=True)
class Statement:
    """One thing known: what, from where, since when and until when. `kind` is the chip's; `case_id` the case that
    decided it, "" for none; `place` where it counts, "" for everywhere; `stale` says that it no longer counts until somebody looks again."""

    fact: str
    value: str
    kind: str
    source: str
    place: str
    case_id: str
    since: date
    until: date | None
    look_again: date | None
    stale: bool
    own: bool
    kept_by: str


@dataclass(frozen=True)
class Known:
    """One fact: the statement that counts, and what other sources say."""

    first: Statement
    others: tuple[Statement, ...]

    @property
    def own(self) -> bool:
        """Whether nobody but the person has said it: the person may say otherwise at any time."""
        return all(each.own for each in (self.first, *self.others))


@dataclass(frozen=True)
class Holding:
    """Something that a decision gave: `until` is its last day, `look_again` when it has to be looked at anew."""

    words: str
    since: date
    until: date | None
    look_again: date | None
    case_id: str
    ended: bool


@dataclass(frozen=True)
class Family:
    """The household as the roll has it: `relation` is the person's own, `children` those written down as the head's
    children where the person is the head or the spouse."""

    relation: str
    members: tuple[MemberView, ...]
    children: tuple[MemberView, ...]


def known(record: PersonRecord) -> tuple[Known, ...]:
    """Each fact once for each place, in the order of the packs; the surest good statement first."""
    by_fact: dict[tuple[str, str], list[FactView]] = {}
    for view in record.facts:
        by_fact.setdefault((view.fact, view.region), []).append(view)
    order = {name: place for place, name in enumerate(catalogue().facts)}
    keys = sorted(by_fact, key=lambda key: (order.get(key[0], len(order)), key))
    return tuple(_known(by_fact[key]) for key in keys)


def holdings(record: PersonRecord, cases: Iterable[OwnCaseRow]) -> tuple[Holding, ...]:
    """What decisions gave and still holds or has lapsed, the newest first; one for each case."""
    services = {case.case_id: case for case in cases}
    held: dict[str, Holding] = {}
    for view in record.facts:
        case_id = case_id_of(view.source)
        if view.verification != DECIDED or view.value is not True or not case_id:
            continue
        held[case_id] = Holding(
            words=_called(services.get(case_id), view),
            since=view.valid_from,
            until=view.valid_until,
            look_again=view.stale_from,
            case_id=case_id if case_id in services else "",
            ended=view.is_stale,
        )
    return tuple(sorted(held.values(), key=lambda each: each.since, reverse=True))


def family(record: PersonRecord) -> Family | None:
    """None for somebody who stands on no roll."""
    me = next((each for each in record.household if each.person_id == record.person.public_id), None)
    if me is None:
        return None
    others = tuple(each for each in record.household if each is not me)
    heads = me.relation in (Relation.HEAD, Relation.SPOUSE)
    children = tuple(each for each in others if heads and each.relation == Relation.CHILD)
    return Family(me.relation_name, others, children)


def work(record: PersonRecord) -> tuple[EngagementView, ...]:
    """The spells of work, the newest first."""
    return tuple(sorted(record.engagements, key=lambda each: each.valid_from, reverse=True))


def in_words(view: FactView) -> str:
    """The value as people read it."""
    fact = catalogue().facts.get(view.fact)
    return show_answer(fact, view.value) if fact else show(view.value)


def _known(views: Sequence[FactView]) -> Known:
    """`views` of one fact, the surest first. Of what the person said, only the last word counts."""
    said = next((view for view in views if view.verification == SAID), None)
    first, *others = [_statement(view) for view in views if view.verification != SAID or view is said]
    return Known(first, tuple(others))


def _statement(view: FactView) -> Statement:
    case_id = case_id_of(view.source)
    kinds = {SAID: "info", SHARED: "ok", VERIFIED: "yes", DECIDED: "yes"}
    return Statement(
        fact=view.fact,
        value=in_words(view),
        kind=kinds[view.verification],
        source=_source(view, by_case=bool(case_id)),
        place=place_name(view.region),
        case_id=case_id,
        since=view.valid_from,
        until=view.valid_until,
        look_again=view.stale_from,
        stale=view.is_stale,
        own=view.verification == SAID,
        kept_by=view.source,
    )


def _source(view: FactView, *, by_case: bool) -> str:
    if view.verification == SAID:
        return _("您自己说的")
    if by_case:
        return _("办件决定的")
    words = {SHARED: _("%(source)s给的"), VERIFIED: _("%(source)s核对过"), DECIDED: _("%(source)s决定的")}
    return words[view.verification] % {"source": view.source}


def _called(case: OwnCaseRow | None, view: FactView) -> str:
    """What was applied for, else the fact itself."""
    fact = catalogue().facts.get(view.fact)
    return case.service if case else fact.phrase or view.fact if fact else view.fact
