"""What is sent: required when shown, hidden answers dropped, unknown kept as such, the form that was begun."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from huigong.declarations.privacy import Secrecy
from huigong.forms.drafts import LARGEST, Draft
from huigong.forms.fields import Form
from huigong.forms.filling import fill
from huigong.forms.kinds import Source
from huigong.forms.lodging import Lodged, Problems, lodge, missing_ways
from huigong.forms.programs import answers_json, answers_of, json_schema
from huigong.forms.showing import Line, display, parts
from huigong.forms.types import UNKNOWN_PART
from huigong.forms.values import Answered, Month, Person, Row
from huigong.kernel.errors import Invalid
from huigong.rules.values import UNKNOWN, Unknown
from tests.each import each
from tests.unit.forms.packs import ON, form_of, read, simple
from tests.unit.forms.schema import accepts


def filled_in(form: Form) -> Draft:
    """The least that the plate form asks of a courier."""
    draft = Draft.begun(form, on=ON)
    for id, typed in (
        ("车架号", {"": "AB123"}),
        ("专职", {"": "是"}),
        (
            "每月接单",
            {
                "1.月份": "2026年3月",
                "1.单数": "310",
                "1.收入": "6000",
                "2.月份": "4月",
                "2.单数": "不清楚",
                "2.收入": "5000",
            },
        ),
        ("车主", {"name": "王小红", "phone": "13900000001"}),
    ):
        draft = draft.with_typed(id, typed)
    return draft


def sent(form: Form, draft: Draft) -> Lodged:
    outcome = lodge(form, draft, on=ON)
    assert isinstance(outcome, Lodged), outcome
    return outcome


def shown(form: Form, lodged: Lodged, *, up_to: Secrecy = Secrecy.SECRET) -> list[Line]:
    return [line for _, lines in parts(form, lodged, up_to=up_to) for line in lines]


def refused(form: Form, draft: Draft) -> dict[str, str]:
    outcome = lodge(form, draft, on=ON)
    assert isinstance(outcome, Problems)
    return {mistake.path: mistake.error.what for mistake in outcome.mistakes}


def test_an_empty_form_says_every_required_question_in_the_workers_words(plate: Form) -> None:
    told = refused(plate, Draft.begun(plate, on=ON))
    assert list(told) == ["车架号", "专职", "车主"]
    assert told["专职"] == "还没有回答“您是专门跑单吗？”"


def test_what_is_sent_is_typed_and_computed(plate: Form) -> None:
    lodged = sent(plate, filled_in(plate))
    assert lodged.answers["全年收入"].value == 12 * 1_100_000
    assert lodged.answers["车主"].value == Person("王小红", "", "", "13900000001")
    rows = lodged.answers["每月接单"].value
    assert rows == (
        Row("1", {"月份": Month(2026, 3), "单数": 310, "收入": 600_000}),
        Row("2", {"月份": Month(2026, 4), "单数": UNKNOWN, "收入": 500_000}),
    )


def test_hidden_answers_stay_in_the_draft_and_are_not_sent(plate: Form) -> None:
    draft = filled_in(plate).with_typed("专职", {"": "否"})
    lodged = sent(plate, draft)
    assert "每月接单" not in lodged.answers
    assert lodged.dropped == ("每月接单",)
    back = draft.with_typed("专职", {"": "是"})
    assert "每月接单" in sent(plate, back).answers


def test_what_depends_on_what_is_not_known_is_asked_and_not_required(plate: Form) -> None:
    draft = filled_in(plate).with_typed("专职", {"": "不清楚"}).with_typed("每月接单", {})
    standing = fill(plate, draft, on=ON).fields["每月接单"]
    assert (standing.shown, standing.required) == (True, False)
    assert sent(plate, draft).answers["专职"].value is UNKNOWN


def test_a_cell_that_must_be_filled_in_is_told_by_row(plate: Form) -> None:
    draft = filled_in(plate).with_typed("每月接单", {"1.月份": "2026年3月", "7.收入": "500"})
    assert list(refused(plate, draft)) == ["每月接单.7.月份"]


def test_what_cannot_be_read_stays_as_it_was_typed(plate: Form) -> None:
    draft = filled_in(plate).with_typed("车价", {"": "三四百吧"})
    assert refused(plate, draft)["车价"] == "“三四百吧”不是一个金额"
    assert Draft.from_json(draft.to_json()) == draft
    assert Draft.from_json(draft.to_json()).typed("车价") == {"": "三四百吧"}


def test_the_form_that_was_begun_is_the_form_that_is_sent(tmp_path: Path) -> None:
    text = simple(
        "{id: 甲, type: text, ask: 问, required: true, until: 2026-06-30}",
        "{id: 乙, type: text, ask: 问, from: 2026-07-01, required: true}",
    )
    book, _ = read(tmp_path, {"100000/x/forms/f.yaml": text})
    draft = Draft.begun(book.form("simple", on=ON), on=ON).with_typed("甲", {"": "旧的"})
    later = date(2026, 8, 1)
    pinned = book.form(draft.form, on=draft.began)
    lodged = lodge(pinned, draft, on=later)
    assert isinstance(lodged, Lodged)
    assert [(line.name, line.text) for line in shown(pinned, lodged)] == [("甲", "旧的")]
    assert list(book.form("simple", on=later).fields) == ["乙"]


def test_answers_say_where_they_came_from_and_lapse(plate: Form) -> None:
    shared = filled_in(plate).with_value(
        plate.fields["车龄"], 3, source=Source.SHARED, good_until=date(2026, 5, 31)
    )
    assert "车龄" not in sent(plate, shared).answers
    good = filled_in(plate).with_value(
        plate.fields["车龄"], 3, source=Source.VERIFIED, good_until=date(2026, 6, 30)
    )
    assert (sent(plate, good).answers["车龄"].source, sent(plate, good).answers["车龄"].value) == (
        Source.VERIFIED,
        3,
    )
    changed = good.with_typed("车龄", {"": "4"})
    assert sent(plate, changed).answers["车龄"].source is Source.SAID


def test_what_may_be_left_to_the_office_does_not_keep_it_from_being_sent(tmp_path: Path) -> None:
    form = form_of(
        tmp_path,
        simple(
            "{id: 老板, type: text, ask: 老板是谁？, required: true, help_if_missing: true}",
            "{id: 地方, type: text, ask: 在哪里？, required: true}",
        ),
    )
    empty = Draft.begun(form, on=ON)
    assert missing_ways(fill(form, empty, on=ON)) == (("老板",), ("地方",))
    assert list(refused(form, empty)) == ["地方"]
    assert sent(form, empty.with_typed("地方", {"": "工地"})).to_help == ("老板",)


CHECKED = (
    "{id: 来, type: date, ask: 哪天来？}",
    "{id: 走, type: date, ask: 哪天走？, checks: [{id: 先来后走, level: LEVEL, rule: 走 >= 来, says: 走得比来得早}]}",
)


@pytest.mark.parametrize("level", ["stop", "warn", "reason"])
def test_checks_stop_warn_or_ask_for_a_reason(tmp_path: Path, level: str) -> None:
    form = form_of(tmp_path, simple(*(field.replace("LEVEL", level) for field in CHECKED)))
    draft = Draft.begun(form, on=ON).with_typed("走", {"": "2026-01-01"})
    assert isinstance(lodge(form, draft, on=ON), Lodged), "what is not known stops nobody"
    wrong = draft.with_typed("来", {"": "2026-02-01"})
    if level == "warn":
        assert sent(form, wrong).warned == ("走得比来得早",)
        return
    assert refused(form, wrong) == {"走": "走得比来得早"}
    reasoned = wrong.with_reason("先来后走", "登记时写反了")
    if level == "stop":
        assert refused(form, reasoned) == {"走": "走得比来得早"}
    else:
        assert sent(form, reasoned).reasons == {"先来后走": "登记时写反了"}


def test_rules_know_the_persons_facts(tmp_path: Path) -> None:
    form = form_of(
        tmp_path, simple("{id: 车牌, type: text, ask: 车牌？, show_if: 持有电动车, required: true}")
    )
    draft = Draft.begun(form, on=ON)
    assert isinstance(lodge(form, draft, facts={"持有电动车": True}, on=ON), Problems)
    assert isinstance(lodge(form, draft, facts={"持有电动车": False}, on=ON), Lodged)


def test_an_answer_fills_the_fact_it_is_about(tmp_path: Path) -> None:
    form = form_of(
        tmp_path,
        simple(
            "{id: 挣多少, type: money, ask: 挣多少？, fact: 月收入}",
            "{id: 老家, type: place, ask: 老家？, fact: 家乡}",
        ),
    )
    draft = (
        Draft.begun(form, on=ON).with_typed("挣多少", {"": "0.5万"}).with_typed("老家", {"region": "锦州市"})
    )
    assert sent(form, draft).facts(form) == {"月收入": 500_000, "家乡": "210700"}


def test_a_suggestion_stands_there_until_somebody_writes_something_else(tmp_path: Path) -> None:
    form = form_of(
        tmp_path,
        simple(
            "{id: 单价, type: money, ask: 单价？}",
            "{id: 总价, type: money, ask: 总价？, suggest: 单价 * 2, required: true}",
        ),
    )
    draft = Draft.begun(form, on=ON).with_typed("单价", {"": "10"})
    assert sent(form, draft).answers["总价"].value == 2_000
    assert sent(form, draft.with_typed("总价", {"": "15"})).answers["总价"].value == 1_500


@each("said", ["木工", "一天300元", "钢筋工班组长"])
def test_a_text_that_may_not_be_seen_is_not_seen_by_half(tmp_path: Path, said: str) -> None:
    """Of a wage its first sign tells nothing that helps, and of a trade nearly all."""
    form = form_of(tmp_path, simple("{id: 说法, type: text, ask: 说法？, privacy: personal}"))
    lodged = sent(form, Draft.begun(form, on=ON).with_typed("说法", {"": said}))
    (line,) = shown(form, lodged, up_to=Secrecy.OFFICIAL)
    assert not set(line.text) & set(said), line.text
    (own,) = shown(form, lodged, up_to=Secrecy.PERSONAL)
    assert own.text == said


def test_what_an_officer_may_not_see_is_masked(plate: Form) -> None:
    lodged = sent(plate, filled_in(plate))
    text = "\n".join(line.text for line in shown(plate, lodged, up_to=Secrecy.PERSONAL))
    assert "王小红" not in text
    assert "13900000001" not in text
    assert "王**" in text
    own = "\n".join(line.text for line in shown(plate, lodged))
    assert "13900000001" in own
    assert display(plate.fields["专职"], UNKNOWN) == "不清楚"


def draft_of(form: Form, values: Mapping[str, Answered]) -> Draft:
    """A draft of answers that came as values."""
    draft = Draft.begun(form, on=ON)
    for id, value in values.items():
        asked = form.fields[id]
        if isinstance(value, Unknown):
            draft = draft.with_typed(id, {UNKNOWN_PART: asked.unknown_words[0]})
        elif value is not None:
            draft = draft.with_value(asked, value, source=Source.SAID)
    return draft


def test_json_goes_round_and_is_checked_like_everything_else(plate: Form) -> None:
    lodged = sent(plate, filled_in(plate))
    raw = lodged.as_json(plate)["answers"]
    assert accepts(json_schema(plate), raw)
    values = answers_of(plate, raw)
    assert answers_json(plate, values) == raw
    again = lodge(plate, draft_of(plate, values), on=ON)
    assert isinstance(again, Lodged)
    assert again.canonical(plate) == lodged.canonical(plate)
    del raw["车主"]
    assert not accepts(json_schema(plate), raw)
    assert isinstance(lodge(plate, draft_of(plate, answers_of(plate, raw)), on=ON), Problems)


@pytest.mark.parametrize(
    "raw",
    [
        {"没有的": 1},
        {"车龄": "3"},
        {"车主": ["王"]},
        {"每月接单": [{"月份": "2026-03"}]},
        {"专职": {"unknown": "嗯"}},
    ],
)
def test_json_of_another_shape_is_refused_with_words(plate: Form, raw: dict[str, object]) -> None:
    with pytest.raises(Invalid, match=r"请写成|可以填的有"):
        answers_of(plate, raw)


def test_nobody_types_without_end(plate: Form) -> None:
    with pytest.raises(Invalid, match="填的内容太多了"):
        Draft.begun(plate, on=ON).with_typed("说明", {"": "字" * (LARGEST + 1)})


def test_an_id_of_a_row_is_never_given_out_again(plate: Form) -> None:
    draft = filled_in(plate).with_typed("家人", {"1.家人姓名.name": "王小明", "2.家人姓名.name": "王小刚"})
    fewer = draft.with_typed("家人", {"1.家人姓名.name": "王小明"})
    assert replace(fewer.said["家人"]).given_out == 2


def test_rules_know_what_was_just_said_of_a_fact(tmp_path: Path) -> None:
    form = form_of(
        tmp_path,
        simple(
            "{id: 挣多少, type: money, ask: 挣多少？, fact: 月收入}",
            "{id: 困难, type: text, ask: 有什么困难？, show_if: 月收入 < 1000元, required: true}",
        ),
    )
    draft = Draft.begun(form, on=ON).with_typed("挣多少", {"": "500"})
    outcome = lodge(form, draft, facts={"月收入": 900_000}, on=ON)
    assert isinstance(outcome, Problems)
    assert isinstance(
        lodge(form, draft.with_typed("挣多少", {"": "5000"}), facts={"月收入": 1}, on=ON), Lodged
    )
