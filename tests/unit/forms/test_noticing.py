"""What one answer says about another: the same name twice, oneself among the others, a number that says otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.forms.drafts import Draft
from huigong.forms.fields import Form
from huigong.forms.filling import fill
from huigong.forms.kinds import Source
from huigong.forms.knowing import with_card, with_granted
from huigong.forms.lodging import Lodged, lodge
from huigong.forms.screens import check_list, groups, screen
from tests.unit.forms.packs import ON, read
from tests.unit.portals.worker.visiting import made_up_number

LIBRARY = """
    fields:
      - {id: 申请人, type: person, role: applicant, ask: 您叫什么？}
      - {id: 申请人性别, type: code, role: sex, codes: 性别, fact: 性别, ask: 您是男是女？}
      - {id: 申请人出生日期, type: date, role: birth, fact: 出生日期, ask: 您哪天出生的？}
"""
FORM = """
    id: together
    name: 一起
    from: 2026-01-01
    clauses: [100000/x]
    granted_to: 孩子们
    parts:
      - id: 全部
        fields:
          - {use: 申请人}
          - {use: 申请人性别}
          - {use: 申请人出生日期}
          - {id: 工友, type: repeat, ask: 还有谁？, totals: [欠他],
             fields: [{id: 工友姓名, type: person, ask: 叫什么}, {id: 欠他, type: money, ask: 欠多少}]}
          - {id: 孩子们, type: repeat, ask: 哪几个孩子？,
             fields: [{id: 孩子, type: person, ask: 叫什么}, {id: 孩子性别, type: code, role: sex, codes: 性别, ask: 男孩女孩}, {id: 孩子出生日期, type: date, role: birth, ask: 哪天出生}]}
"""
SEXES = "id: 性别\ncodes:\n  - {code: 男, name: 男}\n  - {code: 女, name: 女}\n"
WOMAN = made_up_number("19850312", 2)


@pytest.fixture
def form(tmp_path: Path) -> Form:
    files = {"100000/couriers/forms/form.yaml": FORM, "100000/fields.yaml": LIBRARY}
    book, errors = read(tmp_path, {**files, "100000/codes/sexes.yaml": SEXES})
    assert not errors, "\n".join(map(str, errors))
    return book.form("together", on=ON)


def told(form: Form, **typed: dict[str, str]) -> list[str]:
    """What the list to check says of these answers, which whoever looks at the screen of a field sees there too."""
    draft = Draft.begun(form, on=ON)
    for field, parts in typed.items():
        draft = draft.with_typed(field, parts)
    filled = fill(form, draft, on=ON)
    warnings = list(check_list(filled, draft).warnings)
    beside = [says for group in groups(filled) for says in screen(filled, group[0].field.id).controls[0].said]
    assert sorted(warnings) == sorted(beside)
    return warnings


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ({"1": "虚构甲", "2": "虚构乙"}, []),
        ({"1": "虚构甲", "2": "虚构乙", "3": "虚构甲"}, ["第1、3个同名：是一个人的，请只留一个"]),
        ({"1": "虚构丙·买买提", "2": "虚构丙•买买提"}, ["第1、2个同名：是一个人的，请只留一个"]),
        ({"1": "虚构甲", "2": "虚构我"}, ["第2个和您自己同名：是您自己的，请删去"]),
    ],
)
def test_the_same_name_twice_and_oneself_among_the_others(
    form: Form, rows: dict[str, str], says: list[str]
) -> None:
    workmates = {f"{row}.工友姓名.name": name for row, name in rows.items()}
    assert told(form, 申请人={"name": "虚构我"}, 工友=workmates) == says


def test_namesakes_with_numbers_of_their_own_are_two_people(form: Form) -> None:
    first, second = made_up_number("19850312", 1), made_up_number("19850312", 3)
    both = {"1.工友姓名.name": "虚构甲", "1.工友姓名.number": first, "2.工友姓名.name": "虚构甲"}
    assert told(form, 工友=both), "one of them may be the other"
    assert not told(form, 工友={**both, "2.工友姓名.number": second})
    assert told(form, 工友={**both, "2.工友姓名.number": first})


def test_children_may_be_called_like_the_applicant_who_is_the_pupil(form: Form) -> None:
    """Nothing is added up there: a pupil who applies for themselves writes themselves."""
    assert not told(form, 申请人={"name": "虚构我"}, 孩子们={"1.孩子.name": "虚构我"})


def test_what_the_number_says_is_not_asked_again(form: Form) -> None:
    draft = Draft.begun(form, on=ON).with_typed("申请人", {"name": "虚构我", "number": WOMAN})
    filled = fill(form, with_card(draft, form, on=ON), on=ON)
    assert not {"申请人性别", "申请人出生日期"} & {group[0].field.id for group in groups(filled)}
    sent = lodge(form, with_card(draft, form, on=ON), on=ON)
    assert isinstance(sent, Lodged)
    assert sent.facts(form) == {"性别": "女", "出生日期": sent.answers["申请人出生日期"].value}
    assert sent.answers["申请人性别"].source is Source.EARLIER


def test_a_passport_says_nothing_of_sex_and_birth(form: Form) -> None:
    draft = Draft.begun(form, on=ON).with_typed(
        "申请人", {"name": "虚构我", "paper": "护照", "number": "E123"}
    )
    assert set(with_card(draft, form, on=ON).said) == {"申请人"}


@pytest.mark.parametrize(("born", "says"), [("1985年3月12日", 0), ("1986年3月12日", 1)])
def test_who_says_otherwise_than_their_number_is_told_beside_it(form: Form, born: str, says: int) -> None:
    warnings = told(form, 申请人={"name": "虚构我", "number": WOMAN}, 申请人出生日期={"": born})
    assert len(warnings) == says
    assert not warnings or "身份证号" in warnings[0]


def test_the_child_acted_for_stands_in_the_first_row_and_is_looked_over(form: Form) -> None:
    child = made_up_number("20200312", 5)
    draft = with_granted(Draft.begun(form, on=ON), form, name="虚构小", number=child)
    assert draft.said["孩子们"].source is Source.OFFERED
    assert draft.typed("孩子们") == {
        "1.孩子.name": "虚构小",
        "1.孩子.paper": "居民身份证",
        "1.孩子.number": child,
        "1.孩子性别": "男",
        "1.孩子出生日期": "2020年3月12日",
    }
