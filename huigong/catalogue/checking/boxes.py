"""A box says at least what the question of its fact says.

On a screen of several facts people read only the words beside the boxes, and what they do not tick is a no.
A box that leaves words out answers no for exactly those whom the words were written for: 监测户 beside 脱贫户,
land that is taken already. So every word of the question stands in its box too, but for the words of asking
and of how to answer; more may stand there. Words are compared by their characters, since Chinese has no spaces
and a box may put them in another order; that a word left out shares all its characters with others is rare. A
synonym is reported as well, as it should be: one thing has one word. What the help of a screen says once, for all its
boxes, need not stand in each.
"""

from __future__ import annotations

import re

from huigong.catalogue.conversation import QUESTIONS, Together
from huigong.catalogue.services import Catalogue
from huigong.kernel.packs import PackError, Place, Report
from huigong.rules.nodes import Fact

_OF_ASKING = frozenset("您你我吗呢的了是")
_HOW_TO_ANSWER = re.compile("可以不回答")
_TO_CHOOSE = re.compile("选“[^”]*”")
_WORDS = re.compile(r"[0-9]+|[\u4e00-\u9fff]")


def check(catalogue: Catalogue, report: Report) -> None:
    """Reports each box that says less than its question, and each that is told to press what is not there."""
    for screen in catalogue.conversation.together:
        for fact in screen.options.keys() & catalogue.facts.keys():
            _check(screen, catalogue.facts[fact], report)


def left_out(question: str, box: str) -> str:
    """The characters and numbers of a question that its box does not say, in their order."""
    said = set(_WORDS.findall(box)) | _OF_ASKING
    asked = _WORDS.findall(_HOW_TO_ANSWER.sub("", question))
    return "".join(dict.fromkeys(word for word in asked if word not in said))


def _check(screen: Together, fact: Fact, report: Report) -> None:
    place = screen.places.get(fact.name) or Place(QUESTIONS)
    if _TO_CHOOSE.search(fact.question + fact.help):
        what, why = f"“{fact.name}”的问法或者说明写了选哪一个", "一起问的时候只有打勾，没有“是”“否”可以选"
        do = "请写“也算”“不算”"
        report.add(PackError("pack.box_choice", what=what, why=why, do=do, place=place))
    missing = left_out(fact.question, screen.options[fact.name] + screen.help)
    if missing:
        what = f"“{fact.name}”旁边的话比问法说得少，没有说到：{missing}"
        why = f"问法是“{fact.question}”；没说到的那种人不会选，就成了“否”"
        do = "请把问法里的话都写上，同一样东西用同一个词"
        report.add(PackError("pack.box", what=what, why=why, do=do, place=place))
