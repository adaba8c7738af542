"""Checks the events of registers that the grant of a service is: the service is there, its form says what the event needs,
and whoever decides may write it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from huigong import forms
from huigong.catalogue.checking import PackCheck
from huigong.catalogue.services import PublicService
from huigong.forms.fields import Form
from huigong.forms.shelf import Book
from huigong.kernel.packs import PackError, Place, Report, nearest_name
from huigong.records.kinds import About, EventKind, RecordKind
from huigong.records.shelf import read_records


def check(folder: Path, check: PackCheck, report: Report) -> None:
    """Notes what is wrong with `granted_by` of the kinds of record below `folder`."""
    if check.catalogue is None or not any(folder.glob("[0-9]*/*/records*")):
        return
    parameters = check.catalogue.parameters
    book = forms.shelf.read_book(folder, Report(), parameters=parameters)
    for kind in read_records(folder, Report(), forms_book=book).every:
        for event in kind.events.values():
            for id in event.granted_by:
                services = [each for each in check.catalogue.services if each.id == id]
                for what, do in _wrong(kind, event, id, services, check.catalogue.ids, book):
                    report.add(
                        PackError("record_kind.granted_by", what=what, do=do, place=kind.place or Place())
                    )


def _wrong(
    kind: RecordKind,
    event: EventKind,
    id: str,
    services: list[PublicService],
    ids: tuple[str, ...],
    book: Book,
) -> Iterator[tuple[str, str]]:
    """What is wrong, each with what to do."""
    if not services:
        yield f"“{event.name}”写着由“{id}”办成，没有这个事项", nearest_name(id, ids)
        return
    if kind.about is not About.PERSON:
        yield f"“{kind.id}”登记的不是人，不能写 granted_by", "办成的事项记到人的登记里"
    lines = {address.line for address in kind.written_by}
    for service in services:
        if service.lead.line not in lines:
            yield (
                f"“{id}”由{service.lead.line}决定，它不能登记“{kind.id}”",
                "请在 written_by 里加上，或者换一个事项",
            )
        form = _form(service, book)
        for name in event.needs:
            asked = form.fields.get(name) if form else None
            if asked is None or asked.kind != kind.fields[name].kind:
                yield (
                    f"“{event.name}”一定要有“{name}”，“{id}”的表里没有同名同类的字段",
                    "请在表里加上，或者不写进 needs",
                )


def _form(service: PublicService, book: Book) -> Form | None:
    """The form of the service as it was when the service began."""
    layers = service.form and book.layers(service.form, on=service.valid_from, region=service.region)
    return book.form(service.form, on=service.valid_from, region=service.region) if layers else None
