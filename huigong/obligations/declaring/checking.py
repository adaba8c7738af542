"""What `huigong pack check` asks of obligations: every name is known, the terms fit together, and the examples come true."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from huigong.catalogue.checking import PackCheck
from huigong.catalogue.checking.references import require_clauses
from huigong.catalogue.services import Catalogue
from huigong.declarations import (
    EXAMPLES,
    PARAMETERS,
    Written,
    check_address,
    examples_of,
    locking,
    loosens,
)
from huigong.declarations.privacy import Secrecy
from huigong.kernel.packs import Entry, Report, place_in
from huigong.kernel.packs.shapes import unknown
from huigong.kernel.regions import lineage
from huigong.kernel.timelimits import Measure
from huigong.obligations.declaring.locking import OBLIGATIONS, released
from huigong.obligations.declaring.reading import Book, check_rule, read_shelf
from huigong.obligations.declaring.shapes import LENGTHS, WAYS
from huigong.obligations.declaring.stories import check_story
from huigong.obligations.forecast.states import Why
from huigong.obligations.forecast.terms import Span, Terms
from huigong.obligations.occasions import LONGEST_NAME, LONGEST_WHAT
from huigong.records.shelf import read_records
from huigong.rules.nodes import Fact
from huigong.rules.parameters import set_beside
from huigong.rules.values import Type

_LONGEST_REASON = 60
_SHORTEST_MONTH = 28  # days


def check(folder: Path, check: PackCheck, report: Report) -> None:
    """Every obligation of the packs, each file by itself and then together with those above it."""
    shelf = read_shelf(folder, report)
    if check.catalogue is None or check.library is None or check.offices is None:
        return
    for error in shelf.misfits():
        report.add(error)
    locking.check(folder, [OBLIGATIONS], released(shelf), report)
    kinds = read_records(folder, Report())  # what is wrong with them they say themselves
    book = Book(shelf, check.catalogue.facts, check.catalogue.parameters, kinds)
    lines = [line.id for line in check.offices.lines()]
    for written in shelf.written:
        before = len(written.entry.report.errors)
        require_clauses(check.library, written.entry, written.clauses, report)
        _check_names(written, book, check.catalogue, lines)
        _check_lengths(written, check.catalogue)
        _check_above(written, book)
        if len(written.entry.report.errors) == before:
            _check_terms(written, book)


def _check_names(written: Written, book: Book, catalogue: Catalogue, lines: list[str]) -> None:
    entry = written.entry
    if not written.inherits:
        _check_whole(written, book)
    for number, id in enumerate(entry["done_by"]):
        if id not in catalogue.ids:
            spot = entry.spot("done_by").inside(place_in(entry.raw["done_by"], number))
            unknown(spot, id, catalogue.ids, kind="事项")
    for address in filter(None, (entry["performer"], entry["excused"] and entry["excused"]["by"])):
        check_address(address, lines=lines, places=("常住地",))
        if address["level"] is None:
            address.wrong("level", "要写明哪一级", "例如 level: county")
    if len(entry["name"]) > LONGEST_NAME:
        entry.wrong("name", f"最多{LONGEST_NAME}个字", "请写短一些")
    if len(entry["what"]) > LONGEST_WHAT:
        entry.wrong("what", f"最多{LONGEST_WHAT}个字", "请写短一些")


def _check_whole(written: Written, book: Book) -> None:
    entry = written.entry
    facts = _readable(written, "about", entry["about"], book)
    if facts is None:
        return
    _check_anchor(written, book)
    _check_due(written, facts, book)
    if entry["while"] is not None:
        with entry.report.noting():
            check_rule(entry, "while", facts, book.parameters)
    if entry["proved_by"]:
        _check_proof(written, book)
    if entry["tells"] and not entry["what"]:
        entry.wrong("what", "要写到了日子怎么办", "不告诉本人的，不写 tells")
    examples_of(written)
    for reason in entry["excused"]["reasons"] if entry["excused"] else ():
        if len(reason) > _LONGEST_REASON or reason in [why.value for why in Why]:
            entry["excused"].wrong(
                "reasons", f"“{reason[:20]}”不能用", f"请写{_LONGEST_REASON}个字以内的中文"
            )


def _check_anchor(written: Written, book: Book) -> None:
    """A fact that is on record, or of a record an event that happens in the world."""
    entry = written.entry
    if entry["about"] and book.kinds is not None:
        kind = book.kinds.kind_for(entry["about"], on=written.since, region=written.file.region)
        known = [name for name, event in kind.events.items() if event.of_the_world]
        called = "事件"
    else:
        known = [name for name, fact in book.facts.items() if fact.derivation is None]
        called = "登记在册的事实"
    if entry["anchor"] not in known:
        unknown(entry.spot("anchor"), entry["anchor"], known, kind=called)


def _check_due(written: Written, facts: Mapping[str, Fact], book: Book) -> None:
    """A last day that the record says: a day that may be shown, with nothing counted beside it, and the events that renew it."""
    entry = written.entry
    if not entry["due"]:
        if entry["renewed_by"]:
            entry.wrong("renewed_by", "没有写 due", "凭哪个日期算到期，写 due: 字段名")
        return
    if not entry["about"]:
        entry.wrong("due", "只有关于一种记录的才有日期字段", "请写 about: 记录的种类")
        return
    assert book.kinds is not None
    kind = book.kinds.kind_for(entry["about"], on=written.since, region=written.file.region)
    days = [name for name, fact in facts.items() if name in kind.fields and fact.type is Type.DATE]
    if entry["due"] not in days:
        unknown(entry.spot("due"), entry["due"], days, kind="日期字段")
        return
    if kind.fields[entry["due"]].privacy.rank > Secrecy.PERSONAL.rank:
        entry.wrong("due", "这个字段不能让人照着催办", "到期的日子会告诉本人和经办的人，请选不敏感的字段")
    if counted := [key for key in ("every", "first") if entry[key]]:
        entry.wrong(counted[0], "写了 due 就不再数日子", "照登记上的日子到期的，不写 every、first")
    setting = [
        name for name, event in kind.events.items() if event.of_the_world and entry["due"] in event.sets
    ]
    for number, name in enumerate(entry["renewed_by"]):
        if name not in setting or name == entry["anchor"]:
            spot = entry.spot("renewed_by").inside(place_in(entry.raw["renewed_by"], number))
            unknown(
                spot, name, [each for each in setting if each != entry["anchor"]], kind="改这个日期的事件"
            )
    if not entry["renewed_by"] and not entry["proved_by"] and not entry["done_by"]:
        entry.wrong(
            "due", "没有写怎样算办了", "换了新日期就算办了的，写 renewed_by；凭别的记录的，写 proved_by"
        )


def _check_proof(written: Written, book: Book) -> None:
    proved = written.entry["proved_by"]
    facts = _readable(written, "proved_by", proved["record"], book)
    if facts is None:
        return
    if proved["if"] is not None:
        with proved.report.noting():
            check_rule(proved, "if", facts, book.parameters)
    days = [name for name, fact in facts.items() if fact.type is Type.DATE]
    if proved["date"] not in days:
        unknown(proved.spot("date"), proved["date"], days, kind="日期字段")


def _readable(written: Written, key: str, about: str, book: Book) -> Mapping[str, Fact] | None:
    """What rules about it may read; None where there is no such kind of record, which is noted."""
    known = book.kinds.ids if book.kinds is not None else ()
    if about and about not in known:
        unknown(written.entry.spot(key), about, known, kind="记录")
        return None
    return book.readable(about, written.file.region, written.since)


def _check_lengths(written: Written, catalogue: Catalogue) -> None:
    entry = written.entry
    excused = entry["excused"]
    for written_in, key in [*((entry, key) for key in LENGTHS), *([(excused, "for")] if excused else [])]:
        length = written_in[key]
        if length is None:
            continue
        declared = catalogue.parameters.declarations
        if wrong := length.misnamed(declared):
            written_in.wrong(key, wrong)
        elif length.measure is Measure.WORKING_DAY or (
            length.parameter and declared[length.parameter].measure == "工作日"
        ):
            written_in.wrong(key, "一次次到期的事按日历算，不按工作日", "请写天、个月或者年")


def _check_above(written: Written, book: Book) -> None:
    """A region below makes nothing looser."""
    if not written.inherits:
        return
    above = book.shelf.layers(written.id, on=written.since, region=lineage(written.file.region)[1])
    if above:
        given = {key: written.entry[key] for key in WAYS if written.entry.raw.get(key) is not None}
        loosens({key: above[0].entry[key] for key in WAYS}, given, WAYS, written.entry)


def _check_terms(written: Written, book: Book) -> None:
    layers = book.shelf.layers(written.id, on=written.since, region=written.file.region)
    if not layers:
        return
    own = book.parameters.lookup(written.file.region)
    stories = written.entry[EXAMPLES]
    for story, given in [(None, {}), *((story, story[PARAMETERS]) for story in stories)]:
        try:
            made = book.made(layers, written.file.region, lookup=set_beside(own, given))
        except ValueError:
            written.entry.wrong(
                "every",
                "这几项合不到一起",
                "一次的写 first，反复的写 every；从办的那天算起的（last_done、late_done）要反复、missed: one_open",
            )
            return
        if made.versions is None:
            if story is not None:
                story.wrong(
                    PARAMETERS,
                    f"没有值：{'、'.join(made.unset)}",
                    "当地才定的参数，例子里写 parameters: {名称: 数}",
                )
            continue
        if story is None:
            _check_window(written.entry, [terms for _, terms in made.versions.listed])
        else:
            check_story(story, made.versions)


def _check_window(entry: Entry, versions: list[Terms]) -> None:
    """Nothing can be done before the one before it was due."""
    if any(_longer(terms) for terms in versions):
        entry.wrong("opens", "提前得比两次之间还长", "请写短一些")


def _longer(terms: Terms) -> bool:
    if terms.every is None or terms.opens is None:
        return False
    return _least(terms.opens) > _least(terms.every)


def _least(span: Span) -> int:
    """The fewest days that it can last."""
    return span.months * _SHORTEST_MONTH + span.days
