"""What is said of an answer because of another one: checks that do not hold, the same name twice, a number that says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from huigong.forms.fields import Check, Field
from huigong.forms.kinds import ON_THE_CARD, Kind, Level, Role
from huigong.forms.types.compound import RESIDENT
from huigong.forms.values import Answered, Person, Row
from huigong.kernel.identity import ResidentId, Sex
from huigong.kernel.sentences import say, wording
from huigong.rules.nodes import Constant
from huigong.rules.values import Type, Value

SEXES = {Sex.MALE: "男", Sex.FEMALE: "女"}
"""The codes in which a field of a sex is answered."""


@dataclass(frozen=True)
class Finding:
    """A check that does not hold: at which field or row, and in which words."""

    path: str
    check: Check


def card_number(asked: Field, value: Answered) -> str:
    """The resident number of somebody named in `asked`; "" for that of another paper, and where nobody is."""
    paper = asked.option(value.paper) if isinstance(value, Person) else None
    return (
        value.number if isinstance(value, Person) and paper is not None and paper.format == RESIDENT else ""
    )


def of_card(asked: Field, value: Answered) -> dict[Role, Value]:
    """What the resident number of somebody named says of them, by the role of the field that asks for it; nothing without one."""
    written = card_number(asked, value)
    if not written:
        return {}
    number = ResidentId.parse(written)
    return {Role.SEX: SEXES[number.sex], Role.BIRTH: number.born}


def unlike_card(asked: Field, value: Answered, applicant: tuple[Field, Answered] | None) -> Iterator[Finding]:
    """That the applicant says of themselves otherwise than their own number does."""
    if applicant is None or value is None or asked.role not in ON_THE_CARD:
        return
    card = of_card(*applicant).get(asked.role)
    if card is not None and value != card:
        yield _warning(asked.id, "和号码不一样", wording("和前面写的身份证号里的不一样，请核对"))


def namesakes(
    asked: Field, rows: tuple[Row, ...], applicant: tuple[Field, Answered] | None
) -> Iterator[Finding]:
    """That several rows name somebody of the same name, or, in rows that are added up, the applicant.

    Who has another number is somebody else.
    """
    own = applicant[1].name if applicant and isinstance(applicant[1], Person) else ""
    column = next((each for each in asked.fields if each.kind is Kind.PERSON), None)
    if column is None:
        return
    called: dict[str, list[tuple[int, Row, Person]]] = {}
    for count, row in enumerate(rows, start=1):
        person = row.cells.get(column.id)
        if isinstance(person, Person) and person.name:
            called.setdefault(person.name, []).append((count, row, person))
    for name, alike in called.items():
        places = "、".join(str(count) for count, _, _ in alike)
        path = f"{asked.id}.{alike[-1][1].id}"
        if asked.totals and own == name:
            yield _warning(
                path, "写了自己", say("第{places}个和您自己同名：是您自己的，请删去", places=places)
            )
        numbers = [person.number for _, _, person in alike]
        if len(set(numbers)) < len(numbers) or (len(numbers) > 1 and "" in numbers):
            words = say("第{places}个同名：是一个人的，请只留一个", places=places)
            yield _warning(path, "同名", words)


def _warning(path: str, id: str, says: str) -> Finding:
    return Finding(path, Check(id, Level.WARN, Constant(Type.BOOL, False), says))
