"""Sections bring their own pages to the desk; what is brought twice is refused when the server starts."""

from __future__ import annotations

import pytest

from huigong.directory.permissions import Permission
from huigong.directory.principals import Grant, Principal
from huigong.portals.desk.frame.sections import Entry, Section, Sections

CLERK = Principal("1", "虚构甲", (Grant("clerk", "510421"),))
AUDITOR = Principal("2", "虚构乙", (Grant("auditor", "510421"),))


def entry(name: str, permission: Permission = Permission.PERSON_FIND) -> Entry:
    return Entry(name=name, title=name, icon="list", does="做一件事。", permission=permission)


def section(id: str, order: int, *entries: Entry) -> Section:
    return Section(id=id, urls="nowhere", order=order, entries=entries)


def test_the_menu_follows_the_order_and_the_permissions() -> None:
    sections = Sections()
    sections.add(section("late", 20, entry("visits"), entry("trail", Permission.AUDIT_READ)))
    sections.add(section("early", 10, entry("counter")))
    assert [each.name for each in sections.entries_for(CLERK)] == ["counter", "visits"]
    assert [each.name for each in sections.entries_for(AUDITOR)] == ["trail"]


@pytest.mark.parametrize(
    "second",
    [section("first", 20, entry("other")), section("second", 20, entry("page")), section("second", 10)],
    ids=["same id", "same page", "same place"],
)
def test_what_is_taken_cannot_be_registered_again(second: Section) -> None:
    sections = Sections()
    sections.add(section("first", 10, entry("page")))
    with pytest.raises(ValueError, match="registered twice"):
        sections.add(second)
