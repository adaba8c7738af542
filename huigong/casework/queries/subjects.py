"""Every case as the trail names it: none is without an event."""

from __future__ import annotations

from collections.abc import Iterator

from huigong.casework.models import Case

_CHUNK = 2000


def subjects() -> Iterator[str]:
    ids = Case.objects.order_by("pk").values_list("public_id", flat=True)
    return (f"casework.Case:{public_id.hex}" for public_id in ids.iterator(chunk_size=_CHUNK))
