"""What is known is not asked again, and stays the person's own to correct."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huigong.forms.drafts import Draft, Said
from huigong.forms.fields import Form
from huigong.forms.filling import fill
from huigong.forms.kinds import Source
from huigong.forms.knowing import Known, prefilled, shareable, taken
from huigong.forms.screens import check_list, first_open, groups
from tests.unit.forms.packs import ON, form_of, read, simple

FACTS = {
    "月收入": Known(500_000, Source.VERIFIED, date(2026, 12, 31)),
    "家乡": Known("210700", Source.SHARED),
    "工种": Known("司机", Source.SHARED),
}
FIELDS = (
    "{id: 挣多少, type: money, ask: 挣多少？, fact: 月收入}",
    "{id: 老家, type: place, ask: 老家？, fact: 家乡}",
    "{id: 想做什么, type: text, ask: 想做什么？}",
)


def test_what_an_office_knows_is_not_asked_and_stands_in_the_list_with_its_source(tmp_path: Path) -> None:
    form = form_of(tmp_path, simple(*FIELDS))
    draft = prefilled(Draft.begun(form, on=ON), form, facts=FACTS)
    filled = fill(form, draft, on=ON)
    assert [group[0].field.id for group in groups(filled)] == ["想做什么"]
    ((_, rows),) = check_list(filled, draft).parts
    assert [(row.path, row.lines, row.source) for row in rows] == [
        ("挣多少", ("5,000 元",), "已经核实"),
        ("老家", ("地区：辽宁省锦州市",), "部门共享"),
    ]


def test_what_is_known_no_longer_is_asked(tmp_path: Path) -> None:
    form = form_of(tmp_path, simple(*FIELDS))
    draft = prefilled(Draft.begun(form, on=ON), form, facts=FACTS)
    assert [group[0].field.id for group in groups(fill(form, draft, on=date(2027, 1, 1)))] == [
        "挣多少",
        "想做什么",
    ]


def test_what_the_person_said_is_not_overwritten(tmp_path: Path) -> None:
    form = form_of(tmp_path, simple(*FIELDS))
    draft = Draft.begun(form, on=ON).with_typed("挣多少", {"": "4000"})
    assert prefilled(draft, form, facts=FACTS).typed("挣多少") == {"": "4000"}


def test_what_follows_from_facts_is_not_asked_and_can_be_changed(tmp_path: Path) -> None:
    asked = "{id: 有车, type: bool, ask: 有车吗？, known: [{when: 非 持有电动车, gives: 否}]}"
    form = form_of(tmp_path, simple(asked))
    without = prefilled(Draft.begun(form, on=ON), form, facts={"持有电动车": Known(False, Source.EARLIER)})
    assert groups(fill(form, without, on=ON)) == []
    ((_, (row,)),) = check_list(fill(form, without, on=ON), without).parts
    assert row.lines == ("没有",) and row.changeable
    owning = prefilled(Draft.begun(form, on=ON), form, facts={"持有电动车": Known(True, Source.EARLIER)})
    assert not owning.said, "what does not follow is asked"


def test_an_answer_from_facts_that_the_question_does_not_have_is_refused(tmp_path: Path) -> None:
    asked = "{id: 有车, type: bool, ask: 有车吗？, known: [{when: 持有电动车, gives: 两辆}]}"
    _, errors = read(tmp_path, {"100000/x/forms/f.yaml": simple(asked)})
    assert "“两辆”不是这一题的回答" in str(errors[0])


def test_an_option_that_the_form_does_not_offer_is_asked(tmp_path: Path) -> None:
    jobs = "id: 工种表\ncodes:\n  - {code: 骑手, name: 骑手}\n"
    form_text = simple("{id: 干什么, type: code, codes: 工种表, ask: 做什么？, fact: 工种}")
    book, errors = read(tmp_path, {"100000/codes/jobs.yaml": jobs, "100000/x/forms/f.yaml": form_text})
    assert not errors
    form = book.form("simple", on=ON)
    assert not prefilled(Draft.begun(form, on=ON), form, facts=FACTS).said


def test_a_code_list_that_the_fact_does_not_know_is_refused(tmp_path: Path) -> None:
    jobs = "id: 工种表\ncodes:\n  - {code: 木工, name: 木工}\n"
    form_text = simple("{id: 干什么, type: code, codes: 工种表, ask: 做什么？, fact: 工种}")
    _, errors = read(tmp_path, {"100000/codes/jobs.yaml": jobs, "100000/x/forms/f.yaml": form_text})
    assert "没有“木工”这样的选项" in str(errors[0])


LIBRARY = """
    fields:
      - {id: 手机, type: text, ask: 您的手机号？}
      - {id: 车照, type: file, ask: 车的照片}
      - {id: 怎么了, type: text, ask: 怎么了？, anew: true}
      - {id: 站点, type: employer, ask: 哪个站点？, unknown_ok: true}
"""


def two_forms(folder: Path, *second: str) -> tuple[Form, Form]:
    """One that asks everything shared, and another with these fields."""
    first = simple(*(f"{{use: {id}}}" for id in ("手机", "车照", "怎么了", "站点")))
    other = simple(*second).replace("id: simple", "id: second", 1)
    files = {"100000/fields.yaml": LIBRARY, "100000/x/forms/a.yaml": first, "100000/x/forms/b.yaml": other}
    book, errors = read(folder, files)
    assert not errors, "\n".join(map(str, errors))
    return book.form("simple", on=ON), book.form("second", on=ON)


def shared(form: Form, *, until: date = date(2026, 7, 1), **typed: str) -> dict[str, Said]:
    draft = Draft.begun(form, on=ON)
    for id, text in typed.items():
        draft = draft.with_typed(id, {"name": text} if id == "站点" and text != "?" else {"": text})
    return shareable(fill(form, draft, on=ON), typed, until=until)


def test_what_was_said_in_one_form_stands_in_the_next_until_it_lapses(tmp_path: Path) -> None:
    first, other = two_forms(tmp_path, "{use: 手机, id: 电话}")
    said = shared(first, 手机="13900000001")
    draft = prefilled(Draft.begun(other, on=ON), other, facts={}, shared=taken(other, said, on=ON))
    assert draft.typed("电话") == {"": "13900000001"}
    assert draft.said["电话"].source is Source.EARLIER
    assert draft.said["电话"].good_until == date(2026, 7, 1)
    assert not taken(other, said, on=date(2026, 7, 2))


def test_what_every_form_asks_anew_and_files_stay_where_they_were_said(tmp_path: Path) -> None:
    first, _ = two_forms(tmp_path, "{use: 怎么了}")
    assert not shared(first, 怎么了="坏了", 车照="aaaa1111")


def test_what_does_not_do_for_the_next_form_is_asked_there(tmp_path: Path) -> None:
    first, other = two_forms(tmp_path, "{use: 站点, needs: [名称, 电话]}")
    assert not taken(other, shared(first, 站点="虚构站"), on=ON)


def test_what_is_only_offered_stands_filled_in_and_is_asked_all_the_same(tmp_path: Path) -> None:
    """Of several only the first can be the one that the questions were about, and an address needs more than its place."""
    rows = "{id: 车手, type: repeat, ask: 谁骑？, required: true, offers: {干什么: 工种}, fields: [{id: 名字, type: text, ask: 名字, required: true}, {id: 干什么, type: code, codes: 工种表, ask: 做什么}]}"
    place = "{id: 停哪里, type: place, ask: 停哪里？, offers: 家乡}"
    jobs = "id: 工种表\ncodes:\n  - {code: 司机, name: 司机}\n"
    book, errors = read(
        tmp_path, {"100000/codes/jobs.yaml": jobs, "100000/x/forms/f.yaml": simple(rows, place)}
    )
    assert not errors, errors
    form = book.form("simple", on=ON)
    draft = prefilled(Draft.begun(form, on=ON), form, facts=FACTS)
    assert draft.typed("车手") == {"1.干什么": "司机"}
    assert draft.typed("停哪里") == {"region": "辽宁省锦州市"}
    filled = fill(form, draft, on=ON)
    assert [group[0].field.id for group in groups(filled)] == ["车手", "停哪里"]
    assert first_open(filled, draft) == "车手"
    draft = draft.with_typed("车手", {"1.名字": "虚构甲", "1.干什么": "司机"})
    draft = draft.with_typed("停哪里", draft.typed("停哪里"))
    assert {each.source for each in draft.said.values()} == {Source.SAID}, (
        "looked over, it is the person's own"
    )
    assert first_open(fill(form, draft, on=ON), draft) == "check"


@pytest.mark.parametrize(
    ("offers", "told"),
    [
        ("{谁: 工种}", "这里没有“谁”这一列"),
        ("{几岁: 工种}", "和字段的类型不一样"),
        ("{几岁: 工龄}", "没有叫“工龄”的事实"),
    ],
)
def test_an_offer_names_a_column_and_a_fact_that_it_can_hold(tmp_path: Path, offers: str, told: str) -> None:
    rows = f"{{id: 车手, type: repeat, ask: 谁骑？, offers: {offers}, fields: [{{id: 几岁, type: int, ask: 几岁}}]}}"
    _, errors = read(tmp_path, {"100000/x/forms/f.yaml": simple(rows)})
    assert told in str(errors[0])
