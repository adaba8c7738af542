"""Two kinds of case that no product file knows: one written as data, one as a value."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from huigong.casework.procedures.fields import Field, FieldKind
from huigong.casework.procedures.lengths import Length, Remedy
from huigong.casework.procedures.reading import read_procedures
from huigong.casework.procedures.roles import Origin, PartyKind, Role
from huigong.casework.procedures.terms import (
    ClockRule,
    DecisionKind,
    DecisionRule,
    Move,
    Owner,
    Phase,
    Procedure,
    Stage,
    Status,
    Weight,
    Who,
)
from huigong.directory.permissions import Permission

PACKS = Path(__file__).with_name("packs")
((NOISE, _),) = read_procedures(PACKS).procedures
_LIMIT = Length("劳动监察办结期限")

CLAIM = Procedure(
    id="back-pay-of-many",
    version=1,
    name="虚构集体讨薪",
    valid_from=date(2024, 1, 1),
    clauses=("510400/house-rules#第二条",),
    owner=Owner("hrss"),
    opened_by=frozenset({Origin.APPLICATION, Origin.INSPECTION}),
    parties={
        Role.CONCERNED: frozenset({PartyKind.PERSON}),
        Role.REPRESENTATIVE: frozenset({PartyKind.PERSON}),
        Role.RESPONDENT: frozenset({PartyKind.EMPLOYER}),
    },
    collective=True,
    outcomes={"settled": "已和解", "ordered": "责令支付"},
    stages=(
        Stage("对账", "核对每个人欠多少", ClockRule("立案", _LIMIT)),
        Stage("约谈", "约单位来谈", ClockRule("立案", _LIMIT)),
        Stage("处理", "作出处理", ClockRule("对账.结束", _LIMIT)),
    ),
    statuses=(
        Status("open", "核对约谈中", "正在对账，也在约单位来谈", Phase.WORKING, ("对账", "约谈")),
        Status("decide", "处理中", "账对好了，正在作出处理", Phase.WORKING, ("处理",)),
        Status("ordered", "已责令支付", "已经责令单位支付", Phase.DONE),
        Status("dropped", "已撤回", "大家撤回了", Phase.LEFT),
    ),
    moves=(
        Move(
            "reconciled",
            "账已对好",
            ("open",),
            "decide",
            ends="对账",
            form=(
                Field("ledger", "对账说明", FieldKind.LONG),
                Field("total", "合计欠薪", FieldKind.MONEY),
            ),
            weight=Weight.MAIN,
        ),
        Move("talked", "已约谈", ("open",), "decide", ends="约谈"),
        Move("settle", "和解", ("open", "decide"), effects=("settle",), outcome="settled"),
        Move(
            "interim",
            "先行支付决定",
            ("open", "decide"),
            effects=("decide",),
            decision=DecisionRule(DecisionKind.INTERIM, "advance", "先行支付"),
        ),
        Move(
            "order",
            "责令支付",
            ("decide",),
            "ordered",
            effects=("decide",),
            decision=DecisionRule(DecisionKind.FINAL, "order", "责令支付", favourable=True),
            outcome="ordered",
            weight=Weight.MAIN,
        ),
        Move(
            "correct",
            "更正决定",
            ("ordered",),
            effects=("correct", "decide"),
            decision=DecisionRule(
                DecisionKind.CORRECTION,
                "corrected",
                "更正",
                remedy=Remedy("可以申请行政复议", Length("复议申请期限")),
            ),
        ),
        Move(
            "drop",
            "大家撤回",
            ("open", "decide"),
            "dropped",
            who=Who.PARTY,
            permission=Permission.APPLICATION_LODGE,
            roles=(Role.REPRESENTATIVE,),
            weight=Weight.DANGER,
        ),
    ),
)
