"""The kinds of difference, each declared once: what it needs, when it holds, what is missing, and where to look.

`holds` and `amount` are SQL over `months`, one row a project and worker (see `sums`), or over the table that `among`
names. Names in braces are figures of the month: {tolerance}, {working_days}, {month_end}, {as_of}.
"""

from __future__ import annotations

from dataclasses import dataclass

ATTENDED, PAYROLL, BANK, ROSTER, PROJECTS = "attendance", "payroll", "bank", "roster", "projects"

_HELD_AGAINST = "net + CASE WHEN coalesce(share_counts, TRUE) THEN own_share ELSE 0 END"
"""What is held against the least wage: net, and where the own insurance share may be part of it, that too. Where no
place has said whether it may, nobody is told to pay more than is sure; `judging` tells how many that leaves open."""


@dataclass(frozen=True)
class DifferenceKind:
    """`needs`: tables, or `table.column`, without which it is not judged; `half`: those without which it is judged by
    the others alone; `amount`: fen, in SQL; `evidence`: the tables
    whose lines show it; `do`: what whoever answers for the project does next."""

    code: str
    says: str
    do: str
    needs: tuple[str, ...]
    holds: str
    evidence: tuple[str, ...]
    amount: str = "NULL"
    among: str = "months"
    half: tuple[str, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether it is about money that is due, and so holds only once the pay-day has passed."""
        return "due" in self.holds.split()


KINDS = (
    DifferenceKind(
        "worked_not_on_payroll",
        "有考勤，工资表上没有这个人",
        "请劳资专管员补进工资表，当月付清",
        (ATTENDED, PAYROLL),
        "attended > 0 AND lines IS NULL",
        (ATTENDED,),
    ),
    DifferenceKind(
        "payroll_without_work",
        "工资表上有天数或者钱，没有考勤",
        "请核对考勤有没有漏，或者这个人在不在工地",
        (PAYROLL, ATTENDED),
        "positive AND attended = 0",
        (PAYROLL,),
        "net",
    ),
    DifferenceKind(
        "days_differ",
        "工资表的天数和考勤对不上",
        "请和工人一起核对天数，改了要本人确认",
        ("payroll.days", ATTENDED),
        "attended > 0 AND abs(days - attended * 10000) > {tolerance}",
        (ATTENDED, PAYROLL),
    ),
    DifferenceKind(
        "not_paid",
        "应当发的工资没有到账",
        "请马上从专户补发到本人的卡",
        (PAYROLL, BANK),
        "due AND net > 0 AND credited <= 0",
        (PAYROLL, BANK),
        "net - credited",
    ),
    DifferenceKind(
        "paid_short",
        "到账的比应当发的少",
        "请补发差额到本人的卡",
        (PAYROLL, BANK),
        "due AND credited > 0 AND credited < net",
        (PAYROLL, BANK),
        "net - credited",
    ),
    DifferenceKind(
        "paid_late",
        "发够的那天晚于发薪日",
        "请说明原因，下个月按发薪日发",
        (PAYROLL, BANK, "projects.pay_day"),
        "due",
        (PAYROLL, BANK),
        "net",
        "late",
    ),
    DifferenceKind(
        "other_card",
        "钱进了花名册上没有的卡",
        "请向工人核实是不是本人的卡，不是的要追回补发",
        (BANK, "roster.card"),
        "TRUE",
        (BANK, ROSTER),
        "amount",
        "other_cards",
    ),
    DifferenceKind(
        "shared_card",
        "两个以上的人的工资进了一张卡",
        "请逐人核实，工资要发到本人的卡",
        (BANK,),
        "TRUE",
        (BANK,),
        "amount",
        "shared_cards",
    ),
    DifferenceKind(
        "below_minimum",
        "出满勤，实发低于当地最低工资",
        "请补到最低工资；扣款要有依据",
        (ATTENDED, PAYROLL, PROJECTS),
        f"attended >= {{working_days}} AND {_HELD_AGAINST} < minimum",
        (ATTENDED, PAYROLL, PROJECTS),
        f"minimum - ({_HELD_AGAINST})",
    ),
    DifferenceKind(
        "unregistered",
        "干活或者领工资的时候没有实名登记",
        "请补登记进退场日期，没有登记的不得进场",
        (ROSTER,),
        "(days_worked & ~covered) <> 0 OR (lines IS NOT NULL AND covered = 0)",
        (ATTENDED, PAYROLL, ROSTER),
        "net",
        half=(ATTENDED, PAYROLL),
    ),
    DifferenceKind(
        "no_contract",
        "登记了，干活那天没有劳动合同",
        "请补签劳动合同，登记合同编号",
        ("roster.contract", ATTENDED),
        "(days_worked & covered & ~contracted) <> 0",
        (ATTENDED, ROSTER),
    ),
    DifferenceKind(
        "left_unsettled",
        "人已退场，工资没有结清",
        "退场时工资要一次付清，请马上补发",
        (ROSTER, PAYROLL, BANK),
        "left_on <= least({month_end}, {as_of}) AND (net > ever OR (attended > 0 AND lines IS NULL))",
        (ROSTER, ATTENDED, PAYROLL, BANK),
        "net - ever",
        "leavers",
        half=(ATTENDED,),
    ),
    DifferenceKind(
        "two_sites",
        "同一天在两个项目都满八小时",
        "请核对两个项目的考勤，问本人那天在哪里",
        (ATTENDED,),
        "TRUE",
        (ATTENDED,),
        among="two_sites",
    ),
    DifferenceKind(
        "unsigned",
        "有工资，本人没有确认",
        "请让本人看过工资单再确认",
        ("payroll.confirmed",),
        "NOT confirmed AND (net > 0 OR credited > 0)",
        (PAYROLL, BANK),
        "greatest(net, credited)",
        half=(BANK,),
    ),
    DifferenceKind(
        "account_mismatch",
        "专户的余额对不上",
        "请银行和总包逐笔核对专户流水",
        ("projects.opening", "projects.transferred", "projects.closing", BANK),
        "opening + transferred - credited <> closing",
        (PROJECTS,),
        "opening + transferred - credited - closing",
        "accounts",
    ),
)
"""A kind about money that is due asks `due`; every other holds from the day on which its lines say so."""
OF_CODE = {kind.code: kind for kind in KINDS}
