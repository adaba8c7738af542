"""A service in the words of the desk: its conditions with links, who answers for it, how versions differ."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huigong.catalogue.answering import who_answers
from huigong.catalogue.answers import amount_of
from huigong.catalogue.guide import guide, parts_of
from huigong.catalogue.services import PublicService, ServiceKind, catalogue
from huigong.directory import offices
from huigong.directory.offices import Level
from huigong.portals.desk.parts.clauses import ClauseLink, link
from huigong.rules.nodes import Cited, Node, walk
from huigong.rules.render import render

KINDS = {
    ServiceKind.BENEFIT: _("补贴减免"),
    ServiceKind.PERMIT: _("证照登记"),
    ServiceKind.SERVICE: _("公共服务"),
    ServiceKind.COMPLAINT: _("投诉维权"),
}


@dataclass(frozen=True)
class Piece:
    """A stretch of a sentence, or the clause that stands after it."""

    text: str
    clause: ClauseLink | None = None


@dataclass(frozen=True)
class Condition:
    """One condition for officers, with its clauses as links, and in a worker's words."""

    pieces: tuple[Piece, ...]
    plain: str

    @property
    def words(self) -> str:
        """The condition without its clauses."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Answering:
    """An office of a service: as printed or as it was called then, and who that is on the day looked at.

    `told` says which level answers and what decides the place, `basis` by which article.
    """

    lead: bool
    then: str
    now: str
    told: tuple[str, ...] = ()
    basis: str = ""


@dataclass(frozen=True)
class Line:
    """A line of one version; `only_here` when the other version does not say it."""

    text: str
    only_here: bool


@dataclass(frozen=True)
class Difference:
    """What two versions say differently about one thing."""

    title: str
    above: tuple[Line, ...]
    here: tuple[Line, ...]


def conditions(service: PublicService, *, region: str, on: date, unverified: bool) -> tuple[Condition, ...]:
    """Each condition that must hold, parameters with their value on that day."""
    section = guide(service, catalogue=catalogue(), region=region, on=on).section("要符合什么")
    parts = parts_of(service)
    plain = section.lines if section else ("",) * len(parts)
    return tuple(
        Condition(pieces(part, region=region, on=on, unverified=unverified), words)
        for part, words in zip(parts, plain, strict=True)
    )


def pieces(node: Node, *, region: str, on: date, unverified: bool) -> tuple[Piece, ...]:
    """The officer's sentence cut at its clauses."""
    known = catalogue()
    sentence = render(
        node,
        known.facts,
        known.parameters.lookup(region, unverified=unverified),
        on,
        declared=known.parameters.declarations,
    ).removesuffix("。")
    cited = {part.clause for part in walk(node) if isinstance(part, Cited) and part.clause}
    marks = {f"（依据：{clause}）": clause for clause in cited}
    if not marks:
        return (Piece(sentence),)
    # References hold brackets of their own, so the marks are looked for whole, the longest first.
    cut = re.split(f"({'|'.join(map(re.escape, sorted(marks, key=len, reverse=True)))})", sentence)
    return tuple(Piece("", link(marks[part])) if part in marks else Piece(part) for part in cut if part)


def answering(service: PublicService, *, region: str, on: date) -> tuple[Answering, ...]:
    """The leads first, with why it is those offices, then those who support them."""
    book, lead = offices.book(), service.lead
    level = Level.COUNTY if lead.level.of_court or lead.level.below_county else lead.level

    def called(line: str, day: date) -> str:
        return book.answering(region, line, level, day).shown

    where = who_answers(service, region=region, on=on)
    return (
        *(
            Answering(
                True,
                each.lead.seen_as or called(each.lead.line, service.valid_from),
                each.names,
                each.lines[1:],
                each.basis,
            )
            for each in (replace(where, others=()), *where.others)
        ),
        *(Answering(False, called(line, service.valid_from), called(line, on)) for line in service.support),
    )


def amount_words(service: PublicService, *, region: str, on: date, unverified: bool) -> str:
    """`每户每年 9,600 元；…`; empty for a service without an amount."""
    parameters = catalogue().parameters.lookup(region, unverified=unverified)
    return amount_of(service, catalogue().facts, values={}, parameters=parameters, on=on)[1]


def differences(
    above: PublicService, here: PublicService, *, on: date, unverified: bool
) -> tuple[Difference, ...]:
    """Where the version of the lower region says something else, in the order of a service's page."""
    left, right = (_said(version, on=on, unverified=unverified) for version in (above, here))
    return tuple(
        Difference(title, _lines(left[title], right[title]), _lines(right[title], left[title]))
        for title in left
        if left[title] != right[title]
    )


def _lines(texts: tuple[str, ...], others: tuple[str, ...]) -> tuple[Line, ...]:
    return tuple(Line(text, text not in others) for text in texts)


def _said(service: PublicService, *, on: date, unverified: bool) -> dict[str, tuple[str, ...]]:
    region = service.region
    stated = conditions(service, region=region, on=on, unverified=unverified)
    told: dict[str, Iterable[str]] = {
        gettext("名称"): (service.name,),
        gettext("概述"): (service.summary,),
        gettext("对象"): (service.for_whom,),
        gettext("条件"): (condition.words for condition in stated),
        gettext("金额"): (amount_words(service, region=region, on=on, unverified=unverified),),
        gettext("材料"): (need.name for need in service.evidence),
        gettext("牵头部门"): (lead.seen_as for lead in service.leads),
        gettext("时限"): (limit.text for limit in service.limits),
        gettext("结果"): (service.result,),
        gettext("写入的事实"): written(service),
        gettext("办理渠道"): service.channels,
        gettext("收费"): (service.charge,),
        gettext("不给办怎么办"): service.refused,
        gettext("依据"): (link(clause).text for clause in service.clauses),
    }
    return {title: tuple(filter(None, texts)) for title, texts in told.items()}


def written(service: PublicService) -> tuple[str, ...]:
    """`持有居住证：是` for each fact that a grant makes true."""
    words = {True: "是", False: "否"}
    return tuple(
        f"{write.fact}：{words[write.value] if isinstance(write.value, bool) else write.value}"
        f"{'（记在交表的人名下）' if write.of_sender else ''}"
        for write in service.writes
    )
