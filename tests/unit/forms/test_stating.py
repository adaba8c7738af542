"""What an answer settles is declared beside it, and nothing is settled that the answer does not say."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from huigong.forms.drafts import Draft
from huigong.forms.lodging import Lodged, lodge
from tests.unit.forms.packs import DOCUMENT, ON, form_of, read, simple

EARNED = "{id: 每月挣, type: money, ask: 每月挣多少？, unknown_ok: true, fact: 月收入, fills: [{fact: 持有电动车, rule: 每月挣 > 3000元, unknown: false}]}"
BIKE = "{id: 车架号, type: text, ask: 车架号？, unknown_ok: [没有车], fills: [{fact: 持有电动车, unknown: false}]}"


def said(folder: Path, field: str, id: str, typed: dict[str, str]) -> dict[str, Any]:
    form = form_of(folder, simple(field))
    lodged = lodge(form, Draft.begun(form, on=ON).with_typed(id, typed), on=ON)
    assert isinstance(lodged, Lodged)
    assert Lodged.from_json(form, lodged.as_json(form)).facts(form) == lodged.facts(form)
    return lodged.facts(form)


@pytest.mark.parametrize(
    ("typed", "owns"), [({"": "5000"}, True), ({"": "2000"}, False), ({"?": "不清楚"}, False)]
)
def test_a_rule_says_what_follows(tmp_path: Path, typed: dict[str, str], owns: bool) -> None:
    assert said(tmp_path, EARNED, "每月挣", typed)["持有电动车"] is owns


@pytest.mark.parametrize(("typed", "owns"), [({"": "AB123"}, True), ({"?": "没有车"}, False)])
def test_without_a_rule_any_answer_says_yes(tmp_path: Path, typed: dict[str, str], owns: bool) -> None:
    assert said(tmp_path, BIKE, "车架号", typed) == {"持有电动车": owns}


WHEN = "{id: 主要用途, type: text, ask: 主要做什么？, fills: [{fact: 持有电动车, when: 主要用途 = “送货”}]}"
NEVER = "{id: 主要用途, type: text, ask: 主要做什么？, fills: [{fact: 持有电动车, when: 主要用途 = “走路”, gives: false}]}"


@pytest.mark.parametrize(
    ("field", "text", "settled"),
    [(WHEN, "送货", True), (WHEN, "载人", None), (NEVER, "走路", False), (NEVER, "载人", None)],
)
def test_what_is_chosen_among_things_that_may_be_true_together_denies_none(
    tmp_path: Path, field: str, text: str, settled: bool | None
) -> None:
    assert said(tmp_path, field, "主要用途", {"": text}).get("持有电动车") is settled


def test_nobody_who_has_not_answered_has_said_anything(tmp_path: Path) -> None:
    assert said(tmp_path, BIKE, "车架号", {}) == {}


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        (("{id: 甲, type: bool, ask: 甲？, fills: [{fact: 持有电动}]}",), "没有叫“持有电动”的事实"),
        (("{id: 甲, type: bool, ask: 甲？, fills: [{fact: 月收入}]}",), "不是是非题"),
        (("{id: 甲, type: money, ask: 甲？, fills: [{fact: 持有电动车, rule: 甲 * 2}]}",), "是或否"),
        (("{id: 甲, type: bool, ask: 甲？, fills: [{fact: 持有电动车, rule: 甲, when: 甲}]}",), "只写一个"),
        ((EARNED, BIKE), "已经由“每月挣”得知"),
        (("{id: 甲, type: bool, ask: 甲？, keeps: true}",), "要写是哪个事实"),
    ],
)
def test_what_cannot_be_is_told_where_it_stands(tmp_path: Path, fields: tuple[str, ...], what: str) -> None:
    _, errors = read(tmp_path, {f"{DOCUMENT}/forms/form.yaml": simple(*fields)})
    assert errors
    assert any(what in f"{error.what}{error.why}" for error in errors), [str(error) for error in errors]
    assert all(error.line for error in errors)


def test_a_day_is_counted_to_the_day_of_asking(tmp_path: Path) -> None:
    field = "{id: 买车日, type: date, ask: 哪天买的？, fills: [{fact: 持有电动车, rule: 买车日 <= 判定日期}]}"
    form = form_of(tmp_path, simple(field))
    draft = Draft.begun(form, on=ON).with_typed("买车日", {"": "2026年7月1日"})
    for on, owns in ((ON, False), (date(2026, 7, 1), True)):
        lodged = lodge(form, draft, on=on)
        assert isinstance(lodged, Lodged)
        assert lodged.facts(form) == {"持有电动车": owns}
