"""Checks the forms of the packs: that they can be put together, that every clause and service exists, that nothing released has changed."""

from __future__ import annotations

from pathlib import Path

from huigong.catalogue.checking import buttons
from huigong.catalogue.checking.below import Offered
from huigong.catalogue.checking.references import require_clause, require_clauses
from huigong.catalogue.loading import ReadPacks
from huigong.declarations import locking
from huigong.forms.kinds import Kind
from huigong.forms.locking import SECTIONS, released
from huigong.forms.services import NAME, WITH, FormsOfServices, read_services
from huigong.forms.shelf import Book, read_book
from huigong.kernel.packs import PackError, Place, Report
from huigong.policy.packs import Library
from huigong.rules.nodes import fact_names


def check(folder: Path, library: Library, packs: ReadPacks, report: Report) -> int:
    """Notes what is wrong with the forms below `folder`; how many forms there are."""
    before = len(report.errors)
    book = read_book(folder, report, parameters=packs.book)
    _clauses(book, library, report)
    _days(book, report)
    buttons.check_forms(book, report)
    services = read_services(folder, Report())
    _services(services, packs, report)
    _places(book, packs, report)
    _levels(book, packs, report)
    if len(report.errors) == before:
        locking.check(folder, SECTIONS, released(book), report)
    return len(book.ids)


def _clauses(book: Book, library: Library, report: Report) -> None:
    for written in book.written:
        form = book.form(written.id, on=written.since, region=written.file.region)
        require_clauses(library, written.entry, written.clauses, report)
        for _, asked in form.walk():
            for clause in asked.clauses:
                require_clause(library, clause, asked.place or written.entry.place, report)


def _days(book: Book, report: Report) -> None:
    """Every day or month that is asked for says how late it may be, or that it may lie ahead: 2199 is a slip of the pen."""
    told = set()
    for written in book.written:
        form = book.form(written.id, on=written.since, region=written.file.region)
        for path, asked in form.walk():
            limits, place = asked.limits, asked.place or written.entry.place
            bounded = limits.most is not None or limits.most_today or limits.without_end
            if (
                asked.kind not in (Kind.DATE, Kind.MONTH)
                or bounded
                or asked.computed
                or (place, path) in told
            ):
                continue
            told.add((place, path))
            _told(
                report, place, f"“{path}”没有写最晚是哪天", "已经发生的写 max: 今天；可以是以后的写 max: 不限"
            )


def _services(forms: FormsOfServices, packs: ReadPacks, report: Report) -> None:
    """Every service that a form names is there in its region or above, no version of it is older than its form, and none
    has a form and a reason for having none."""
    offered = Offered.by(packs.services)
    reasons = {service_id for listed in forms.without.values() for service_id in listed}
    for naming in forms.named:
        for service_id in naming.services:
            _known_there(service_id, naming.region, naming.place, offered, report)
            if service_id in reasons:
                _told(report, naming.place, f"“{service_id}”有表，又写着不用填表", "请去掉一处")
    for region, listed in forms.without.items():
        for service_id in listed:
            _known_there(service_id, region, forms.places[region], offered, report)
    for service in packs.services:
        if service.form and forms.since(service.form) > service.valid_from:
            what = f"“{service.id}”从{service.valid_from}起就有，它的表“{service.form}”那时还没有"
            _told(report, service.place, what, "请把表的 from 提前，或者写一个更早的版本")


def _known_there(service_id: str, region: str, place: Place, offered: Offered, report: Report) -> None:
    if wrong := offered.misnamed(service_id, region, files=f"{WITH} 或 {NAME}"):
        _told(report, place, wrong.what, wrong.do)


def _places(book: Book, packs: ReadPacks, report: Report) -> None:
    """The place that a form asks for is the one whose office answers for its services: the case goes there."""
    for written in book.written:
        form = book.form(written.id, on=written.since, region=written.file.region)
        asked = form.fields.get(form.where)
        named = asked and (asked.fact or asked.stands_for)
        if not named:
            continue
        for service in packs.services:
            place = service.lead.place
            if service.form != form.id or service.valid_until or not place.facts:
                continue
            if named not in (*place.facts, *place.as_good):
                what = f"表单按“{form.where}”交给那里的部门，“{service.id}”归{place.words}的部门办"
                do = "请在 where 里写问那个地方的字段，或者另写一张表"
                _told(report, written.entry.spot("where").place, what, do)


def _levels(book: Book, packs: ReadPacks, report: Report) -> None:
    """What sends some cases of a service to another level is asked: nobody is sent wrong for want of a question."""
    for service in packs.services:
        rules = [(split, split.when) for split in service.lead.splits if split.when is not None]
        since, region = service.valid_from, service.region
        if not rules or service.valid_until or not book.layers(service.form, on=since, region=region):
            continue
        form = book.form(service.form, on=since, region=region)
        for split, rule in rules:
            for name in sorted(set(fact_names(rule)) - form.stated.keys() - set(service.weighs)):
                what = f"“{split.applies}”的另归一级办，看“{name}”，表和问答里都没有问"
                _told(report, service.lead.written_at, what, "请在表里加一个 fact 是它的字段")


def _told(report: Report, place: Place, what: str, do: str) -> None:
    report.add(PackError("form.service", what=what, do=do, place=place))
