"""What proves that two rows are one person, and what speaks against it: the rules that merge without a person.

What is merged wrongly costs somebody a record, so a rule needs two things that a twin, a namesake of the same day, a
parent on the same phone and a borrowed number do not have together. All else goes to people, ranked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """`holds` is a condition on the columns of `pairs`; `says` is what a clerk reads (at most 60 characters);
    a lower `rank` proves more. With `alike`, what a namesake of the same day would have in common too (a column of the
    people), the rule merges only where the files themselves bear it out; its numbers stand as `{numbers}`."""

    name: str
    rank: int
    holds: str
    says: str
    alike: str = ""


# A sound number belongs to one person: two sound ones that differ are two people, whatever else agrees.
TWO_PEOPLE = "coalesce(number_is = 'other', false)"
ANY_NUMBER = "true"
# One side has no number, or one that is a slip away: nothing in the numbers speaks against it.
_NO_OTHER_NUMBER = "coalesce(number_is NOT IN ('other', 'doubtful', 'far', 'slips'), true)"
_NO_OTHER_SEX = "coalesce(sex_is = 'same', true)"
_NO_OTHER_COUNTY = "coalesce(hukou_is <> 'other', true)"
_ONE_NAME = "coalesce(name_is IN ('same', 'former', 'sound', 'part', 'accent'), false)"
# A number under two names is borrowed, or one name is a slip: a person decides.
_NUMBER_CLEAN = "NOT number_has_two_names"

RULES = (
    Rule(
        "number",
        1,
        f"number_is = 'same' AND {_ONE_NAME} AND {_NUMBER_CLEAN}",
        "证件号码相同，姓名相同或同音",
    ),
    Rule(
        "number_slip",
        2,
        f"number_is IN ('old', 'slip') AND name_is IN ('same', 'former', 'sound') AND birth_is = 'same' AND {_NO_OTHER_SEX}",
        "证件号码只差一处，姓名和出生日期相同",
    ),
    Rule(
        "phone",
        3,
        f"name_is = 'same' AND birth_is = 'same' AND phone_is = 'same' AND {_NO_OTHER_SEX} AND {_NO_OTHER_NUMBER}",
        "姓名、出生日期、手机号都相同",
    ),
    Rule(
        "phone_birth_slip",
        4,
        f"name_is = 'same' AND birth_is IN ('swapped', 'near') AND phone_is = 'same' AND {_NO_OTHER_SEX} "
        f"AND {_NO_OTHER_NUMBER} AND {_NO_OTHER_COUNTY}",
        "姓名、手机号相同，出生日期只差一处",
    ),
    Rule(
        "home",
        5,
        f"name_is = 'same' AND birth_is = 'same' AND address_is = 'same' AND {_NO_OTHER_SEX} AND {_NO_OTHER_NUMBER}",
        "姓名、出生日期、住址都相同",
    ),
    Rule(
        "household",
        6,
        f"name_is = 'same' AND birth_is = 'same' AND head_is = 'same' AND {_NO_OTHER_COUNTY} AND {_NO_OTHER_SEX} "
        f"AND {_NO_OTHER_NUMBER}",
        "姓名、出生日期、户主都相同",
    ),
    Rule(
        "village",
        7,
        f"name_is = 'same' AND birth_is = 'same' AND hukou_is = 'same' AND {_NO_OTHER_SEX} AND {{numbers}}",
        "姓名、出生日期、户籍地都相同，这两份名册里没有这样的重名",
        alike="hukou",
    ),
    Rule(
        "county",
        8,
        f"name_is = 'same' AND birth_is = 'same' AND hukou_is IN ('same', 'county') AND {_NO_OTHER_SEX} AND {{numbers}}",
        "姓名、出生日期、户籍县都相同，这两份名册里没有这样的重名",
        alike="hukou[1:6]",
    ),
)  # fmt: skip


def first_that_holds(usable: Iterable[Rule]) -> str:
    """The rank of the first rule that holds for a pair, as SQL; NULL where none does or they are two people."""
    cases = " ".join(
        f"WHEN {rule.holds.format(numbers=_NO_OTHER_NUMBER)} THEN {rule.rank}"
        for rule in sorted(usable, key=lambda rule: rule.rank)
    )
    return f"CASE WHEN {TWO_PEOPLE} THEN NULL {cases} END"
