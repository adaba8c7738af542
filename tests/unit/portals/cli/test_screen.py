"""`huigong screen` and `huigong whatif` as people type them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from huigong.portals.cli.main import main
from tests.unit.catalogue.screening_many.crowd import credible, write

CHANGE = """\
title: 住满半年就算
region: "100000"
on: 2019-06-03
changes:
  - {service: residence-permit, rule: 离开户籍地}
"""


def screen(*words: str) -> int:
    return main(["screen", "--region", "220000", "--on", "2016-06-01", *words])


@pytest.mark.parametrize("engine", ["polars", "duckdb", "closures"])
def test_everybody_is_screened(tmp_path: Path, capsys: pytest.CaptureFixture[str], engine: str) -> None:
    crowd, out = write(tmp_path / "people.parquet", credible(20)), tmp_path / "out.parquet"

    assert screen("--people", str(crowd), "--out", str(out), "--engine", engine) == 0

    assert pq.read_metadata(out).num_rows == 20
    said = capsys.readouterr().out
    assert "吉林省" in said
    assert "还不清楚" in said


def broken_off(path: Path) -> Path:
    """A file of people whose columns can be listed and whose rows cannot be read."""
    write(path, credible(2000))
    damaged = bytearray(path.read_bytes())
    damaged[2000 : len(damaged) // 2] = b"\xff" * (len(damaged) // 2 - 2000)
    path.write_bytes(damaged)
    return path


@pytest.mark.parametrize("engine", ["polars", "duckdb", "closures"])
def test_a_file_that_breaks_off_leaves_the_earlier_result(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], engine: str
) -> None:
    crowd, out = broken_off(tmp_path / "people.parquet"), tmp_path / "out.parquet"
    out.write_text("上个月的结果", encoding="utf-8")

    assert screen("--people", str(crowd), "--out", str(out), "--engine", engine) == 2

    said = capsys.readouterr().err
    assert "到一半停了" in said and "Traceback" not in said
    assert out.read_text(encoding="utf-8") == "上个月的结果"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.parquet", "people.parquet"]


def test_a_change_over_a_file_that_breaks_off_is_told_plainly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "change.yaml").write_text(CHANGE, encoding="utf-8")
    crowd = broken_off(tmp_path / "people.parquet")

    assert main(["whatif", str(tmp_path / "change.yaml"), "--people", str(crowd)]) == 2

    said = capsys.readouterr().err
    assert "到一半停了" in said and "Traceback" not in said


def test_the_list_of_changes_may_take_the_place_of_what_it_was_compared_with(tmp_path: Path) -> None:
    crowd, out = write(tmp_path / "people.parquet", credible(20)), tmp_path / "out.parquet"
    assert screen("--people", str(crowd), "--out", str(out)) == 0

    assert screen("--people", str(crowd), "--out", str(out), "--newly", "--since", str(out)) == 0

    assert pq.read_metadata(out).num_rows == 0


def test_only_who_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = [{"id": "a", "持有居住证": False, "备注": ""}, {"id": "b", "持有居住证": False, "备注": ""}]
    after = [{**before[0], "持有居住证": True}, before[1]]
    first, second = write(tmp_path / "1.parquet", before), write(tmp_path / "2.parquet", after)
    screen("--people", str(first), "--out", str(tmp_path / "before.parquet"))

    since = ["--newly", "--since", str(tmp_path / "before.parquet")]
    assert screen("--people", str(second), "--out", str(tmp_path / "changed.parquet"), *since) == 0

    changed = pq.read_table(tmp_path / "changed.parquet").to_pylist()
    assert {row["id"] for row in changed} == {"a"}
    assert ("residence-permit", "unknown", "no") in {
        (row["service"], row["before"], row["now"]) for row in changed
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "1.parquet",
        "2.parquet",
        "before.parquet",
        "changed.parquet",
    ]


def since(*words: str, earlier: Path) -> int:
    return screen("--newly", "--since", str(earlier), *words)


def first_run(folder: Path, *words: str, name: str = "before.parquet") -> tuple[Path, Path]:
    """The people, and an earlier result of them."""
    crowd = write(folder / "people.parquet", credible(20))
    assert screen("--people", str(crowd), "--out", str(folder / name), *words) == 0
    return crowd, folder / name


@pytest.mark.parametrize("engine", ["polars", "duckdb", "closures"])
def test_every_engines_result_can_be_compared_with(tmp_path: Path, engine: str) -> None:
    crowd, earlier = first_run(tmp_path, "--engine", engine)
    assert earlier.stat().st_mode & 0o777 == 0o600
    assert since("--people", str(crowd), "--out", str(tmp_path / "c.parquet"), earlier=earlier) == 0
    assert pq.read_metadata(tmp_path / "c.parquet").num_rows == 0


def test_only_a_result_of_ours_can_be_compared_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    crowd, earlier = first_run(tmp_path)
    changes = tmp_path / "changes.parquet"
    assert since("--people", str(crowd), "--out", str(changes), earlier=earlier) == 0
    alike = tmp_path / "alike.parquet"
    pq.write_table(pq.read_table(earlier).replace_schema_metadata(None), alike)
    (tmp_path / "text.parquet").write_text("不是", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    for other in (crowd, changes, alike, tmp_path / "text.parquet", tmp_path / "folder", tmp_path / "none"):
        assert since("--people", str(crowd), "--out", str(tmp_path / "out.parquet"), earlier=other) == 2
        assert "不是以前筛查的结果" in capsys.readouterr().err
    assert not (tmp_path / "out.parquet").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--region", "210700"], "地区不同"),
        (["--on", "2016-05-31"], "还晚"),
        (["--all"], "未核实的版本不同"),
    ],
)
def test_results_of_other_questions_are_not_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    crowd, earlier = first_run(tmp_path)
    assert since("--people", str(crowd), "--out", str(tmp_path / "c.parquet"), *words, earlier=earlier) == 2
    assert says in capsys.readouterr().err


def test_ids_of_another_type_are_not_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, earlier = first_run(tmp_path)
    numbered = tmp_path / "numbered.parquet"
    pq.write_table(pa.table({"id": [1, 2], "持有居住证": [True, None]}), numbered)
    assert since("--people", str(numbered), "--out", str(tmp_path / "c.parquet"), earlier=earlier) == 2
    assert "id 的类型不同：上一次是文字，这一次是整数" in capsys.readouterr().err


def test_what_else_may_have_changed_answers_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, earlier = first_run(tmp_path)
    fewer = write(tmp_path / "fewer.parquet", [{"id": "p0", "持有居住证": True}])
    later = ["--on", "2026-06-01"]
    assert since("--people", str(fewer), "--out", str(tmp_path / "c.parquet"), *later, earlier=earlier) == 0
    said = capsys.readouterr().out
    assert "这一次没有的事实" in said and "上一次没有的事项" in said


@pytest.mark.parametrize("way", ["itself", "path", "hard link", "symlink", "member", "beside", "link beside"])
def test_the_result_never_takes_the_place_of_the_people(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], way: str
) -> None:
    folder = tmp_path / "people"
    folder.mkdir()
    crowd = write(folder / "1.parquet", credible(3))
    before = crowd.read_bytes()
    (tmp_path / "symlink").symlink_to(crowd)
    (tmp_path / "hard").hardlink_to(crowd)
    (tmp_path / "elsewhere").symlink_to(folder)
    given, out = {
        "itself": (crowd, crowd),
        "path": (crowd, folder / ".." / "people" / "1.parquet"),
        "hard link": (crowd, tmp_path / "hard"),
        "symlink": (tmp_path / "symlink", crowd),
        "member": (folder, tmp_path / "hard"),
        "beside": (folder, folder / "new.parquet"),
        "link beside": (folder, tmp_path / "elsewhere" / "new.parquet"),
    }[way]
    assert screen("--people", str(given), "--out", str(out)) == 2
    assert "请换一个 --out" in capsys.readouterr().err
    assert crowd.read_bytes() == before and len(list(folder.iterdir())) == 1


def test_ids_that_lead_to_nobody_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same number twice, as a spreadsheet left it, once told of gains and losses that never were."""
    pq.write_table(
        pa.table({"id": [5.10421199003071e17] * 2, "持有居住证": [True, False]}), tmp_path / "p.parquet"
    )
    assert screen("--people", str(tmp_path / "p.parquet"), "--out", str(tmp_path / "out.parquet")) == 2
    assert "id 这一列的类型是 DOUBLE" in capsys.readouterr().err
    assert not (tmp_path / "out.parquet").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--people", "none.parquet", "--out", "o.parquet"], "找不到“none.parquet”"),
        (["--people", "PEOPLE", "--out", "no/such/o.parquet"], "没有“no/such”这个文件夹"),
        (["--people", "PEOPLE", "--out", "o.parquet", "--newly"], "--newly 和 --since 要一起写"),
        (["--people", "PEOPLE", "--out", "o.parquet", "--on", "昨天"], "不是日期"),
        (["--out", "o.parquet"], "命令没有写对"),
    ],
)
def test_wrong_input_is_refused_kindly(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "PEOPLE", credible(1))

    assert screen(*words) == 2
    assert says in capsys.readouterr().err


def test_a_change_is_tried(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    crowd = write(tmp_path / "people.parquet", credible(200))
    (tmp_path / "change.yaml").write_text(CHANGE)

    assert main(["whatif", str(tmp_path / "change.yaml"), "--people", str(crowd), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["effects"][0]["gain"] > 0
    assert told["effects"][0]["lose"] == 0

    assert main(["whatif", str(tmp_path / "change.yaml"), "--people", str(crowd)]) == 0
    assert "新增符合" in capsys.readouterr().out


def test_a_change_that_touches_nothing_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    crowd = write(tmp_path / "people.parquet", credible(1))
    (tmp_path / "change.yaml").write_text(CHANGE.replace("residence-permit", "no-such-service"))

    assert main(["whatif", str(tmp_path / "change.yaml"), "--people", str(crowd)]) == 2
    assert "没有叫“no-such-service”的事项" in capsys.readouterr().err


@pytest.mark.parametrize("engine", ["polars", "duckdb", "closures", "spark"])
def test_what_cannot_be_is_refused_before_any_engine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], engine: str
) -> None:
    crowd = write(tmp_path / "people.parquet", [{"id": "a", "年龄": 300, "户籍性质": "农村"}])
    out = tmp_path / "out.parquet"

    assert screen("--people", str(crowd), "--out", str(out), "--engine", engine) == 2

    said = capsys.readouterr().err
    assert "“年龄”" in said and "“户籍性质”" in said and "第 1 行" in said
    assert not out.exists()


def test_what_cannot_be_is_refused_by_whatif_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "change.yaml").write_text(CHANGE, encoding="utf-8")
    crowd = write(tmp_path / "people.parquet", [{"id": "a", "居住起始日期": date(1800, 1, 1)}])

    assert main(["whatif", str(tmp_path / "change.yaml"), "--people", str(crowd)]) == 2

    assert "“居住起始日期”" in capsys.readouterr().err
