"""Rows are shown with their sums, and nobody sees the sum of what they may not see."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.declarations.privacy import Secrecy
from huigong.forms.drafts import Draft
from huigong.forms.filling import fill
from huigong.forms.lodging import Lodged, lodge
from huigong.forms.screens import check_list, paper
from huigong.forms.showing import parts
from huigong.kernel.identity import mask_resident_id
from tests.unit.forms.packs import ON, form_of, simple
from tests.unit.portals.worker.visiting import made_up_number

COLUMNS = "{id: 谁, type: text, ask: 谁}, {id: 欠他, type: money, ask: 欠多少}, {id: 几天, type: int, unit: 天, ask: 几天}"
ONE = f"{{id: 工友, type: repeat, ask: 有谁？, totals: [欠他], fields: [{COLUMNS}]}}"
TWO = f"{{id: 工友, type: table, ask: 有谁？, totals: [欠他, 几天], columns: [{COLUMNS}]}}"
TWELVE = {
    f"{row}.{part}": text
    for row in range(1, 13)
    for part, text in (("谁", "虚构甲"), ("欠他", "3000"), ("几天", "2"))
}


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        (ONE, TWELVE, ("合计：36,000 元",)),
        (TWO, TWELVE, ("欠他合计：36,000 元", "几天合计：24天")),
        (ONE, {**TWELVE, "12.欠他": ""}, ("合计：33,000 元（另有1行没有写）",)),
        (ONE, {"1.谁": "虚构甲", "1.欠他": "3000"}, ()),
        (ONE, {"1.谁": "虚构甲", "2.谁": "虚构乙"}, ()),
    ],
)
def test_rows_are_summed_for_whoever_sends_and_whoever_reads(
    tmp_path: Path, field: str, typed: dict[str, str], told: tuple[str, ...]
) -> None:
    form = form_of(tmp_path, simple(field))
    draft = Draft.begun(form, on=ON).with_typed("工友", typed)
    lodged, filled = lodge(form, draft, on=ON), fill(form, draft, on=ON)
    assert isinstance(lodged, Lodged)
    ((_, (line,)),) = parts(form, lodged)
    assert line.totals == told
    ((_, (checked,)),) = check_list(filled, draft).parts
    ((_, ((_, printed),)),) = paper(form, filled)
    assert checked.lines[len(checked.lines) - len(told) :] == told
    assert printed[len(printed) - len(told) :] == told


OWN = (
    "{id: 知道, type: bool, name: 已知悉, ask: 您知道是谁吗？}",
    "{id: 本人, type: person, name: 当事人, ask: 您叫什么？}",
    "{id: 工友, type: repeat, ask: 有谁？, fields: [{id: 工友姓名, type: person, ask: 叫什么}, {id: 在场, type: bool, ask: 他在场吗？}]}",
)


def test_whoever_sent_it_reads_their_own_words(tmp_path: Path) -> None:
    form = form_of(tmp_path, simple(*OWN))
    number = made_up_number()
    typed = {
        "知道": {"": "否"},
        "本人": {"name": "虚构我", "number": number},
        "工友": {"1.工友姓名.name": "虚构甲", "1.工友姓名.phone": "13900000001", "1.在场": "是"},
    }
    draft = Draft.begun(form, on=ON)
    for id, parts_typed in typed.items():
        draft = draft.with_typed(id, parts_typed)
    workmates = ("叫什么：虚构甲", "电话：13900000001", "他在场吗？：是")
    ((_, rows),) = check_list(fill(form, draft, on=ON), draft).parts
    assert [(row.question, row.lines[0]) for row in rows[:2]] == [
        ("您知道是谁吗？", "不知道"),
        ("您叫什么？", "姓名：虚构我"),
    ]
    assert rows[1].lines[-1] == f"证件号码：{number}", "it is looked over here"
    assert rows[2].lines == workmates
    lodged = lodge(form, draft, on=ON)
    assert isinstance(lodged, Lodged)
    ((_, lines),) = parts(form, lodged, own=True)
    assert [line.name for line in lines] == ["您知道是谁吗？", "您叫什么？", "有谁？"]
    assert lines[0].rows == ("不知道",)
    assert lines[1].rows[-1] == f"证件号码：{mask_resident_id(number)}"
    assert lines[2].rows == workmates
    ((_, official),) = parts(form, lodged)
    assert [line.name for line in official] == ["已知悉", "当事人", "工友"]
    assert official[0].rows == ("否",)
    assert official[1].rows[-1] == f"证件号码：{number}"
    assert official[2].rows[0] == "工友姓名：虚构甲"


def test_whoever_may_not_see_the_rows_does_not_see_their_sum(tmp_path: Path) -> None:
    form = form_of(tmp_path, simple(ONE))
    lodged = lodge(form, Draft.begun(form, on=ON).with_typed("工友", TWELVE), on=ON)
    assert isinstance(lodged, Lodged)
    ((_, (line,)),) = parts(form, lodged, up_to=Secrecy.OFFICIAL)
    assert line.totals == ()
