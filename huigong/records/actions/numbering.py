"""Numbers of records: a series of each region and year, counted under a lock."""

from __future__ import annotations

from datetime import date

from huigong.records.models import NumberSeries


def next_number(series: str, *, region: str, on: date) -> str:
    """`川牌510421-2026-000001`. In the caller's transaction: a number that is not used in the end is given out again."""
    NumberSeries.objects.get_or_create(series=series, region=region, year=on.year)
    row = NumberSeries.objects.select_for_update().get(series=series, region=region, year=on.year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{series}{region}-{on.year}-{row.last:06d}"
