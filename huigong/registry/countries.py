"""Which country or territory a passport is from: two of them may give the same number to two people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from huigong import forms
from huigong.forms.codes import CodeList
from huigong.kernel.errors import Invalid
from huigong.registry.models import Person

LIST: Final = "国家和地区"
"""The code list of the packs that says them."""

FROM_SOMEWHERE: Final = frozenset({Person.Paper.PASSPORT.value})
"""The kinds of paper of which the number alone is no one's; the others are all given by one country."""


def choices(*, on: date) -> list[tuple[str, str]]:
    """Code and name of those that may be chosen on that day, in the order of the list."""
    listed = _listed()
    return [(option.code, option.name) for option in listed.options(on=on)] if listed else []


def codes() -> tuple[str, ...]:
    """Every code that the list ever had."""
    listed = _listed()
    return _codes(listed) if listed else ()


def name_of(code: str) -> str:
    """What it is called now; "" for none."""
    listed = _listed()
    return _names(listed).get(code, code) if listed and code else code


def required(paper: str, code: str, *, on: date) -> str:
    """The code as it is kept: "" for a paper that needs none. Raises `Invalid` (`person.paper_country`)."""
    offered = dict(choices(on=on))
    if paper not in FROM_SOMEWHERE or not offered:
        return ""
    if code not in offered:
        raise Invalid(
            code="person.paper_country",
            about="country",
            what="没有说护照是哪个国家或者地区发的",
            why="不同国家的护照可能有相同的号码",
            do="请照护照上写的选",
        )
    return code


def _listed() -> CodeList | None:
    """None where the packs have none: nobody is asked then."""
    return forms.book().codes.get(LIST)


@lru_cache(maxsize=4)
def _codes(listed: CodeList) -> tuple[str, ...]:
    return listed.ever()


@lru_cache(maxsize=4)
def _names(listed: CodeList) -> Mapping[str, str]:
    return {code.code: code.name for code in listed.codes}
