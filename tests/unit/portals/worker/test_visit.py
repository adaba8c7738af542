"""What a visitor has said: in order, typed, forgettable."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from huigong.portals.worker.visit import Visit
from huigong.rules.nodes import Fact
from huigong.rules.values import UNKNOWN, Type

PERMIT = Fact("持有居住证", Type.BOOL)
SINCE = Fact("居住起始日期", Type.DATE)
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
