"""Refuses a question that tells people to choose what stands on no button below it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from huigong.catalogue.services import Catalogue
from huigong.forms.fields import Field
from huigong.forms.kinds import Kind
from huigong.forms.shelf import Book
from huigong.kernel.packs import PackError, Place, Report
from huigong.rules.nodes import Fact
from huigong.rules.values import Type
from huigong.rules.yes_or_no import yes_or_no

SKIP = "不清楚，跳过"
"""What stands below every question of the interview."""
_NAMED = re.compile(r"[选点]“([^”]+)”")


def check(catalogue: Catalogue, report: Report) -> None:
    """Reports the questions of the interview."""
    for fact in catalogue.facts.values():
        _told(f"{fact.question}{fact.help}", _buttons(fact), f"事实“{fact.name}”", Place(), report)


def check_forms(book: Book, report: Report) -> None:
    """Reports the questions of forms."""
    for written in book.written:
        form = book.form(written.id, on=written.since, region=written.file.region)
        for _, asked in form.walk():
            where = asked.place or written.entry.place
            _told(f"{asked.ask}{asked.help}", _choices(asked), f"字段“{asked.id}”", where, report)


def _buttons(fact: Fact) -> Iterator[str]:
    yield from (SKIP, *fact.values, *((fact.never,) if fact.never else ()))
    if fact.type is Type.BOOL:
        yield from yes_or_no(fact.question)


def _choices(asked: Field) -> Iterator[str]:
    yield from (*(option.name for option in asked.options), *asked.unknown_words)
    if asked.kind is Kind.BOOL:
        yield from yes_or_no(asked.ask)


def _told(text: str, buttons: Iterable[str], of: str, place: Place, report: Report) -> None:
    offered = tuple(buttons)
    for name in _NAMED.findall(text):
        if name not in offered:
            what = f"{of}叫人选“{name}”，没有这个按钮"
            report.add(PackError("pack.button", what=what, do=f"有的是：{'、'.join(offered)}", place=place))
