"""The law on who must pay: `policies/<region>/<document>/liability.yaml`.

roles:                                   # who may have to pay; `money: true` for a sum set aside
  用人单位: {name: 招人的一方, same_as: {招人的是: {分包的单位: 分包单位}}, bankrupt: 招人的一方破产了}
facts:                                   # what is established about a case, as in facts.yaml
  工程建设: {type: bool, decided: true}
rules:
  - id: owner-in-advance
    from: 2020-05-01
    clause: "#第二十九条"
    order: 30                            # who is asked before whom
    payer: 建设单位                       # or payer_by: {fact: {option: role}}
    how: advance
    limit: 未结清的工程款                  # the name of a sum of the case; without it no limit
    when: 工程建设 且 建设单位拖工程款造成欠薪
    recourse: [分包单位, 用人单位]          # from whom it may be claimed back: those that the case names
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from huigong.kernel.packs import Entry, Kept, PackFile, Report, Shape, entries
from huigong.kernel.packs.kinds import choice, day, flag, mapped, named, number, rows, text, texts, whatever
from huigong.kernel.packs.shapes import unknown
from huigong.rules.check import check as check_rule
from huigong.rules.declaring import Declared
from huigong.rules.facts import FactDictionary
from huigong.rules.nodes import Fact, Node
from huigong.rules.parse import parse_condition
from huigong.rules.values import Answer, Type
from huigong.wages.liability.shapes import EXAMPLE

FILE = "*/liability.yaml"


class How(StrEnum):
    """In what way somebody is liable."""

    FIRST = "first"  # pays before the party that owes, and claims it back
    PAYS = "pays"  # pays in its place
    JOINT = "joint"  # together with the party that owes
    ADVANCE = "advance"  # pays in advance, up to a limit
    DIRECT = "direct"  # owes it
    AFTER = "after"  # where the party that owes does not pay
    FUND = "fund"  # money that was set aside for it
    ESTATE = "estate"  # in its place in the order of the employer's bankruptcy, without filing
    COMMON = "common"  # from the employer's estate at once, for work after the bankruptcy began
    FILED = "filed"  # from the estate of somebody else, for who files in time
    PARTY = "party"  # may be made a party to the dispute; what it bears is for those who decide it
    MAY = "may"  # may advance a part; nobody has a claim to it

    @property
    def covers(self) -> bool:
        """Whether wages count as covered by it."""
        return self not in (How.MAY, How.PARTY)


@dataclass(frozen=True)
class Role:
    """A place in a case that a party fills. `same_as` maps a fact's option to the role that fills this one too,
    `bankrupt` is the fact that says that this party is."""

    id: str
    name: str
    money: bool
    fact: str = ""
    same_as: Mapping[str, str] | None = None
    bankrupt: str = ""

    def stands_for(self, values: Mapping[str, Answer]) -> str:
        """The role whose party it is in a case."""
        option = values.get(self.fact)
        return (self.same_as or {}).get(str(option), self.id)


@dataclass(frozen=True)
class Rule:
    """One article's answer. Either `payer` is set, or `payer_of` maps the options of the fact `payer_fact` to roles."""

    id: str
    since: date
    until: date | None
    clause: str
    also: tuple[str, ...]
    order: int
    how: How
    when: Node
    payer: str
    payer_fact: str
    payer_of: Mapping[str, str]
    limit: str
    recourse: tuple[str, ...]
    despite: str

    def holds_on(self, day: date) -> bool:
        """Whether it is law on a day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def payer_in(self, values: Mapping[str, Answer]) -> str:
        """The role that pays in a case; "" where what decides it is not known."""
        return self.payer or self.payer_of.get(str(values.get(self.payer_fact)), "")


@dataclass(frozen=True)
class Law:
    """All rules, in the order in which somebody is asked to pay."""

    roles: Mapping[str, Role]
    facts: FactDictionary
    rules: tuple[Rule, ...]

    def on(self, day: date) -> tuple[Rule, ...]:
        """The rules that are law on a day."""
        return tuple(rule for rule in self.rules if rule.holds_on(day))

    @property
    def limits(self) -> tuple[str, ...]:
        """The names of the sums that bound somebody's liability."""
        return tuple(dict.fromkeys(rule.limit for rule in self.rules if rule.limit))


_ROLE = Shape("角色", {"name": text(), "money": flag(False), "same_as": whatever(None), "bankrupt": text("")})
_RULE = Shape(
    "谁付钱的规则",
    {
        "id": text(),
        "from": day(),
        "until": day(None),
        "clause": text(),
        "also": texts(),
        "order": number(),
        "payer": text(""),
        "payer_by": whatever(None),
        "how": choice(How),
        "limit": text(""),
        "when": whatever(),
        "recourse": texts(),
        "despite": text(""),
    },
    named="id",
)
SHAPE = Shape(
    "谁付欠薪",
    {
        "roles": mapped(named(_ROLE), inside=_ROLE),
        "facts": whatever(),
        "rules": rows(_RULE),
        "examples": rows(EXAMPLE),
    },
)


def read_law(folder: Path, report: Report) -> Law:
    """The rules of all packs below a folder; what is wrong goes into the report, and a rule with an error is left out."""
    roles: dict[str, Role] = {}
    declared, written_files = Declared(), list(entries(folder, FILE, SHAPE, report))
    for _, entry in written_files:
        declared.read(entry["facts"], report)
        for name, written in entry["roles"].items():
            fact, same_as = _by_option(written, "same_as", entry["roles"], declared.facts)
            bankrupt = written["bankrupt"]
            if bankrupt and bankrupt not in declared.facts:
                unknown(written.spot("bankrupt"), bankrupt, declared.facts, kind="事实")
            roles[name] = Role(name, written["name"], written["money"], fact, same_as, bankrupt)
    facts = FactDictionary({}) if report.errors else FactDictionary.of(declared)
    law = [
        rule
        for file, entry in written_files
        for written in entry["rules"]
        if (rule := _rule(written, file, roles, facts)) is not None
    ]
    return Law(roles, facts, tuple(sorted(law, key=lambda rule: rule.order)))


def _rule(
    written: Entry, file: PackFile, roles: Mapping[str, Role], facts: Mapping[str, Fact]
) -> Rule | None:
    """The rule of a well-formed entry; None where anything in it is wrong, which stands in the report."""
    report, before = written.report, len(written.report.errors)
    when: Node | None = None
    with report.noting():
        when = parse_condition(written["when"], facts=facts, where=written.spot("when").place)
        check_rule(when, facts, expect=Type.BOOL)
    fact, by_option = _by_option(written, "payer_by", roles, facts)
    if bool(written["payer"]) == bool(by_option):
        written.wrong("payer", "由谁付要写 payer，或者写 payer_by，只写一样")
    _check_roles(written, (written["payer"], *written["recourse"]), roles)
    if when is None or len(report.errors) > before:
        return None
    return Rule(
        id=written["id"],
        since=written["from"],
        until=written["until"],
        clause=_full(written["clause"], file),
        also=tuple(_full(clause, file) for clause in written["also"]),
        order=written["order"],
        how=written["how"],
        when=when,
        payer=written["payer"],
        payer_fact=fact,
        payer_of=by_option,
        limit=written["limit"],
        recourse=written["recourse"],
        despite=written["despite"],
    )


def _full(clause: str, file: PackFile) -> str:
    return f"{file.document}{clause}" if clause.startswith("#") else clause


def _check_roles(written: Entry, names: Iterable[str], roles: Mapping[str, Role]) -> None:
    for name in filter(None, names):
        if name not in roles:
            unknown(
                written.spot("payer" if name == written["payer"] else "recourse"), name, roles, kind="角色"
            )


def _by_option(
    written: Entry, key: str, roles: Mapping[str, Any], facts: Mapping[str, Fact]
) -> tuple[str, dict[str, str]]:
    """`{fact: {option: role}}` as the fact and its options; ("", {}) where it is absent or wrong."""
    raw = written[key]
    if raw is None:
        return "", {}
    spot = written.spot(key)
    if not isinstance(raw, dict) or len(raw) != 1 or not isinstance(next(iter(raw.values())), dict):
        spot.wrong("这里写一个事实，和它的哪个选项是哪个角色", "例如 {招人的是: {分包的单位: 分包单位}}")
        return "", {}
    [(fact, options)] = raw.items()
    known = facts.get(str(fact))
    if known is None:
        unknown(spot, fact, facts, kind="事实")
        return "", {}
    for option, role in options.items():
        if option not in known.values:
            unknown(spot, option, known.values, kind="选项")
        if role not in roles:
            unknown(spot, role, roles, kind="角色")
    return str(fact), {str(option): str(role) for option, role in options.items()}


law: Kept[Law] = Kept(read_law)
