"""What was left open is filled in later; what was said stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from huigong.forms.adding import add, beyond, open_fields, sent_draft, together
from huigong.forms.drafts import Draft
from huigong.forms.fields import Form
from huigong.forms.filling import fill
from huigong.forms.lodging import Lodged, Problems, lodge
from huigong.rules.values import UNKNOWN
from tests.unit.forms.packs import DOCUMENT, ON, read, simple

LATER = ON + timedelta(days=1)
FIELDS = (
    "{id: 哪个平台, type: text, ask: 哪个平台？, required: true, unknown_ok: true, help_if_missing: true}",
    "{id: 几单, type: int, ask: 几单？, required: true, help_if_missing: true, max: 100}",
    "{id: 单价, type: int, ask: 一单多少？, required: true}",
    "{id: 一共, type: int, ask: 一共多少, value: 几单 * 单价}",
    "{id: 多不多, type: bool, ask: 觉得多吗？, show_if: 几单 > 10, required: true}",
    "{id: 照片, type: file, ask: 有照片吗？}",
)


@pytest.fixture
def form(tmp_path: Path) -> Form:
    book, errors = read(tmp_path, {f"{DOCUMENT}/forms/simple.yaml": simple(*FIELDS)})
    assert not errors, errors
    return book.form("simple", on=ON)


@pytest.fixture
def lodged(form: Form) -> Lodged:
    draft = Draft.begun(form, on=ON).with_typed("哪个平台", {"?": "不清楚"}).with_typed("单价", {"": "4"})
    outcome = lodge(form, draft, on=ON)
    assert isinstance(outcome, Lodged)
    return outcome


def addition(form: Form, lodged: Lodged, **typed: str) -> Draft:
    sent = changed = sent_draft(form, lodged)
    for id, text in typed.items():
        changed = changed.with_typed(id, {"": text})
    return beyond(sent, changed)


def added(form: Form, lodged: Lodged, **typed: str) -> Lodged:
    outcome = add(form, lodged, addition(form, lodged, **typed), on=LATER)
    assert isinstance(outcome, Lodged), outcome
    return outcome


def refused(form: Form, lodged: Lodged, **typed: str) -> dict[str, str]:
    outcome = add(form, lodged, addition(form, lodged, **typed), on=LATER)
    assert isinstance(outcome, Problems)
    return {mistake.path: mistake.error.code for mistake in outcome.mistakes}


def test_open_is_what_nobody_answered_or_nobody_knew(form: Form, lodged: Lodged) -> None:
    assert list(open_fields(form, lodged)) == ["哪个平台", "几单", "多不多"]


def test_what_is_added_joins_with_its_day_and_what_follows_from_it(form: Form, lodged: Lodged) -> None:
    now = added(form, lodged, 哪个平台="快跑", 几单="5")
    values = {id: sent.value for id, sent in now.answers.items()}
    assert values == {"哪个平台": "快跑", "几单": 5, "单价": 4, "一共": 20}
    assert (now.added, now.to_help) == ({"哪个平台": LATER, "几单": LATER}, ())
    assert (now.began, now.on, now.version) == (lodged.began, lodged.on, lodged.version)
    assert Lodged.from_json(form, now.as_json(form)) == now


def test_what_it_makes_necessary_is_left_to_the_office(form: Form, lodged: Lodged) -> None:
    now = added(form, lodged, 几单="11")
    assert now.to_help == ("多不多",)
    assert added(form, now, 多不多="是").to_help == ()


def test_what_was_said_is_not_said_again(form: Form, lodged: Lodged) -> None:
    assert refused(form, lodged, 单价="5", 几单="5") == {"单价": "form.answered"}
    assert added(form, lodged, 单价="4", 几单="5").added == {"几单": LATER}, "the same again is nothing"
    now = added(form, lodged, 哪个平台="快跑")
    late = addition(form, lodged, 哪个平台="慢跑")
    assert isinstance(add(form, now, late, on=LATER), Problems), "typed before somebody else sent"


def test_it_is_read_by_the_same_rules(form: Form, lodged: Lodged) -> None:
    assert refused(form, lodged, 几单="很多") == {"几单": "form.number"}
    assert added(form, lodged, 几单="100").answers["几单"].value == 100
    assert list(refused(form, lodged, 几单="101")) == ["几单"]


def test_an_addition_is_only_what_is_new_and_is_kept_as_typed(form: Form, lodged: Lodged) -> None:
    draft = addition(form, lodged, 几单="很多", 单价="4")
    assert list(draft.said) == ["几单"]
    whole = together(sent_draft(form, lodged), Draft.from_json(draft.to_json()))
    read = fill(form, whole, on=LATER).fields
    assert (read["几单"].typed, read["单价"].value, read["哪个平台"].value) == ({"": "很多"}, 4, UNKNOWN)


def test_nothing_is_added_by_a_field_that_no_longer_shows(form: Form, lodged: Lodged) -> None:
    now = add(form, lodged, addition(form, lodged, 几单="9", 多不多="是"), on=LATER)
    assert isinstance(now, Lodged) and "多不多" not in now.answers


def test_the_first_reading_has_no_day(form: Form, lodged: Lodged) -> None:
    assert lodged.added == {} and "added" not in lodged.as_json(form)
    assert replace(lodged, added={"几单": LATER}).as_json(form)["added"] == {"几单": LATER.isoformat()}
