"""Each cell of each table of a month, emptied, as small and as large as can be, and spoiled: over HTTP, on the pages, and in the month after."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from huigong.wages.models import ProjectMonth
from huigong.wages.reconciling.tables import TABLES, Kind
from tests.effort import some_of
from tests.journeys.test_wages import Town, text, town
from tests.unit.wages.sites import files
from tests.unit.wages.worlds import HEADERS, World

__all__ = ["town"]
ANY = ("", "不知道", "名" * 25_000, "a\x00b", "=1+1", "\u202e反", "<script>", "-", "#REF!")
_SUMS = (
    "-5",
    "0",
    "0.01",
    "0.001",
    "-9999999999999.99",
    "10000000",
    "10000000.01",
    "9999999999999999.99",
    "1e400",
    "NaN",
)
OF_KIND = {
    Kind.MONEY: _SUMS,
    Kind.QUANTITY: ("-3", "0", "0.0001", "31", "31.0001", "99999", "12345.67891", "1e400", "Infinity"),
    Kind.DAY: (
        "0001-01-01",
        "1899-12-30",
        "1900-01-01",
        "2199-12-31",
        "9999-12-31",
        "15",
        "每月15日",
        "2026-13-45",
        "70000",
    ),
    Kind.MONTH: ("1900-01", "2199-12", "2026-13", "十月"),
    Kind.WORKER: ("1", "0" * 18, "9" * 41, "1.1E+17", "E12345678"),
    Kind.CARD: ("1", "9" * 33, "6.2E+18"),
    Kind.SERIAL: ("S" * 65, "1"),
    Kind.CODE: ("P" * 65, "00", "99"),
    Kind.YES: ("也许",),
    Kind.RESULT: ("也许",),
    Kind.TEXT: ("9999999999999999.99", "99999999999999999999元/月", "-1", "更正", "冲正"),
}
_HELD = {table: frozenset(headers.split()) for table, headers in HEADERS.items()}
CELLS = [
    (table.name, column.name, value)
    for table in TABLES
    for column in table.columns
    if column.name in _HELD[table.name]
    for value in (*ANY, *OF_KIND.get(column.kind, ()))
]


def uploads(world: World) -> dict[str, Any]:
    return {table: SimpleUploadedFile(*given) for table, given in files(world).items()}


def pages(town: Town) -> list[Any]:
    return [
        town.one.get("/wages/"),
        town.officer.get(town.address),
        town.inspector.get("/desk/wages/"),
        town.inspector.get(f"/desk/wages/sites/{town.site.project_id}/"),
    ]


def test_no_cell_spoils_a_page_or_the_month_that_mends_it(town: Town) -> None:
    """What is refused says so with a reason; what is kept is shown; the clean month is taken after each of them."""
    clean = town.site.clean()
    first_one, apart = some_of(60)
    for table, column, value in CELLS[first_one::apart]:
        first, *others = clean[table]
        spoiled = clean | {table: [first | {column: value}, *others]}
        answer = town.officer.post(town.address, {"month": "2026-10", **uploads(spoiled)}, follow=True)
        told = table, column, value[:30]
        assert answer.status_code in (200, 400, 409), told
        if answer.status_code == 400:
            assert "请" in text(answer), told
        assert [page.status_code for page in pages(town)] == [200] * 4, told
        ProjectMonth.objects.update(handed_in_by="")  # so many in a day are bounded elsewhere
        again = town.officer.post(town.address, {"month": "2026-10", **uploads(clean)}, follow=True)
        assert again.status_code in (200, 409), told
        assert ProjectMonth.objects.get(current=True).accounts["attended"] == 2, told
