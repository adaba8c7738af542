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
    people), the rule merges only where the files themselves bear it out: `proving` says for which `{chance}`, and its
    numbers stand as `{numbers}`."""

    name: str
    rank: int
    holds: str
    says: str
    alike: str = ""
    new_phone: bool = False  # holds where both have a phone and they differ


_NO_OTHER_SEX = "coalesce(sex_is = 'same', true)"
# A sound number belongs to one person: nobody with two sound ones that differ is merged, whatever else agrees.
TWO_PEOPLE = "coalesce(number_is = 'other', false)"
# Yet one person may have been given two numbers, so with a phone or a home in common somebody looks.
PERHAPS_TWO_NUMBERS = f"""(
    name_is IN ('same', 'former') AND birth_is = 'same' AND {_NO_OTHER_SEX} AND (phone_is = 'same' OR address_is = 'same'))"""
ANY_NUMBER = "true"
# One side has no number, or one that is a slip away: nothing in the numbers speaks against it.
_NO_OTHER_NUMBER = "coalesce(number_is NOT IN ('other', 'doubtful', 'far', 'slips'), true)"
_NO_OTHER_COUNTY = "coalesce(hukou_is <> 'other', true)"
_ONE_NAME = "coalesce(name_is IN ('same', 'former', 'sound', 'part', 'accent'), false)"
# A number under two names is borrowed, or one name is a slip: a person decides.
_NUMBER_CLEAN = "NOT number_has_two_names"
# With a name and a day that nobody else would be expected to have in that place by chance.
_SAME_DAY = f"name_is = 'same' AND birth_is = 'same' AND chance <= {{chance}} AND {_NO_OTHER_SEX}"
_PHONE_AS_IT_WAS = "coalesce(phone_is = 'same', true)"

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
        "phone_name",
        7,
        "name_is = 'same' AND phone_is = 'same' AND birth_is IS NULL AND NOT name_is_common "
        f"AND {_NO_OTHER_SEX} AND {_NO_OTHER_COUNTY} AND {_NO_OTHER_NUMBER}",
        "姓名、手机号都相同，有一份没有出生日期",
    ),
    Rule(
        "village",
        8,
        f"{_SAME_DAY} AND hukou_is = 'same' AND {_PHONE_AS_IT_WAS} AND {{numbers}}",
        "姓名、出生日期、户籍地都相同，这两份名册里没有这样的重名",
        alike="hukou",
    ),
    Rule(
        "county",
        9,
        f"{_SAME_DAY} AND hukou_is IN ('same', 'county') AND {_PHONE_AS_IT_WAS} AND {{numbers}}",
        "姓名、出生日期、户籍县都相同，这两份名册里没有这样的重名",
        alike="hukou[1:6]",
    ),
    Rule(
        "village_new_phone",
        10,
        f"{_SAME_DAY} AND hukou_is = 'same' AND phone_is = 'other' AND {{numbers}}",
        "姓名、出生日期、户籍地都相同，手机号换了，没有这样的重名",
        alike="hukou",
        new_phone=True,
    ),
    Rule(
        "county_new_phone",
        11,
        f"{_SAME_DAY} AND hukou_is IN ('same', 'county') AND phone_is = 'other' AND {{numbers}}",
        "姓名、出生日期、户籍县都相同，手机号换了，没有这样的重名",
        alike="hukou[1:6]",
        new_phone=True,
    ),
    Rule(
        "day",
        12,
        f"{_SAME_DAY} AND hukou_is IS NULL AND {_PHONE_AS_IT_WAS} AND {{numbers}}",
        "姓名、出生日期相同，这两份名册里没有这样的重名",
        alike="1",
    ),
    Rule(
        "day_new_phone",
        13,
        f"{_SAME_DAY} AND hukou_is IS NULL AND phone_is = 'other' AND {{numbers}}",
        "姓名、出生日期相同，手机号换了，没有这样的重名",
        alike="1",
        new_phone=True,
    ),
)  # fmt: skip


def first_that_holds(usable: Iterable[Rule]) -> str:
    """The rank of the first rule that holds for a pair, as SQL; NULL where none does or they are two people."""
    cases = " ".join(
        f"WHEN {rule.holds.replace('{numbers}', _NO_OTHER_NUMBER)} THEN {rule.rank}"
        for rule in sorted(usable, key=lambda rule: rule.rank)
    )
    return f"CASE WHEN {TWO_PEOPLE} THEN NULL {cases} END"
