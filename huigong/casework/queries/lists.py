"""The lists that an official has kept."""

from __future__ import annotations

from dataclasses import dataclass

from huigong.casework.models import SavedList
from huigong.directory.principals import Principal
from huigong.registry.lookup import public_uuid


@dataclass(frozen=True)
class KeptList:
    """A list under its name; `query` is what the address says."""

    list_id: str
    name: str
    query: str


def kept(viewer: Principal) -> tuple[KeptList, ...]:
    """The viewer's own, by name; one query."""
    rows = SavedList.objects.filter(account__public_id=public_uuid(viewer.account_id)).order_by("name")
    return tuple(KeptList(row.public_id.hex, row.name, row.query) for row in rows)
