"""Taking and freeing places: one conditional update each, which no two can win for the last place."""

from __future__ import annotations

from django.db.models import F

from huigong.offers.models import Capacity


def take(offer_id: int) -> bool:
    """Whether a place was free and is taken now. The row stays locked to the end of the transaction, so take it late."""
    return bool(Capacity.objects.filter(offer_id=offer_id, taken__lt=F("total")).update(taken=F("taken") + 1))


def put_aside(offer_id: int) -> int:
    """Takes every place that is free; how many these are."""
    row = Capacity.objects.select_for_update().get(offer_id=offer_id)
    free = row.total - row.taken
    Capacity.objects.filter(pk=row.pk).update(taken=F("total"))
    return free


def give_back(offer_id: int, count: int = 1) -> None:
    """Frees places that were taken. `IntegrityError` for more than were."""
    Capacity.objects.filter(offer_id=offer_id).update(taken=F("taken") - count)
