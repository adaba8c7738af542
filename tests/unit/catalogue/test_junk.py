"""Whatever stands in a pack, reading it ends in errors with places, never in a trace-back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from huigong.catalogue.examples import read_examples
from huigong.catalogue.loading import read_packs
from huigong.directory.offices import OfficeBook
from huigong.kernel.packs import PackError, Report
from huigong.policy.packs import read_library
from tests.unit.catalogue.packs import FACTS, NATION, PROVINCE, service, write

JUNK: tuple[Any, ...] = (None, 5, "字", [1, [2]], {"字": {"字": 5}})
PACK = {
    "facts.yaml": FACTS,
    "systems.yaml": "- {id: S2, name: 就业, english: Jobs}\n",
    f"{NATION}/offices.yaml": """
        region: "100000"
        place: 国家
        bare: 国家
        level: 国家
        lines: {hrss: {title: 人社, kind: government, name: 人社, heirs: [{to: hrss, from: 2018}]}}
        collective: [{pattern: 各部门, says: 泛指}]
        offices: {hrss: [{name: 部, until: 2018}, {name: 新部, from: 2018}]}
        others: [{id: 210000/hrss, name: 厅, kind: government}]
        groups: [{line: hrss, names: [组], members: [hrss]}]
        """,
    f"{PROVINCE}/opinion/document.yaml": """
        title: 意见
        level: province
        known_by: text
        goals: [{text: 一, value: 1, measure: 人, kind: goal}]
        clauses:
          - number: （一）
            heading: 一
            summary: 一。
            systems: [S2]
            duties: {lead: [人社]}
            topics: {人社: [就业]}
            targets: [{text: 一, kind: deadline, by: 2020-01-01}]
        """,
    f"{PROVINCE}/opinion/parameters.yaml": """
        - {name: 钱, type: int, measure: 分, values: [{value: 5元, from: 2020-01-01, clause: "#（一）"}]}
        """,
    f"{PROVINCE}/opinion/services/help.yaml": service(
        rule="{全部: [{条件: 持证, 依据: '#（一）'}, {分段: {看: 人数, 表: [{不满: 5, 取: 是}, {其余: 否}]}}]}",
        amount="{parameter: 钱, each: 人数}",
        evidence="[{name: 证}]",
        limits="[{kind: statutory, length: 5, measure: month, starts: 受理之日, stage: 二, article: 法,"
        " extension: {length: 1, approver: 人}}]",
        writes="[{fact: 持证, value: true}]",
    ),
    f"{PROVINCE}/opinion/services/adopted.yaml": (
        'adopts: [{id: help, clauses: ["#（一）"]}]\nvalid_from: 2020-01-01\n'
    ),
    f"{PROVINCE}/opinion/examples/help.yaml": """
        service: help
        on: 2026-01-01
        person: {持证: 是}
        examples: [{name: 虚构甲, facts: {}, answer: 是, because: 持证}]
        """,
}
CHANGEABLE = [name for name in PACK if name != "systems.yaml"]


READERS = {"document": read_library, "offices": OfficeBook.read, "examples/help": read_examples}


def errors(folder: Path, name: str = "") -> list[PackError]:
    """What the reader of a file says, or all of them."""
    own = next((read for word, read in READERS.items() if word in name), read_packs)
    report = Report()
    for read in (own,) if name else (*READERS.values(), read_packs):
        with report.noting():
            read(folder, report)
    return report.errors


def paths(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if at:
        yield at
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from paths(part, (*at, key))


def changed(value: Any, at: tuple[Any, ...], junk: Any) -> Any:
    if not at:
        return junk
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[at[0]] = changed(value[at[0]], at[1:], junk)
    return copy


def test_the_pack_itself_has_no_mistake(tmp_path: Path) -> None:
    assert errors(write(tmp_path, PACK)) == []


@pytest.mark.parametrize("name", CHANGEABLE)
def test_junk_in_any_place_is_told_with_the_file(tmp_path: Path, name: str) -> None:
    folder = write(tmp_path, PACK)
    loaded = yaml.safe_load((folder / name).read_text(encoding="utf-8"))
    for at in list(paths(loaded)):
        for junk in JUNK:
            text = yaml.safe_dump(changed(loaded, at, junk), allow_unicode=True)
            (folder / name).write_text(text, encoding="utf-8")
            assert all(error.file and error.what for error in errors(folder, name)), (at, junk)


@pytest.mark.parametrize("name", CHANGEABLE)
def test_a_missing_key_is_told_or_means_nothing(tmp_path: Path, name: str) -> None:
    folder = write(tmp_path, PACK)
    loaded = yaml.safe_load((folder / name).read_text(encoding="utf-8"))
    for at in [at for at in paths(loaded) if isinstance(at[-1], str)]:
        holder = loaded
        for key in at[:-1]:
            holder = holder[key]
        rest = changed(loaded, at[:-1], {key: holder[key] for key in holder if key != at[-1]})
        (folder / name).write_text(yaml.safe_dump(rest, allow_unicode=True), encoding="utf-8")
        assert all(error.file and error.what for error in errors(folder, name)), at


@pytest.mark.parametrize("text", ["", "[]", "5", "{", "字: 值", "- 1", "---\n...\n", "\t", "字: [", "''"])
@pytest.mark.parametrize("name", CHANGEABLE)
def test_a_file_of_another_kind_is_told_with_its_name(tmp_path: Path, name: str, text: str) -> None:
    folder = write(tmp_path, PACK)
    (folder / name).write_text(text, encoding="utf-8")

    assert all(error.file for error in errors(folder, name))
