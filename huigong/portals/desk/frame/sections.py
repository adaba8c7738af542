"""The sections of the desk. Each says what it adds to the menu and to the addresses; nothing here names one.

A folder beside or above registers its section when Django starts:

    class CasesConfig(AppConfig):
        name, label = "huigong.portals.desk.cases", "desk_cases"

        def ready(self) -> None:
            register(SECTION)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.registries import Registry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Entry:
    """A line of the menu.

    `name` is the page's name in the desk's addresses, `icon` a file of cotton/icon.
    Whoever holds `permission` sees it, while `offered` says that there is something to do; `does` tells on the home page, in one sentence,
    what one does there. Whoever holds one of `starts` begins their day on this page.
    """

    name: str
    title: StrOrPromise
    icon: str
    does: StrOrPromise
    permission: Permission
    starts: frozenset[Permission] = frozenset()
    offered: Callable[[Principal], bool] = lambda viewer: True

    @property
    def address(self) -> str:
        return reverse(f"desk:{self.name}")


@dataclass(frozen=True)
class Section:
    """A part of the desk: `urls` is the module of its addresses, `order` its place in the menu (low is first).

    A section of pages that every official has, such as logging in, has no entries.
    """

    id: str
    urls: str
    order: int
    entries: tuple[Entry, ...] = ()


class Sections:
    """Sections by order. An id, an order or a page name of two sections is a programmer's mistake: ValueError."""

    def __init__(self) -> None:
        self._known: Registry[str, Section] = Registry("section")
        self._orders: Registry[int, str] = Registry("place in the menu")
        self._pages: Registry[str, str] = Registry("page")

    def add(self, section: Section) -> None:
        self._known.add(section.id, section)
        self._orders.add(section.order, section.id)
        for entry in section.entries:
            self._pages.add(entry.name, section.id)

    def __iter__(self) -> Iterator[Section]:
        return iter(sorted(self._known.values(), key=lambda section: section.order))

    def entries_for(self, viewer: Principal) -> tuple[Entry, ...]:
        """What the viewer may open, in the order of the menu."""
        entries = (entry for section in self for entry in section.entries)
        return tuple(entry for entry in entries if viewer.can(entry.permission) and entry.offered(viewer))


sections = Sections()
register = sections.add


def start_of(viewer: Principal) -> Entry | None:
    """The page on which the viewer's day begins, or None: the home page then says what there is."""
    return next((entry for entry in sections.entries_for(viewer) if any(map(viewer.can, entry.starts))), None)
