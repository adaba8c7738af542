"""Everybody at once gets what each would get alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from huigong.catalogue.screening import entitle
from huigong.catalogue.screening_many import duck, polars, results, rowwise
from huigong.catalogue.screening_many.people import open_people
from huigong.catalogue.screening_many.plan import Asked, ask
from huigong.catalogue.services import catalogue
from huigong.kernel.errors import DomainError
from huigong.rules.values import UNKNOWN
from tests.unit.catalogue.screening_many.crowd import ASKS_RELATIVES, ON, REGION, people, write


def opened(path: Path, region: str = REGION) -> tuple[Asked, Any]:
    found = open_people(path, catalogue().facts)
    return ask(catalogue(), region, ON, found.facts), found


Screen = Callable[..., object]
embedded = pytest.mark.parametrize("screen", [duck.screen, polars.screen], ids=["duckdb", "polars"])


def rows(path: Path) -> list[dict[str, Any]]:
    return sorted(pq.read_table(path).to_pylist(), key=lambda row: str(row["id"]))


@pytest.mark.parametrize("region", [REGION, ASKS_RELATIVES])
def test_embedded_engines_write_what_closures_do(tmp_path: Path, region: str) -> None:
    asked, found = opened(write(tmp_path / "people.parquet", people(400, region=region)), region)
    rowwise.screen(asked, found, tmp_path / "rows.parquet")
    closures = rows(tmp_path / "rows.parquet")
    assert len(closures) == 400

    for engine in (duck, polars):
        engine.screen(asked, found, tmp_path / "fast.parquet")
        assert rows(tmp_path / "fast.parquet") == closures, engine.__name__


def test_each_gets_what_entitle_gives_alone(tmp_path: Path) -> None:
    crowd = people(30, seed=2)
    known = catalogue().facts
    asked, found = opened(write(tmp_path / "people.parquet", crowd))
    by_engine = []
    for engine in (duck, polars):
        engine.screen(asked, found, tmp_path / "out.parquet")
        by_engine.append({row["id"]: row for row in rows(tmp_path / "out.parquet")})

    for person in crowd:
        values = {
            name: one
            for name, one in person.items()
            if name != "id" and not (known[name].values and one not in known[name].values)
        }
        for answer in entitle(catalogue=catalogue(), region=REGION, on=ON, values=values):
            for by_id in by_engine:
                row, service = by_id[person["id"]], answer.service.id
                assert row[service] is (None if answer.answer is UNKNOWN else answer.answer)
                assert row.get(f"{service}.held", False) is answer.held
                assert row.get(f"{service}.amount") == answer.amount_fen
                assert row[f"{service}.reason"].endswith(answer.explanation.reasons[0].condition)


@embedded
def test_a_fact_that_is_no_column_is_unknown_for_all(screen: Screen, tmp_path: Path) -> None:
    asked, found = opened(
        write(
            tmp_path / "p.parquet", [{"id": "a", "持有居住证": True, "在本地居住或务工": True, "备注": "x"}]
        )
    )
    screen(asked, found, tmp_path / "out.parquet")

    [row] = rows(tmp_path / "out.parquet")
    assert found.others == ("备注",)
    assert row["basic-public-health"] is True
    assert row["residence-permit-endorsement"] is None
    assert (row["residence-permit"], row["residence-permit.held"]) == (False, True)


@embedded
def test_a_column_about_relatives_is_a_fact_like_any_other(screen: Screen, tmp_path: Path) -> None:
    student = {
        "在本地居住或务工": True,
        "持有居住证": False,
        "有随迁子女": False,
        "本人是随迁学生": True,
        "子女学段": "高中或中职",
        "监护人.合法稳定就业": True,
        "父母有辽宁居住证": False,
        "子女高中三年学籍": True,
        "监护人.持有居住证": True,
        "孩子户口在本省": False,
    }
    crowd = [{"id": f"student {one}", **student, "监护人.合法稳定住所": one} for one in (True, False, None)]
    asked, found = opened(write(tmp_path / "p.parquet", crowd), ASKS_RELATIVES)
    screen(asked, found, tmp_path / "fast.parquet")
    rowwise.screen(asked, found, tmp_path / "rows.parquet")

    answers = {row["id"]: row["local-entrance-exam"] for row in rows(tmp_path / "fast.parquet")}
    assert answers == {"student True": True, "student False": False, "student None": None}
    assert rows(tmp_path / "fast.parquet") == rows(tmp_path / "rows.parquet")


@embedded
def test_a_folder_of_files_is_one_crowd(screen: Screen, tmp_path: Path) -> None:
    folder = tmp_path / "people"
    folder.mkdir()
    for part in range(3):
        write(
            folder / f"{part}.parquet", [{**one, "id": f"{part}-{one['id']}"} for one in people(5, seed=part)]
        )
    asked, found = opened(folder)
    screen(asked, found, tmp_path / "out.parquet")
    rowwise.screen(asked, found, tmp_path / "rows.parquet")

    assert len(rows(tmp_path / "out.parquet")) == 15
    assert rows(tmp_path / "out.parquet") == rows(tmp_path / "rows.parquet")


@embedded
def test_the_summary_counts_everybody(screen: Screen, tmp_path: Path) -> None:
    asked, found = opened(write(tmp_path / "people.parquet", people(100)))
    screen(asked, found, tmp_path / "out.parquet")

    written = rows(tmp_path / "out.parquet")
    for one in results.summary(asked, tmp_path / "out.parquet"):
        answers = [row[one.service.id] for row in written]
        assert (one.yes, one.no + one.held, one.unknown) == (
            answers.count(True),
            answers.count(False),
            answers.count(None),
        )
        assert one.held == sum(row.get(f"{one.service.id}.held", False) for row in written)
        if one.fen is not None:
            given = [row[f"{one.service.id}.amount"] for row in written if row[one.service.id]]
            assert one.fen == sum(filter(None, given))


@embedded
def test_the_summary_counts_where_nothing_is_known(screen: Screen, tmp_path: Path) -> None:
    """A column of unknowns alone once had no count."""
    asked, found = opened(write(tmp_path / "p.parquet", [{"id": "a", "持有居住证": True}]))
    screen(asked, found, tmp_path / "out.parquet")

    assert all(
        (one.yes, one.no, one.unknown, one.held).count(1) == 1
        for one in results.summary(asked, tmp_path / "out.parquet")
    )


def test_progress_ends_at_one(tmp_path: Path) -> None:
    asked, found = opened(write(tmp_path / "people.parquet", people(10)))
    for screen in (duck.screen, polars.screen, rowwise.screen):
        told: list[float] = []
        screen(asked, found, tmp_path / "out.parquet", progress=told.append)
        assert told[-1] == 1.0
        assert all(0 <= one <= 1 for one in told)


@embedded
def test_only_who_changed_is_listed(screen: Screen, tmp_path: Path) -> None:
    away = {"持有居住证": False, "离开户籍地": True}
    before = [{"id": one, **away, "在本地居住或务工": False} for one in "ab"]
    after = [
        {"id": "a", **away, "在本地居住或务工": True},
        {"id": "b", **away, "在本地居住或务工": False},
        {"id": "c", "在本地居住或务工": None},
    ]
    asked, found = opened(write(tmp_path / "1.parquet", before))
    screen(asked, found, tmp_path / "before.parquet")
    asked, found = opened(write(tmp_path / "2.parquet", after))
    screen(asked, found, tmp_path / "now.parquet")

    count = results.changed(
        asked, tmp_path / "before.parquet", tmp_path / "now.parquet", tmp_path / "c.parquet"
    )

    changes = rows(tmp_path / "c.parquet")
    assert count == len(changes)
    health = {
        row["id"]: (row["before"], row["now"]) for row in changes if row["service"] == "basic-public-health"
    }
    assert health == {"a": ("no", "yes"), "c": (None, "unknown")}
    assert not [row for row in changes if row["id"] == "b"]


def table(**columns: pa.Array) -> pa.Table:
    return pa.table(columns)


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (table(id=pa.array([1])), "screen.no_facts", "事实"),
        (table(持有居住证=pa.array([True])), "screen.no_id", "id"),
        (table(id=pa.array([1]), 持有居住证=pa.array(["是"])), "screen.column_type", "BOOLEAN"),
        (table(id=pa.array([1]), 居住起始日期=pa.array(["2016-01-01"])), "screen.column_type", "DATE"),
        (table(id=pa.array([1]), 家庭人均月收入=pa.array([1.5])), "screen.column_type", "按分计"),
        (table(id=pa.array([1]), 持有居住正=pa.array([True])), "screen.no_facts", "是不是“持有居住证”"),
    ],
)
def test_a_wrong_file_is_refused_kindly(tmp_path: Path, content: pa.Table, code: str, says: str) -> None:
    pq.write_table(content, tmp_path / "p.parquet")

    with pytest.raises(DomainError) as caught:
        open_people(tmp_path / "p.parquet", catalogue().facts)

    assert caught.value.code == code
    assert says in str(caught.value)


def test_what_is_no_parquet_is_refused_kindly(tmp_path: Path) -> None:
    (tmp_path / "p.parquet").write_text("不是")

    for path, code in ((tmp_path / "p.parquet", "screen.not_parquet"), (tmp_path / "x", "screen.no_people")):
        with pytest.raises(DomainError) as caught:
            open_people(path, catalogue().facts)
        assert caught.value.code == code
    asked, _ = opened(write(tmp_path / "good.parquet", people(1)))
    for earlier in (tmp_path / "p.parquet", tmp_path / "none.parquet"):
        with pytest.raises(DomainError) as caught:
            results.changed(asked, earlier, tmp_path / "good.parquet", tmp_path / "c.parquet")
        assert caught.value.code == "screen.no_earlier"
