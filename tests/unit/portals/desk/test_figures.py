"""The pages of indicators: a list, one with its places, published and revised with a reason, and the table to take along."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from huigong.records.models import Record
from huigong.statistics.models import Publication
from tests.unit.portals.desk.staff import at_desk
from tests.unit.records.packs import POLICIES
from tests.unit.registry.someone import HERE

pytestmark = pytest.mark.django_db
PAGE = f"/desk/figures/contracts-signed/?region={HERE}"


@pytest.fixture(scope="module")
def packs() -> Iterator[Path]:
    """The shipped packs in a place that has set what is too small to show."""
    with TemporaryDirectory() as folder:
        here = Path(folder) / "packs"
        shutil.copytree(POLICIES, here)
        file = here / "100000/data-sharing-regulation/parameters.yaml"
        value = 'values: [{value: 3, from: 2020-01-01, clause: "#第二十六条"}]'
        file.write_text(file.read_text(encoding="utf-8").replace("values: []", value), encoding="utf-8")
        yield here


@pytest.fixture
def least(packs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIGONG_POLICIES", str(packs))


def spells(signed: int, unsigned: int) -> None:
    """Rows of the index, as nights leave them."""
    for state, many in {"已签合同": signed, "没有签合同": unsigned, "已离职": 2}.items():
        for _ in range(many):
            Record.objects.create(
                kind="labour-contract", region=HERE, office=f"{HERE}/hrss", state=state, began=date(2026, 1, 1),
                folded_on=date(2026, 1, 1), version="100000@2015-01-01", changed_at="2026-01-01T00:00:00Z", place=HERE,
            )  # fmt: skip


def test_the_rate_of_signed_contracts_is_seen_published_and_taken_along(least: None) -> None:
    spells(signed=9, unsigned=3)
    leading = at_desk("leading")
    assert "在岗的人里签了劳动合同的" in leading.get("/desk/figures/").content.decode()
    page = leading.get(PAGE).content.decode()
    assert "75.0%" in page
    answer = leading.post("/desk/figures/contracts-signed/", {"region": HERE})
    (row,) = Publication.objects.all()
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/figures/published/{row.public_id.hex}/")
    assert "75.0%" in leading.get(answer["Location"]).content.decode()
    table = leading.get(f"{answer['Location']}export/").content.decode("utf-8-sig").splitlines()
    assert table[1].endswith(",9,3,0")


def test_another_number_of_the_same_day_asks_why(least: None) -> None:
    spells(signed=9, unsigned=3)
    leading = at_desk("leading")
    leading.post("/desk/figures/contracts-signed/", {"region": HERE})
    spells(signed=4, unsigned=0)
    refused = leading.post("/desk/figures/contracts-signed/", {"region": HERE})
    assert refused.status_code == 400
    assert "要写修订的原因" in refused.content.decode()
    taken = leading.post("/desk/figures/contracts-signed/", {"region": HERE, "reason": "补登记了四个人"})
    assert taken.status_code == 302
    assert [row.total for row in Publication.objects.order_by("revision")] == [[9, 3, 0], [13, 3, 0]]
    assert "补登记了四个人" in leading.get(taken["Location"]).content.decode()


def test_where_nothing_says_what_is_too_small_nothing_is_shown() -> None:
    spells(signed=9, unsigned=3)
    page = at_desk("leading").get(PAGE).content.decode()
    assert "统计公布下限" in page
    assert "75" not in page


@pytest.mark.parametrize(
    "address", ["no-such-number/", "contracts-signed/?region=510100", "contracts-signed/?region=abc&month=9"]
)
def test_what_is_not_there_or_not_theirs(address: str) -> None:
    answer = at_desk("leading").get(f"/desk/figures/{address}")
    assert answer.status_code in {200, 403, 404}
    assert at_desk("clerk").get(f"/desk/figures/{address}").status_code == 403
