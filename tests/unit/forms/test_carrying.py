"""Whoever goes on with the same matter does not say again what the first form was told."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.forms.carrying import carried
from huigong.forms.drafts import Draft
from huigong.forms.fields import Form
from huigong.forms.kinds import Decided, Source
from huigong.forms.lodging import Lodged, lodge
from tests.unit.forms.packs import DOCUMENT, ON, read, simple

FIRST = (
    "{id: 挣多少, type: money, ask: 挣多少？, fact: 月收入}",
    "{id: 哪个平台, type: text, ask: 哪个平台？, unknown_ok: true}",
    "{id: 几单, type: int, ask: 几单？}",
    "{id: 说明, type: long, ask: 怎么回事？}",
)
SECOND = (
    "{id: 月钱, type: money, ask: 挣多少？, fact: 月收入}",
    "{id: 哪个平台, type: text, ask: 哪个平台？, max_length: 6}",
    "{id: 几单, type: text, ask: 几单？}",
    "{id: 说明, type: long, ask: 怎么回事？}",
    "{id: 谁定的, type: text, ask: 谁定的？, decided: 部门}",
    "{id: 哪级, type: code, codes: 车况, ask: 哪一级？, decided: 级别}",
)
SAID = {"挣多少": "4000", "哪个平台": "快跑", "几单": "12", "说明": "没有给钱"}
BY = {Decided.OFFICE: "虚构县交通局", Decided.LEVEL: "县级"}


@pytest.fixture
def forms(tmp_path: Path) -> tuple[Form, Form]:
    texts = {
        f"{DOCUMENT}/forms/first.yaml": simple(*FIRST),
        f"{DOCUMENT}/forms/second.yaml": simple(*SECOND).replace("id: simple", "id: second", 1),
    }
    book, errors = read(tmp_path, texts)
    assert not errors, errors
    return book.form("simple", on=ON), book.form("second", on=ON)


def sent(form: Form, **said: str) -> Lodged:
    draft = Draft.begun(form, on=ON)
    for id, text in {**SAID, **said}.items():
        draft = draft.with_typed(id, {"": text})
    outcome = lodge(form, draft, on=ON)
    assert isinstance(outcome, Lodged)
    return outcome


def test_the_same_fact_and_the_same_field_stand_filled_in_as_said_before(forms: tuple[Form, Form]) -> None:
    first, second = forms
    draft = carried(
        Draft.begun(second, on=ON),
        second,
        earlier=first,
        lodged=sent(first),
        decided={Decided.OFFICE: "虚构县交通局"},
    )
    assert {id: each.typed[""] for id, each in draft.said.items()} == {
        "月钱": "4,000 元",
        "哪个平台": "快跑",
        "谁定的": "虚构县交通局",
    }
    assert {each.source for each in draft.said.values()} == {Source.EARLIER}


def test_what_somebody_has_said_in_it_already_stays(forms: tuple[Form, Form]) -> None:
    first, second = forms
    begun = Draft.begun(second, on=ON).with_typed("月钱", {"": "5000"})
    draft = carried(begun, second, earlier=first, lodged=sent(first), decided={})
    assert draft.typed("月钱") == {"": "5000"}


def test_what_the_field_cannot_hold_is_asked(forms: tuple[Form, Form]) -> None:
    """Too long, not known, of another kind, not among the options; and a story is told for its own reader."""
    first, second = forms
    lodged = sent(first, 哪个平台="一个很长的平台名称")
    draft = carried(Draft.begun(second, on=ON), second, earlier=first, lodged=lodged, decided=BY)
    assert set(draft.said) == {"月钱", "谁定的"}
    not_known = Draft.begun(first, on=ON).with_typed("哪个平台", {"?": "不清楚"})
    outcome = lodge(first, not_known, on=ON)
    assert isinstance(outcome, Lodged)
    draft = carried(Draft.begun(second, on=ON), second, earlier=first, lodged=outcome, decided={})
    assert not draft.said
