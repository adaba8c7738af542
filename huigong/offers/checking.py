"""What `huigong pack check` asks of kinds of offers."""

from __future__ import annotations

from pathlib import Path

from huigong.catalogue.checking import PackCheck
from huigong.catalogue.checking.references import require_clauses
from huigong.catalogue.services import Catalogue
from huigong.declarations import Written, differs, examples_of, locking
from huigong.declarations.addresses import check_address
from huigong.forms.shelf import read_book as read_forms
from huigong.kernel.packs import Entry, Report
from huigong.kernel.packs.shapes import unknown
from huigong.offers.locking import SECTIONS, released
from huigong.offers.reading import Desk
from huigong.offers.shelf import Book, read_book
from huigong.offers.stories import faults_of
from huigong.registry import providers
from huigong.rules.values import Type


def check(folder: Path, check: PackCheck, report: Report) -> None:
    """Each kind can be read, is offered by offices that there are, and rests on clauses that there are."""
    if check.catalogue is None:
        return
    forms = read_forms(folder, Report(), parameters=check.catalogue.parameters, facts=check.catalogue.facts)
    desk = Desk(check.catalogue.facts, check.catalogue.parameters.declarations, forms.library, forms.codes)
    known = check.catalogue
    lines = [line.id for line in check.offices.lines()] if check.offices else None

    def beside(written: Written) -> None:
        if lines is not None:
            for address in written.entry["offered_by"]:
                check_address(address, lines=lines, places=())
        _check_fact(written.entry, desk)
        for key, named, kind in (
            ("wanted_by", known.ids, "事项"),
            ("shown_by", known.ids, "事项"),
            ("events", known.conversation.events, "人生事件"),
        ):
            for id in (id for id in written.entry[key] if id not in named):
                unknown(written.entry.spot(key), id, named, kind=kind)
        require_clauses(check.library, written.entry, written.clauses, report)

    before = len(report.errors)
    read = read_book(folder, report, desk=desk, beside=beside)
    if len(report.errors) == before:
        _play(read, known, report)
        locking.check(folder, SECTIONS, released(read), report)


def _check_fact(entry: Entry, desk: Desk) -> None:
    """What rules know of whoever has a place is a yes or no that is not worked out from anything else."""
    plain = [name for name, fact in desk.facts.items() if fact.type is Type.BOOL and fact.derivation is None]
    if entry["fact"] and entry["fact"] not in plain:
        unknown(entry.spot("fact"), entry["fact"], plain, kind="是或否的事实")
    others = [each.name for each in providers.registered() if entry["fact"] in each.gives]
    if others:
        entry.wrong("fact", f"这个事实由{'、'.join(others)}登记", "请换一个事实")


def _play(read: Book, known: Catalogue, report: Report) -> None:
    """Every example, under the version of its day where it plays; each kind has one."""
    for written in read.shelf.written:
        for story in examples_of(written):
            region = story["region"] or written.file.region
            if not read.shelf.layers(written.id, on=story["on"], region=region):
                story.wrong("on", "这一天没有这个种类", "请换一个日期")
                continue
            kind = read.kind(written.id, on=story["on"], region=region)
            lookup = known.parameters.lookup(region)
            for key, became in faults_of(story, kind, facts=known.facts, parameters=lookup, region=region):
                differs(story, key, became)
