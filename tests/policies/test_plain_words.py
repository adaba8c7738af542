"""Every reason that a worker may be shown, over all services and regions, is one plain short sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from huigong.catalogue.answers import reasons_of
from huigong.catalogue.services import PublicService, catalogue
from huigong.rules.explain import Explanation
from huigong.rules.explain import Reason as RuleReason
from huigong.rules.nodes import AllOf, AnyOf, Cited, FactReference, Node, Not, When, fact_names
from huigong.rules.render import plain_statement, statement
from huigong.rules.values import UNKNOWN, Answer

LONGEST = 60
CATALOGUE = catalogue()
UGLY = {
    "a fact's name with its value": re.compile("为“|：符合|：不符合|：还不清楚|判定日期"),
    "the rule language": re.compile("非 |并非|参数|期限内|月后|天后|[<>=≤≥≠]"),
    "a comparison read aloud": re.compile("不少于|不多于|不早于|不晚于"),
    "brackets in brackets": re.compile("（[^（）]*（"),
    "nothing said": re.compile("^(还要看|还不清楚|不是)?：?$|：$|“”"),
}


def conditions(node: Node) -> Iterator[tuple[Node, str]]:
    """What a rule gives as reasons, with the wording that it has."""
    match node:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from conditions(part)
        case Cited(part=part, phrase=""):
            yield from conditions(part)
        case Cited(part=part, phrase=phrase):
            yield part, phrase
        case Not(part=AllOf() | AnyOf() | Cited() | When() | Not() as part):
            yield from conditions(part)
        case When(condition=condition, then=then, otherwise=otherwise):
            for part in (condition, then, otherwise):
                yield from conditions(part)
        case _:
            yield node, ""


def told(node: Node, phrase: str, answer: Answer) -> tuple[str, ...]:
    """What a worker reads when this condition has that answer."""
    fact = node.part if isinstance(node, Not) else node
    reason = RuleReason(
        text=statement(node),
        clause="",
        answer=answer,
        facts=fact_names(node),
        condition=statement(node),
        phrase=phrase,
        plain=plain_statement(node),
        alone=isinstance(fact, FactReference),
        negated=isinstance(node, Not),
        missing=fact_names(node) if answer is UNKNOWN else (),
    )
    found = Explanation(answer, (reason,), ())
    return tuple(each.plain for each in reasons_of(found, CATALOGUE.facts))


def sentences() -> Iterator[tuple[PublicService, str]]:
    for service in CATALOGUE.services:
        rules = [service.rule, *([] if service.holding is None else [service.holding])]
        for node, phrase in dict.fromkeys(each for rule in rules for each in conditions(rule)):
            for answer in (True, False, UNKNOWN):
                for words in told(node, phrase, answer):
                    yield service, words


SENTENCES = list(sentences())


@pytest.mark.parametrize("what", UGLY)
def test_no_reason_holds(what: str) -> None:
    wrong = sorted({(service.id, words) for service, words in SENTENCES if UGLY[what].search(words)})
    assert wrong == []


def test_no_reason_is_long() -> None:
    """The person's own value may follow in brackets."""
    wrong = sorted({(service.id, words) for service, words in SENTENCES if len(words) > LONGEST})
    assert wrong == []
