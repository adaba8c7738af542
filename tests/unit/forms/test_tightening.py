"""Regions below ask for more and protect more, and take nothing away."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.forms.packs import DOCUMENT, EVERY_KIND, ON, read

FORM = f"{DOCUMENT}/forms/form.yaml"
BELOW = "210000/couriers/forms/form.yaml"
HEAD = "id: plate\ninherits: true\nfrom: 2026-02-01\nclauses: [210000/couriers]\n"


def both(folder: Path, below: str):  # type: ignore[no-untyped-def]
    return read(folder, {FORM: EVERY_KIND, BELOW: HEAD + below})


def test_a_region_adds_fields_and_requires_more(tmp_path: Path) -> None:
    added = """
parts:
  - id: 车
    fields:
      - {id: 本地牌照, type: bool, ask: 有本地牌照吗？, required: true}
changes:
  - {field: 车龄, required: true, max: 10}
  - {field: 状况, only: [好]}
  - {field: 车主, privacy: secret}
"""
    book, errors = both(tmp_path, added)
    assert not errors
    here, elsewhere = book.form("plate", on=ON, region="210702"), book.form("plate", on=ON, region="510000")
    assert "本地牌照" in here.fields
    assert "本地牌照" not in elsewhere.fields
    assert here.fields["车龄"].limits.most == 10
    assert elsewhere.fields["车龄"].limits.most == 50
    assert [option.code for option in here.fields["状况"].options] == ["好"]
    assert here.fields["车主"].privacy.value == "secret"
    assert here.version == "100000@2026-01-01+210000@2026-02-01"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("{field: 车架号, required: false}", "不能放松"),
        ("{field: 车龄, max: 80}", "不能放宽"),
        ("{field: 买车日期, max: 2030-01-01}", "不能放宽"),
        ("{field: 车主, privacy: personal}", "不能放松"),
        ("{field: 状况, only: [好, 烂]}", "没有“烂”"),
        ("{field: 没有的, required: true}", "没有它"),
        ("{field: 车龄, type: text}", "不认识这个字段"),
        ("{field: 车龄, unit: 月}", "不认识这个字段"),
    ],
)
def test_a_region_loosens_nothing(tmp_path: Path, change: str, says: str) -> None:
    _, errors = both(tmp_path, f"changes:\n  - {change}\n")
    assert says in "\n".join(map(str, errors))
    assert errors[0].file == BELOW


def test_a_region_offers_only_what_was_offered_above(tmp_path: Path) -> None:
    narrow = EVERY_KIND.replace("codes: 车况, ask", "codes: 车况, only: [好], ask")
    change = "changes:\n  - {field: 状况, only: [好, 坏]}\n"
    _, errors = read(tmp_path, {FORM: narrow, BELOW: HEAD + change})
    assert "上级没有给选“坏”" in str(errors[0])


def test_a_region_cannot_write_the_whole_form_anew(tmp_path: Path) -> None:
    whole = EVERY_KIND.replace("id: plate", "id: plate", 1)
    _, errors = read(tmp_path, {FORM: EVERY_KIND, BELOW: whole})
    assert "上级已经有了" in str(errors[0])


def test_nothing_is_inherited_from_a_form_that_is_not_there(tmp_path: Path) -> None:
    _, errors = both(tmp_path, "changes:\n  - {field: 车龄, required: true}\n".replace("plate", "plate"))
    assert not errors
    _, errors = read(tmp_path, {FORM: EVERY_KIND, BELOW: HEAD.replace("plate", "plato") + "changes: []\n"})
    assert "上级没有可以继承的表单" in str(errors[0])
