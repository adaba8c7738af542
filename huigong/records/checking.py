"""What `pack check` finds wrong with the registers of a folder of packs; and what the lock and the trail ask of this one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from huigong.audit.subjects import kind_of
from huigong.declarations import EXAMPLES, Written, locking
from huigong.declarations.locking import Released
from huigong.declarations.privacy import Secrecy
from huigong.forms.parameters import Parameters
from huigong.forms.shelf import read_book
from huigong.kernel.packs import PackError, Report
from huigong.records import slots
from huigong.records.kinds import RecordKind
from huigong.records.models import Record
from huigong.records.shelf import RecordBook, read_records, released
from huigong.records.stories import play
from huigong.registry import providers
from huigong.rules.nodes import Node, fact_names

RequireClauses = Callable[[Written], None]


def check(
    folder: Path,
    report: Report,
    *,
    parameters: Parameters,
    lines: frozenset[str],
    require_clauses: RequireClauses,
) -> int:
    """Notes what is wrong with the kinds of record below `folder`; how many there are. `lines` are those of offices; `require_clauses` follows the references of one."""
    before = len(report.errors)
    if not any(folder.glob("[0-9]*/*/records*")):
        return 0
    book = read_records(
        folder, report, forms_book=read_book(folder, Report(), parameters=parameters), lines=lines
    )
    for written in book.shelf.written:
        require_clauses(written)
    for kind in book.every:
        _check_open(book, kind, report)
    _check_facts(book, report)
    _play(book, report)
    if len(report.errors) == before:
        locking.check(folder, [slots.SECTION], released(book), report)
    return len(book.ids)


def declares(folder: Path) -> Iterable[Released]:
    """What the ids of the packs' records mean, for the lock; raises `PackError` where something is wrong with them."""
    report = Report()
    book = read_records(folder, report)
    report.refuse()
    return tuple(released(book))


def subjects() -> Iterator[str]:
    """Every record, as the trail names it."""
    ids = Record.objects.order_by("pk").values_list("public_id", flat=True)
    return (f"{kind_of(Record)}{public_id.hex}" for public_id in ids.iterator())


def _check_open(book: RecordBook, kind: RecordKind, report: Report) -> None:
    """States, flags and facts read only what lies open in the index, and everything open has a place there."""
    where = book.slots(kind.id)
    opened = {*where, *kind.told} - {
        name for name in kind.readable if name not in where and _of_a_field(kind, name)
    }
    for called, names in _read_by(kind):
        for name in sorted(names - opened):
            said = "、".join(each.label for each in (Secrecy.SENSITIVE, Secrecy.SECRET))
            _told(report, kind, f"“{called}”读了“{name}”", f"{said}的和写成文字的不放进索引，成批计算读不到")
    for name in slots.overfull(where):
        _told(report, kind, f"“{name}”在索引里没有位置了", f"每种记录最多{slots.SLOTS}")


def _read_by(kind: RecordKind) -> Iterator[tuple[str, set[str]]]:
    rules: list[tuple[str, Node | None]] = [
        *((state.name, state.rule) for state in kind.states),
        *((flag.name, flag.rule) for flag in kind.flags),
        *((name, each.condition) for name, each in kind.facts.items()),
    ]
    for called, rule in rules:
        yield called, set(fact_names(rule)) if rule is not None else set()
    for name, aggregate in kind.facts.items():
        yield name, {each for each in (aggregate.field, aggregate.by) if each}


def _of_a_field(kind: RecordKind, name: str) -> bool:
    return name in kind.fields or name.partition(".")[0] in kind.fields


def _check_facts(book: RecordBook, report: Report) -> None:
    """No fact comes from two kinds, or from a record and from what another folder knows."""
    known = {fact: provider.name for provider in providers.registered() for fact in provider.gives}
    for fact, kinds in book.facts.items():
        others = sorted(kinds)
        if len(others) > 1 or fact in known:
            kind = next(each for each in book.every if each.id == others[0])
            by = known.get(fact) or others[1]
            _told(report, kind, f"事实“{fact}”已经由“{by}”得知", "一个事实只有一个来源")


def _play(book: RecordBook, report: Report) -> None:
    """Plays the stories of every kind as each of its files makes it, with those of the files above."""
    for layers, on, region in book.shelf.situations():
        told = tuple(story for layer in layers for story in layer.entry[EXAMPLES])
        before = [layer.entry.report for layer in layers]
        play(book.kind(layers[0].id, on=on, region=region), told, book.forms.facts)
        for own in {id(each): each for each in before}.values():
            report.errors += [error for error in own if error not in report.errors]


def _told(report: Report, kind: RecordKind, what: str, why: str) -> None:
    report.add(PackError("record_kind.check", what=what, why=why, place=kind.place))
