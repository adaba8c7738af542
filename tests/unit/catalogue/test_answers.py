"""What a person is told: yes, no or not known, why in plain words, how much, and by when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huigong.catalogue.answers import NO_LIMIT, NOT_PUBLISHED
from huigong.catalogue.screening import Answer, screen_one
from huigong.catalogue.services import load_catalogue
from huigong.rules.values import UNKNOWN
from tests.shipped import shipped_offices
from tests.unit.catalogue.packs import NATION, TODAY, service, write

OFFICES = shipped_offices()
AMOUNTS = f"{NATION}/law/parameters.yaml"
SUBSIDY = """
    - name: 补贴
      type: int
      measure: 分
      values: [{value: 600元, from: 2020-01-01, clause: "#第三条"}]
    - {name: 没有公布的, type: int, measure: 分, values: []}
    - {name: 大额, type: int, measure: 分, values: [{value: 30万元, from: 2020-01-01, clause: "#第三条"}]}
"""


def ask(
    folder: Path, facts: dict[str, object], *, on: date = TODAY, more: str = "", **changes: str
) -> Answer:
    """The answer of the one service in a folder of packs; `more` are facts of its own."""
    files = {f"{NATION}/law/services/help.yaml": service(**changes), AMOUNTS: SUBSIDY}
    if more:
        files["facts/more.yaml"] = more
    catalogue = load_catalogue(write(folder, files))
    values = catalogue.facts.parse_values(facts)
    found = catalogue.get("help", "510400", on)
    return screen_one(found, catalogue=catalogue, region="510400", on=on, values=values, offices=OFFICES)


@pytest.mark.parametrize(
    ("facts", "verdict", "plain"),
    [
        ({"持证": "是"}, "yes", "您有证"),
        ({"持证": "否"}, "no", "您没有证"),
        ({}, "unknown", "还不清楚：您有证吗？"),
    ],
)
def test_a_yes_or_no_fact_speaks_for_itself(
    tmp_path: Path, facts: dict[str, object], verdict: str, plain: str
) -> None:
    found = ask(tmp_path, facts)
    assert found.verdict == verdict
    assert [reason.plain for reason in found.reasons] == [plain]
    assert [fact.name for fact in found.missing] == ([] if facts else ["持证"])


def test_a_number_is_told_with_the_wording_of_the_rule(tmp_path: Path) -> None:
    rule = '[{条件: 住满月数 >= 6个月, 依据: "#第二条", 说法: 住满半年}]'
    assert ask(tmp_path, {"住满月数": 8}, rule=rule).reasons[0].plain == "住满半年（住满月数8个月）"
    assert (
        ask(tmp_path, {"住满月数": 4}, rule=rule).reasons[0].plain
        == "要“住满半年”，现在还不符合（住满月数4个月）"
    )
    unknown = ask(tmp_path, {}, rule=rule).reasons[0]
    assert (unknown.plain, unknown.answer) == ("还要看：住满半年", UNKNOWN)
    assert unknown.clause == "100000/law#第二条"


def test_a_value_that_says_符合_itself_is_repeated_whole(tmp_path: Path) -> None:
    rule = "[{条件: 备注 = “符合甲类”, 说法: 您是甲类}]"
    assert ask(tmp_path, {"备注": "符合甲类"}, rule=rule).reasons[0].plain == "您是甲类（备注：符合甲类）"
    assert (
        ask(tmp_path, {"备注": "不符合"}, rule=rule).reasons[0].plain
        == "要“您是甲类”，现在还不符合（备注：不符合）"
    )


@pytest.mark.parametrize(
    ("rule", "facts", "plain"),
    [
        ("非 持证", {"持证": "否"}, "您没有证"),
        ("非 持证", {"持证": "是"}, "您有证"),
        ("非 持证", {}, "还不清楚：您有证吗？"),
        ("[{条件: 非 持证, 说法: 还没有证}]", {"持证": "是"}, "您有证"),
        ("[{条件: 非 持证, 说法: 还没有证}]", {"持证": "否"}, "还没有证"),
        ("人数 >= 3", {"人数": 2}, "要“招的人数不少于3人”，现在还不符合（人数2人）"),
        ("人数 >= 3", {}, "还要看：招的人数不少于3人"),
        ("够当地条件", {}, "还要看：够当地的条件（由公安部门核对）"),
        ("没被挡", {}, "还要看：过了期限也可以申请"),
    ],
)
def test_every_reason_is_a_plain_sentence(
    tmp_path: Path, rule: str, facts: dict[str, object], plain: str
) -> None:
    more = """
        够当地条件: {type: bool, local: true, phrase: 够当地的条件, not_phrase: 不够当地的条件, verified_by: [公安部门]}
        没被挡: {type: bool, local: true, phrase: 没有被挡, not_phrase: 被挡了, help: 过了期限也可以申请, verified_by: [人民法院]}
        """
    assert ask(tmp_path, facts, rule=rule, more=more).reasons[0].plain == plain


def test_a_choice_is_not_repeated_to_the_worker(tmp_path: Path) -> None:
    rule = "[{条件: 性别 = 女, 说法: 您是女工}]"
    assert ask(tmp_path, {"性别": "女"}, rule=rule).reasons[0].plain == "您是女工"
    assert "男" in ask(tmp_path, {"性别": "男"}, rule=rule).reasons[0].text


def test_an_amount_is_exact_fen_with_words(tmp_path: Path) -> None:
    found = ask(tmp_path, {"持证": "是"}, amount="{parameter: 补贴, per: 每户每年, note: 一共三年}")
    assert (found.amount_fen, found.amount_text) == (60_000, "每户每年 600 元；一共三年")
    large = ask(tmp_path, {"持证": "是"}, amount="{parameter: 大额, per: 最高}")
    assert large.amount_text == "最高 30 万元"


def test_an_amount_for_each_person_is_multiplied(tmp_path: Path) -> None:
    amount = "{parameter: 补贴, per: 每年, each: 人数}"
    found = ask(tmp_path, {"持证": "是", "人数": 5}, amount=amount)
    assert (found.amount_fen, found.amount_text) == (300_000, "每年 3,000 元（5 人，每人 600 元）")
    unknown = ask(tmp_path, {"持证": "是"}, amount=amount)
    assert (unknown.amount_fen, unknown.amount_text) == (None, "每年 600 元（一人）")


def test_an_amount_nobody_published_is_not_made_up(tmp_path: Path) -> None:
    found = ask(tmp_path, {"持证": "是"}, amount="{parameter: 没有公布的}")
    assert (found.amount_fen, found.amount_text) == (None, NOT_PUBLISHED)


def test_a_no_names_no_amount(tmp_path: Path) -> None:
    found = ask(tmp_path, {"持证": "否"}, amount="{parameter: 补贴}")
    assert (found.amount_fen, found.amount_text) == (None, "")


def test_without_a_limit_the_screen_says_so(tmp_path: Path) -> None:
    assert ask(tmp_path, {}).answer_by == (NO_LIMIT,)


def test_only_a_limit_that_runs_from_handing_in_has_a_day_beforehand(tmp_path: Path) -> None:
    """Each clock starts from its own event, never from the day of asking (S29)."""
    limit = "{kind: statutory, length: 15, measure: natural_day, starts: 收到申请之日, stage: 发证, article: 某法第九条}"
    narrowed = limit.replace("}", ', applies: "事实清楚的，"}').replace("15", "7")
    from_acceptance = limit.replace("收到申请之日", "受理之日").replace("发证", "审批")
    afterwards = limit.replace("发证", "送达").replace("}", ", after: 发证}")
    every = f"[{limit}, {narrowed}, {from_acceptance}, {afterwards}]"
    found = ask(tmp_path, {}, limits=every, on=date(2026, 6, 1))
    assert found.answer_by == (
        "收到申请之日起15日内发证（6月1日交的话，最迟2026年6月16日）",
        "事实清楚的，收到申请之日起7日内发证",
        "受理之日起15日内审批",
        "然后15日内送达",
    )


def test_a_limit_nobody_checked_says_so(tmp_path: Path) -> None:
    limit = "[{kind: promised, length: 5, measure: working_day, starts: 收到申请之日, stage: 答复, article: 某文, verified: false}]"
    assert ask(tmp_path, {}, limits=limit).answer_by[-1].endswith("（时限未核实）")


@pytest.mark.parametrize(
    ("on", "name"),
    [(date(2026, 11, 21), "攀枝花市卫生健康委员会"), (date(2022, 1, 1), "攀枝花市卫生健康委员会")],
)
def test_the_office_is_the_one_of_that_day(tmp_path: Path, on: date, name: str) -> None:
    found = ask(
        tmp_path,
        {},
        on=on,
        lead="{line: health, seen_as: 市卫计委, level: prefecture, place: residence, verified: false}",
    )
    assert found.where is not None
    assert found.where.name == name
