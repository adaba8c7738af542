"""Files of a form that a clerk fills in for somebody at the counter: held by the clerk's login until it is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from huigong.directory.principals import Principal
from huigong.files import access, queries
from huigong.files.places import Place
from huigong.files.queries import FileView
from huigong.portals.shared.uploads import viewers

PURPOSE = "desk.form"
_LAPSES = timedelta(days=1)


def register(drafts_of: viewers.DraftsOf) -> None:
    """The purpose, and how to know which of these drafts a request has."""
    access.register(PURPOSE, _has, says="窗口填表时收的材料", lapses=_LAPSES)
    viewers.register(drafts_of)


def _has(viewer: Principal, holder: str) -> bool:
    return holder in viewer.drafts


@dataclass(frozen=True)
class CounterKeeper:
    """Keeps the files of one form; `holder` is "" while there is none, and `begin` makes one and keeps it.

    `lent` gives files of other forms that this one may use too.
    """

    holder: Callable[[], str]
    begin: Callable[[], str]
    lent: Callable[[], tuple[FileView, ...]]
    owner: str
    person: str
    region: str

    def held(self) -> Mapping[str, tuple[FileView, ...]]:
        """What lies there now."""
        holder = self.holder()
        return queries.held((PURPOSE,), holder=holder) if holder else {}

    def place(self, *, making: bool) -> Place | None:
        """Where they go."""
        holder = self.holder() or (self.begin() if making else "")
        if not holder:
            return None
        return Place(owner=self.owner, purpose=PURPOSE, holder=holder, person=self.person, region=self.region)

    def shelf(self) -> tuple[FileView, ...]:
        """Those of other forms of this sitting: what the person keeps for themselves is theirs to take out."""
        return self.lent()
