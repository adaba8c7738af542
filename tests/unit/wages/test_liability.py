"""Who must pay wages that are owed: the articles by example, and what holds of every case."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huigong.kernel.errors import Invalid
from huigong.kernel.money import Fen
from huigong.kernel.packs import PackError, Report
from huigong.portals.cli.liability import run
from huigong.rules.values import UNKNOWN, Answer, Type
from huigong.wages.liability.cases import read_case
from huigong.wages.liability.declaring import Law, law, read_law
from huigong.wages.liability.established import Case, Claim, Paid
from huigong.wages.liability.resolving import resolve
from huigong.wages.liability.sharing import shared
from huigong.wages.liability.telling import lines
from tests.effort import examples

ON = date(2026, 11, 1)
SITE: dict[str, Answer] = {
    "工程建设": True,
    "招人的是": "分包的单位",
    "招人的有经营资格": True,
    "活是谁包出来的": "总包一方",
    "转包": False,
    "借名义接活": False,
    "由别人派来": False,
}


def of(values: Mapping[str, Answer], **more: Any) -> Case:
    return Case(on=ON, values=values, claims=more.pop("claims", (Claim("甲", Fen(100)),)), **more)


def by_rule(case: Case) -> dict[str, Mapping[str, Fen | None]]:
    return {each.rule.id: each.up_to for each in resolve(case, law()).liabilities if each.holds}


# Articles ----------------------------------------------------------------------------------------


def test_the_general_contractor_pays_first_for_arrears_of_a_subcontractor() -> None:
    """条例 30 ¶3"""
    first = resolve(of(SITE), law()).liabilities[0]
    assert (first.rule.clause, first.role) == ("100000/wage-payment-regulation#第三十条", "总承包单位")


def test_workers_of_one_case_differ_in_who_pays() -> None:
    """条例 30 and 36: one was hired by the subcontractor, the other by a foreman to whom the general contractor gave work."""
    other: dict[str, Answer] = {"招人的是": "包工的个人", "招人的有经营资格": False, "转包": False}
    case = of(SITE, claims=(Claim("甲", Fen(500)), Claim("乙", Fen(700), other)))
    liable = by_rule(case)
    assert liable["general-contractor-first"] == {"甲": 500}
    assert liable["giver-to-unqualified"] == {"乙": 700}


def test_an_owner_whose_balance_is_not_known_is_liable_and_the_balance_is_to_be_found_out() -> None:
    """条例 29 ¶2: as far as money is unpaid; how much that is must be established, not guessed."""
    resolution = resolve(of({**SITE, "建设单位拖工程款造成欠薪": True}), law())
    owner = next(each for each in resolution.liabilities if each.rule.id == "owner-in-advance")
    assert owner.up_to == {"甲": None}
    assert "未结清的工程款" in resolution.to_find_out
    assert "owner-in-advance" not in {step.rule.id for step in resolution.plan}


def test_what_the_owner_has_advanced_lowers_what_it_must_still_advance() -> None:
    paid = (Paid("甲", "建设单位", Fen(30)),)
    values = {**SITE, "建设单位拖工程款造成欠薪": True}
    case = of(values, limits={"未结清的工程款": Fen(50)}, paid=paid)
    assert by_rule(case)["owner-in-advance"] == {"甲": 20}


def test_who_paid_never_claims_back_from_itself() -> None:
    """条例 30: the general contractor hired by itself after all, so nobody owes it anything."""
    values = {**SITE, "招人的是": "总包自己"}
    case = of(values, parties={"总承包单位": "虚构建工"}, paid=(Paid("甲", "总承包单位", Fen(40)),))
    assert resolve(case, law()).recourses == ()


NOTHING_MORE: dict[str, Answer] = {
    **{name: False for name in ("建设单位拖工程款造成欠薪", "违法建设造成欠薪", "合并或者分立了")},
    **{name: False for name in ("被吊销关闭撤销或者解散", "吊销过期还在经营", "一时付不出或者逃匿")},
    **{name: False for name in ("招人的一方破产了", "总包破产了", "建设单位破产了", "别的要付的单位破产了")},
    **{name: False for name in ("建设一方包给了没有资格的", "总包包给了没有资格的")},
    "组织形式": "公司",
    "保证金的形式": "没有存",
}
PARTIES = {"总承包单位": "虚构建工", "分包单位": "虚构劳务"}


def said(case: Case) -> str:
    return "\n".join(lines(resolve(case, law()), law(), cite=str))


def test_only_the_debtor_s_own_staff_need_not_file_in_a_bankruptcy() -> None:
    """破产法 48 ¶2 against 45 and 56: the subcontractor's workers are no staff of the bankrupt general contractor."""
    known = {**SITE, **NOTHING_MORE}
    others = of({**known, "总包破产了": True}, parties=PARTIES, unable=frozenset({"分包单位"}))
    assert "书面申报" in said(others)
    assert "不用申报" not in said(others)
    own = of({**known, "招人的一方破产了": True, "欠的是破产受理以后接着干的": False}, parties=PARTIES)
    assert "不用申报" in said(own)
    assert "书面申报" not in said(own)


def test_a_bankrupt_pays_nobody_alone_and_what_its_estate_holds_is_to_be_found_out() -> None:
    """破产法 16, 113: the general contractor hired by itself, nobody wrote that it is unable."""
    values = {**SITE, **NOTHING_MORE, "招人的是": "总包自己", "招人的一方破产了": True}
    resolution = resolve(of({**values, "欠的是破产受理以后接着干的": False}, parties=PARTIES), law())
    assert resolution.plan == ()
    assert resolution.uncovered == {"甲": 100}
    assert "破产财产能分给职工的" in resolution.to_find_out


def test_the_general_contractor_is_reached_through_any_unit_under_it() -> None:
    """条例 30 ¶3: whoever was given work by the general contractor is a subcontractor, whatever it was called."""
    known = {**SITE, **NOTHING_MORE, "招人的是": "别的单位"}
    assert "general-contractor-first" in by_rule(of(known))
    sent = {**known, "活是谁包出来的": "没有转手", "由别人派来": True, "派遣方有派遣许可": False}
    assert "general-contractor-first" in by_rule(of({**sent, "用工的是": "分包的单位"}))
    resolution = resolve(of(sent), law())
    assert "general-contractor-first" not in by_rule(of(sent))
    assert "用工的是" in resolution.to_find_out
    assert "实际在谁那里干活" in said(of(sent))


def test_what_is_said_of_who_hired_holds_for_the_subcontractor_that_it_is() -> None:
    case = of(
        {**SITE, **NOTHING_MORE},
        parties={"用人单位": "虚构劳务", "总承包单位": "虚构建工"},
        unable=frozenset({"用人单位", "总承包单位"}),
    )
    resolution = resolve(case, law())
    assert {each.party for each in resolution.liabilities if each.holds} == {"虚构劳务", "虚构建工"}
    assert all(each.unable for each in resolution.liabilities if each.holds)
    assert resolution.uncovered == {"甲": 100}


def test_a_party_that_cannot_pay_cannot_in_any_of_its_roles() -> None:
    case = of(
        {**SITE, **NOTHING_MORE, "借名义接活": True},
        parties={**PARTIES, "出借单位": "虚构建工"},
        unable=frozenset({"总承包单位", "分包单位"}),
    )
    assert resolve(case, law()).uncovered == {"甲": 100}


def test_who_must_pay_and_is_not_named_is_to_be_found_out() -> None:
    resolution = resolve(of({**SITE, **NOTHING_MORE}), law())
    assert {"施工总承包单位是谁", "分包单位是谁"} <= set(resolution.to_find_out)
    assert resolve(of({**SITE, **NOTHING_MORE}, parties=PARTIES), law()).to_find_out == ()


def test_what_a_fund_may_advance_covers_nothing() -> None:
    """条例 63: nobody has a claim to it."""
    case = of(
        {**SITE, **NOTHING_MORE, "一时付不出或者逃匿": True},
        parties=PARTIES,
        limits={"应急周转金能垫的": Fen(1000)},
        unable=frozenset(PARTIES),
    )
    assert resolve(case, law()).uncovered == {"甲": 100}


def test_a_natural_person_who_hired_answers_by_the_article_for_persons() -> None:
    """劳动合同法 94, not 93, which is for units."""
    values: dict[str, Answer] = {**SITE, "招人的是": "包工的个人", "招人的有经营资格": False}
    liable = by_rule(of(values))
    assert "foreman" in liable
    assert "unqualified-employer" not in liable


def test_the_successor_pays_whether_or_not_workers_agreed() -> None:
    """劳动合同法 34: the article of the regulation on their consent only adds to it."""
    assert "successor" in by_rule(of({**SITE, **NOTHING_MORE, "合并或者分立了": True}))


def test_the_owner_pays_where_it_gave_all_to_somebody_unqualified() -> None:
    """条例 36 ¶1 asks to whom the work was given, not who hired in the end."""
    liable = by_rule(of({**SITE, **NOTHING_MORE, "建设一方包给了没有资格的": True}))
    assert "owner-to-unqualified" in liable


def test_nobody_claims_back_more_than_was_owed_and_it_is_said() -> None:
    case = of({**SITE, **NOTHING_MORE}, parties=PARTIES, paid=(Paid("甲", "总承包单位", Fen(150)),))
    resolution = resolve(case, law())
    assert [(each.debtor, each.amount) for each in resolution.recourses] == [("分包单位", 100)]
    assert resolution.overpaid == {"甲": 50}


def test_who_owes_at_the_end_of_a_chain_is_named_beside_the_subcontractor() -> None:
    """条例 30 ¶3: the general contractor claims back by the law; the third firm owes, the first subcontractor let the work on."""
    values = {**SITE, **NOTHING_MORE, "招人的是": "别的单位", "活是谁包出来的": "分包一方"}
    case = of(
        values,
        parties={**PARTIES, "用人单位": "虚构第三层"},
        paid=(Paid("甲", "总承包单位", Fen(100)),),
    )
    assert "可以向分包单位、招人的一方追偿" in said(case)


def test_what_a_fund_paid_is_claimed_back_from_who_hired_that_worker() -> None:
    own: dict[str, Answer] = {"招人的是": "包工的个人", "招人的有经营资格": False}
    case = of(
        {**SITE, **NOTHING_MORE, "一时付不出或者逃匿": True},
        claims=(Claim("甲", Fen(100)), Claim("乙", Fen(100), own)),
        parties={**PARTIES, "用人单位": "虚构包工的人"},
        paid=(Paid("乙", "应急周转金", Fen(10)),),
    )
    assert [each.debtor for each in resolve(case, law()).recourses] == ["用人单位"]


def test_before_the_regulation_the_contract_law_holds_and_it_is_said() -> None:
    """条例 64: in force from 2020-05-01; 劳动合同法 30 since 2008."""
    case = Case(date(2020, 4, 30), {**SITE, **NOTHING_MORE}, (Claim("甲", Fen(100)),), PARTIES)
    assert set(resolve(case, law()).uncovered.values()) == {0}
    assert "条例还没有施行" in said(case)
    assert "没有核对" in said(Case(date(2014, 12, 31), SITE, (Claim("甲", Fen(100)),)))


def test_words_say_what_each_worker_gets_and_who_cannot_pay() -> None:
    case = of(
        {**SITE, **NOTHING_MORE, "建设单位拖工程款造成欠薪": True},
        claims=(Claim("甲", Fen(200_00)), Claim("乙", Fen(100_00))),
        parties={**PARTIES, "建设单位": "虚构置业"},
        limits={"未结清的工程款": Fen(150_00)},
        unable=frozenset({"总承包单位"}),
    )
    assert "施工总承包单位（虚构建工）（付不出）" in said(case)
    assert "建设单位付：甲 100 元、乙 50 元。" in said(case)
    assert "分包单位付：甲 100 元、乙 50 元。" in said(case)


# What holds of every case -------------------------------------------------------------------------

AMOUNTS = st.integers(0, 10**9).map(Fen)


def answers(known: Law) -> st.SearchStrategy[dict[str, Answer]]:
    asked = {name: fact for name, fact in known.facts.items() if not fact.derived}
    values = {
        name: st.sampled_from((UNKNOWN, *((True, False) if fact.type is Type.BOOL else fact.values)))
        for name, fact in asked.items()
    }
    return st.fixed_dictionaries(values)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    known, names = law(), ("甲", "乙", "丙")
    claims = tuple(
        Claim(name, draw(AMOUNTS), draw(answers(known)) if draw(st.booleans()) else {}) for name in names
    )
    payment = st.builds(Paid, st.sampled_from(names), st.sampled_from(tuple(known.roles)), AMOUNTS)
    return Case(
        on=ON,
        values=draw(answers(known)),
        claims=claims,
        parties=draw(st.dictionaries(st.sampled_from(tuple(known.roles)), st.just("虚构单位"))),
        limits=draw(st.dictionaries(st.sampled_from(known.limits), st.none() | AMOUNTS)),
        paid=tuple(draw(st.lists(payment, max_size=3))),
        unable=draw(st.frozensets(st.sampled_from(tuple(known.roles)))),
    )


@given(cases())
@settings(max_examples=examples(40, release=2000), deadline=None)
def test_nobody_is_asked_for_more_than_is_owed_or_than_the_limit(case: Case) -> None:
    resolution = resolve(case, law())
    for each in resolution.liabilities:
        sums = [fen for fen in each.up_to.values() if fen is not None]
        assert all(
            0 <= fen <= resolution.outstanding[name] for name, fen in each.up_to.items() if fen is not None
        )
        if each.limit is not None:
            assert sum(sums) == min(each.limit, sum(resolution.outstanding[name] for name in each.up_to))


@given(cases())
@settings(max_examples=examples(40, release=2000), deadline=None)
def test_the_plan_and_what_nobody_covers_close_to_the_fen(case: Case) -> None:
    resolution = resolve(case, law())
    planned = dict.fromkeys(resolution.outstanding, 0)
    pots: dict[str, int] = {}
    for step in resolution.plan:
        assert step.role not in case.unable
        planned[step.claim] += step.amount
        if step.rule.limit:
            pots[step.rule.limit] = pots.get(step.rule.limit, 0) + step.amount
    for name, owed in resolution.outstanding.items():
        assert planned[name] + resolution.uncovered[name] == owed
    assert all(spent <= (case.limits.get(name) or 0) for name, spent in pots.items())


@given(cases(), st.data())
@settings(max_examples=examples(40, release=2000), deadline=None)
def test_what_is_sure_stays_sure_when_more_is_found_out(case: Case, data: st.DataObject) -> None:
    known = law()
    more = data.draw(answers(known))
    fuller = {name: more[name] if value is UNKNOWN else value for name, value in case.values.items()}
    before = resolve(case, known)
    after = resolve(Case(**{**vars(case), "values": fuller}), known)
    sure: dict[str, set[str]] = {}
    for each in after.liabilities:  # by article: who hired may turn out to be the subcontractor
        sure.setdefault(each.rule.id, set()).update(each.up_to)
    for each in before.liabilities:
        assert set(each.up_to) <= sure.get(each.rule.id, set())


@given(AMOUNTS, st.dictionaries(st.sampled_from("甲乙丙丁戊"), AMOUNTS, min_size=1))
@settings(max_examples=examples(200, release=2000), deadline=None)
def test_a_sum_that_does_not_reach_is_shared_to_the_fen(limit: Fen, owed: dict[str, Fen]) -> None:
    shares = shared(limit, owed)
    assert sum(shares.values()) == min(limit, sum(owed.values()))
    for name, fen in shares.items():
        exact = limit * owed[name] / max(sum(owed.values()), 1)
        assert 0 <= fen <= owed[name]
        assert limit >= sum(owed.values()) or abs(fen - exact) <= 1


# What people write -------------------------------------------------------------------------------


def test_a_case_as_people_write_it() -> None:
    written = "on: 2026-11-01\nfacts: {工程建设: 是, 招人的是: 分包的单位}\nowed: {甲: 1.2万元}\n"
    case = read_case(written, law())
    in_json = '{"on": "2026-11-01", "facts": {"工程建设": "是", "招人的是": "分包的单位"}, "owed": {"甲": "1.2万元"}}'
    assert read_case(in_json, law()) == case
    assert case.claims == (Claim("甲", Fen(1_200_000)),)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("on: 2026-11-01\nfacts: {工程建: 是}\nowed: {甲: 1元}", "是不是“工程建设”"),
        ("on: 2026-11-01\nfacts: {招人的是: 老板}\nowed: {甲: 1元}", "招人的是"),
        ("on: 2026-11-01\nowed: {甲: 一些}", "金额"),
        ("on: 2026-11-01", "没有写欠谁多少"),
        ("owed: {甲: 1元}", "on"),
    ],
)
def test_a_case_that_cannot_be_read_says_what_and_where(written: str, told: str) -> None:
    with pytest.raises(PackError) as refused:
        read_case(written, law())
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"parties": {"老板": "虚构"}}, "liability.role"),
        ({"limits": {"工程款": Fen(1)}}, "liability.limit"),
        ({"paid": (Paid("丁", "总承包单位", Fen(1)),)}, "liability.claim"),
        ({"claims": (Claim("甲", Fen(1)), Claim("甲", Fen(2)))}, "liability.claim_twice"),
        ({"claims": (Claim("甲", Fen(-1)),)}, "liability.amount"),
    ],
)
def test_what_does_not_fit_together_is_refused(more: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        resolve(of(SITE, **more), law())
    assert refused.value.code == code


def test_a_rule_with_an_error_is_told_with_its_place_and_left_out(tmp_path: Path) -> None:
    pack = tmp_path / "100000" / "some-law"
    pack.mkdir(parents=True)
    (pack / "liability.yaml").write_text(
        "roles: {甲方: {name: 甲}}\n"
        "facts: {真的: {type: bool, decided: true}}\n"
        "rules:\n"
        "  - {id: a, from: 2020-05-01, clause: '#第一条', order: 1, payer: 甲方, how: pays, when: 真的}\n"
        "  - {id: b, from: 2020-05-01, clause: '#第一条', order: 1, payer: 乙方, how: pays, when: 真得}\n",
        encoding="utf-8",
    )
    report = Report()
    assert [rule.id for rule in read_law(tmp_path, report).rules] == ["a"]
    assert {str(error.place) for error in report} == {
        "100000/some-law/liability.yaml:5:64",
        "100000/some-law/liability.yaml:5:85",
    }


def test_the_shell_says_that_all_is_covered_only_where_somebody_named_must_pay(tmp_path: Path) -> None:
    facts = {
        name: {True: "是", False: "否"}.get(value, value) for name, value in {**SITE, **NOTHING_MORE}.items()
    }
    written = {"on": "2026-11-01", "facts": facts, "owed": {"甲": "100元"}}
    case = tmp_path / "case.json"
    case.write_text(json.dumps({**written, "parties": PARTIES}), encoding="utf-8")
    assert run(["--case", str(case)]) == 0
    case.write_text(json.dumps(written), encoding="utf-8")
    assert run(["--case", str(case)]) == 1
    bankrupt = {**written, "parties": PARTIES, "facts": {**facts, "总包破产了": "是"}, "unable": ["用人单位"]}
    case.write_text(json.dumps(bankrupt), encoding="utf-8")
    assert run(["--case", str(case)]) == 1
