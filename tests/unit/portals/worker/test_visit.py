"""What a visitor has said: in order, typed, forgettable."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date

from huigong.catalogue.services import catalogue
from huigong.portals.worker.visit import Visit
from huigong.portals.worker.which import Which
from huigong.rules.nodes import Fact
from huigong.rules.values import UNKNOWN, Type
from tests.each import each

PERMIT = Fact("持有居住证", Type.BOOL)
SINCE = Fact("居住起始日期", Type.DATE)
STAGE = Fact("子女学段", Type.TEXT)
SCHOOL = "schooling-of-accompanying-children"
PAY = Fact("月工资", Type.INT, measure="分")
FACTS = {fact.name: fact for fact in (PERMIT, SINCE, PAY)}


def test_answers_are_kept_with_their_types() -> None:
    visit = (
        Visit("510400").answered({PERMIT: True}).answered({SINCE: date(2025, 3, 1)}).answered({PAY: 350000})
    )
    assert Visit.read(visit.written()).values(FACTS) == {
        "持有居住证": True,
        "居住起始日期": date(2025, 3, 1),
        "月工资": 350000,
    }


def test_not_knowing_is_an_answer_that_is_not_asked_again() -> None:
    visit = Visit("510400").answered({PERMIT: UNKNOWN})
    assert visit.values(FACTS) == {"持有居住证": UNKNOWN}
    assert visit.settled == {"持有居住证"}


def test_a_corrected_answer_is_not_one_more_question() -> None:
    """At most fifteen questions: whoever puts one right has been asked no more."""
    visit = Visit("510400").answered({PERMIT: True}, left=9).answered({SINCE: UNKNOWN}, left=8)
    corrected = visit.answered({PERMIT: False}, left=7)
    assert (corrected.asked, corrected.left) == (visit.asked, visit.left) == (2, 8)
    assert corrected.values(FACTS)["持有居住证"] is False
    assert corrected.answered({PERMIT: True, PAY: 1}).asked == 3, "half of a screen is new"


def test_the_way_back_follows_the_order_of_asking() -> None:
    visit = Visit().answered({PERMIT: True}).answered({SINCE: date(2025, 3, 1)}).answered({PERMIT: False})
    assert visit.before("月工资") == "居住起始日期"
    assert visit.before("居住起始日期") == "持有居住证"
    assert visit.before("持有居住证") is None


def test_what_the_register_knows_is_not_kept_and_gives_way_to_an_answer() -> None:
    visit = Visit("510400").knowing({"持有居住证": True, "月工资": 1})
    assert visit.values(FACTS) == {"持有居住证": True, "月工资": 1}
    assert visit.answered({PERMIT: False}).values(FACTS)["持有居住证"] is False
    assert Visit.read(visit.written()).values(FACTS) == {}


def test_a_fact_that_the_packs_dropped_is_left_out() -> None:
    assert Visit(answers={"早已删除": "是"}).values(FACTS) == {}


def test_beginning_anew_keeps_the_place_only() -> None:
    assert Visit("510400").answered({PERMIT: True}).about("residence-permit").afresh() == Visit("510400")


def test_what_is_said_later_goes_before_what_was_said_earlier() -> None:
    earlier = Visit("510400").answered({PERMIT: True}).answered({PAY: 350000})
    later = Visit().answered({PERMIT: False})
    assert earlier.joined(later) == replace(
        later, region="510400", answers={"持有居住证": "否", "月工资": "3500元"}
    )
    assert earlier.joined(Visit("210700")).region == "210700"


def test_what_was_said_of_here_is_not_taken_to_another_city() -> None:
    here = Visit("210702").answered({PERMIT: True}).answered({PAY: 350000})
    assert here.moved("210703").values(FACTS) == {"持有居住证": True, "月工资": 350000}
    assert here.moved("330106").values(FACTS) == {"月工资": 350000}
    assert here.joined(Visit("330106")).values(FACTS) == {"月工资": 350000}
    assert here.joined(Visit()).values(FACTS)["持有居住证"] is True


FILLED = {
    "region": "510400",
    "answers": {"持有居住证": "是", "居住起始日期": ""},
    "focus": "residence-permit",
    "event": "school",
    "asked": 3,
    "left": 4,
    "several": {"孩子": [{"子女学段": "小学"}, {}]},
    "present": {"孩子": 1},
    "moot": {"月工资": ["3500元", "持有居住证"]},
    "drafts": {"residence-permit": "{}", "schooling-of-accompanying-children/孩子/1": "{}"},
    "shared": {"phone": {"said": "13800000000"}},
    "files": {"residence-permit": "holder"},
    "additions": {"case": {"form": "", "typed": {"note": "x"}}},
    "begun": {"residence-permit": "mark"},
    "ended": {"mark": ["case", "number"]},
}
READ_ANEW = {"known": {"持有居住证": True}, "cases": {}}


def test_whatever_a_visit_has_is_kept_from_one_page_to_the_next() -> None:
    """A field that is added is here too, filled, or this fails: what is forgotten is lost without a word."""
    assert {each.name for each in fields(Visit)} == FILLED.keys() | READ_ANEW.keys()
    empty = Visit()
    assert not [name for name, filled in FILLED.items() if filled == getattr(empty, name)]
    read = Visit.read(json.loads(json.dumps(Visit(**FILLED, **READ_ANEW).written())))
    assert {name: getattr(read, name) for name in FILLED} == FILLED
    assert (read.known, read.cases) == ({}, {})


def test_a_visit_kept_before_a_field_came_or_went_opens() -> None:
    assert Visit.read({"region": "510400", "mood": "blue"}) == Visit("510400")


def test_what_was_filled_in_elsewhere_joins_whatever_it_is() -> None:
    here = Visit("510400", drafts={"a": "{}"}, files={"a": "1"}, begun={"a": "m"}, ended={"m": ("1", "2")})
    joined = here.joined(
        Visit("510400", additions={"c": {"form": "", "typed": {}}}, files={"a": "2", "b": "3"})
    )
    assert (joined.drafts, joined.begun, joined.ended) == (here.drafts, here.begun, here.ended)
    assert joined.additions.keys() == {"c"}
    assert joined.files == {"a": "1", "b": "3"}, "what is moved lies where the earlier ones do"


def of_child(number: int) -> Visit:
    """A visit about that child, of whom there are so many; a form of theirs is begun, and one of the first."""
    visit = Visit("510400", answers={"子女学段": "小学"}).of_one("孩子", number).answered({STAGE: "初中"})
    sheet = visit.sheet(SCHOOL)
    assert sheet == f"{SCHOOL}/孩子/{number}"
    return replace(visit, drafts={SCHOOL: "{}", sheet: "{}"})


def test_a_child_whom_the_packs_no_longer_speak_of_is_left_out_and_nobody_else() -> None:
    """A pack that shortens what children are called breaks no open visit, and gives nothing of the seventh to the first."""
    last = len(catalogue().conversation.several["孩子"].called) - 1
    stays, goes = of_child(last), of_child(last + 1)

    kept = Visit.read(stays.written())
    assert (kept.present["孩子"], kept.answers["子女学段"]) == (last, "初中")
    assert kept.drafts == stays.drafts

    read = Visit.read(goes.written())
    assert read.answers == {"子女学段": "小学"}
    assert read.present == {"孩子": 0}
    assert len(read.several["孩子"]) == last + 1
    assert read.drafts == {SCHOOL: "{}"}
    assert Visit.read(read.written()) == read


def test_a_word_that_the_packs_no_longer_know_is_left_out() -> None:
    kept = {"present": {"宠物": 1}, "several": {"宠物": [{}, {}]}, "drafts": {f"{SCHOOL}/宠物/1": "{}"}}
    assert Visit.read({"region": "510400", **kept}) == Visit("510400")


@each(
    "written, read",
    [
        ("", Which()),
        ("孩子/1", Which((("孩子", 1),))),
        ("孩子/1/一份活/2", Which((("一份活", 2), ("孩子", 1)))),
        ("一份活/2/孩子/1", Which((("一份活", 2), ("孩子", 1)))),
        ("孩子/0", None),
        ("孩子/99", None),
        ("孩子/-1", None),
        ("孩子/²", None),
        ("孩子", None),
        ("孩子/1/孩子/1", None),
        ("宠物/1", None),
    ],
)
def test_which_one_is_meant_is_read_as_it_is_written_or_not_at_all(written: str, read: Which | None) -> None:
    assert Which.read(written) == read
    if read is not None:
        assert Which.read(read.written()) == read
