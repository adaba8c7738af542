"""Every department that the five documents name, against the table checked by hand."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

from tests.shipped import shipped_offices

# The document's number in the table → its region, and a day on which its names were in use.
DOCUMENTS = {
    "000": ("210000", date(2015, 11, 11)),
    "001": ("510400", date(2016, 3, 1)),
    "002": ("220000", date(2015, 6, 1)),
    "003": ("210700", date(2016, 6, 1)),
    "004": ("140000", date(2019, 5, 16)),
}
NO_SINGLE_OFFICE = re.compile(r"（(?:集合|.*类称).*）$")
OFFICES_AMONG_THEM = 150


def plain(name: str) -> str:
    """The name without the table's remark in brackets."""
    return re.sub(r"（[^（）]*）$", "", name)


def rows(corpus: Path) -> list[dict[str, str]]:
    with (corpus / "facts" / "departments.tsv").open(encoding="utf-8") as table:
        return list(csv.DictReader(table, delimiter="\t"))


def test_every_real_office_is_known_then_and_now(corpus: Path) -> None:
    book, wrong, checked = shipped_offices(), [], 0
    for row in rows(corpus):
        if NO_SINGLE_OFFICE.search(row["canonical_name_at_time"]):
            continue
        region, on = DOCUMENTS[row["seed_file"][:3]]
        found = book.resolve(row["seen_as"], region, on=on)
        now = [plain(name) for name in row["current_name_2024"].split("|")]
        meant = [plain(row["canonical_name_at_time"])]
        right_then = [plain(office.name) for office in found.then] == meant
        # A table entry that is only a remark names no heir.
        right_now = now == [""] or [plain(office.name) for office in found.now] == now
        checked += 1
        if not (right_then and right_now):
            wrong.append((row["seen_as"], region, found))
    assert not wrong
    assert checked >= OFFICES_AMONG_THEM


def test_every_collective_name_is_known_as_one(corpus: Path) -> None:
    book = shipped_offices()
    for row in rows(corpus):
        if "（集合" not in row["canonical_name_at_time"]:
            continue
        region, on = DOCUMENTS[row["seed_file"][:3]]
        found = book.resolve(row["seen_as"], region, on=on)
        assert found.members, row["seen_as"]
        assert not found.sure, row["seen_as"]


def test_names_the_table_could_not_verify_are_marked(corpus: Path) -> None:
    book = shipped_offices()
    for row in rows(corpus):
        if "local name UNVERIFIED" in row["note"]:
            region, on = DOCUMENTS[row["seed_file"][:3]]
            found = book.resolve(row["seen_as"], region, on=on)
            assert any(not office.verified for office in (*found.then, *found.now)), row["seen_as"]
