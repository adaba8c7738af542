"""People as they are given at a window or in a file, checked before anything is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Self

from django.utils.timezone import localdate

from huigong.kernel import writing
from huigong.kernel.days import in_words
from huigong.kernel.errors import Conflict, DomainError, Invalid
from huigong.kernel.identity import ResidentId, age_on, normalise_phone, resident_code
from huigong.kernel.sentences import say
from huigong.registry import cells, countries
from huigong.registry.models import Person
from huigong.registry.numbers import Holder, is_resident
from huigong.registry.texts import label_of, one_line

NO_PAPER: Final = Person.Paper.NONE.value
_GIVEN = ("name", "phone", "address", "hukou_place", "residence", "residence_since")
_LONGEST_WHOLE = 15  # Han characters of a name in one part
_OTHER_NUMBER = re.compile(r"[A-Z0-9]{6,20}")
_OLDEST = 130  # years; nobody on record lived longer, so more is a slip


@dataclass(frozen=True)
class NewPerson:
    """A person as given at a window or in a file; regions are six-digit codes, texts not yet normalised."""

    name: str
    resident_number: str
    hukou_place: str
    residence: str
    phone: str = ""
    residence_since: date | None = None
    address: str = ""


@dataclass(frozen=True)
class OtherPaper:
    """What somebody without a resident number says of themselves: the kind of their paper, whose number stands where that
    would, and what it does not say. `country` is the code of whose passport it is."""

    paper: Person.Paper
    sex: Person.Sex
    born: date
    country: str = ""

    @classmethod
    def said(cls, paper: str, sex: str, born: date, country: str = "") -> Self:
        """From the values of the kind of paper and the sex. Raises `ValueError` for others."""
        return cls(Person.Paper(paper), Person.Sex(sex), born, country)


@dataclass(frozen=True)
class Registered:
    """What came of a file: its people in its order, and what it says otherwise of people who were known.

    `left`: row number from 1 → the columns in which the register says something else, which stands.
    """

    people: list[Person]
    left: dict[int, tuple[str, ...]]


def made(row: NewPerson, *, now: datetime, other: OtherPaper | None = None) -> Person:
    """The row as it would be kept; nothing is written. Raises `DomainError` as `actions.people.register`."""
    row = _read(row, no_hukou=other is not None)
    if other is None:
        resident = ResidentId.parse(row.resident_number)
        number, sex, born, country = resident.number, resident.sex.value, resident.born, ""
    else:
        country = countries.required(other.paper, other.country, on=localdate(now))
        number, sex, born = _other_number(other.paper, row.resident_number), other.sex.value, other.born
    if other is None:
        require_alive(born, on=localdate(now))
    else:
        require_lives(born, on=localdate(now))
    if row.residence_since is not None:
        require_lived(born, since=row.residence_since, on=localdate(now))
    return Person(
        name=writing.person_name(row.name),
        paper=Person.Paper.RESIDENT if other is None else other.paper,
        paper_country=country,
        resident_number=number,
        phone=normalise_phone(row.phone) if writing.line(row.phone) else "",
        address=one_line(row.address, label="住址"),
        sex=sex,
        born_on=born,
        hukou_place=row.hukou_place,
        residence=row.residence,
        residence_since=row.residence_since,
        registered_at=now,
    )


def said_online(row: NewPerson, *, now: datetime, other: OtherPaper | None = None) -> Person:
    """The same of somebody whose card nobody looks at: no sentence passes for a name. Raises as `made`."""
    person = made(row, now=now, other=other)
    if len(person.name) > _LONGEST_WHOLE and not person.name.isascii() and "·" not in person.name:
        raise Invalid(
            code="person.name_too_long",
            about="name",
            what="姓名太长",
            why=say("网上登记的，不带“·”的汉字姓名最多{most}个字", most=_LONGEST_WHOLE),
            do="请按身份证填写；身份证上确实更长的，带身份证到窗口登记",
        )
    return person


def _read(row: NewPerson, *, no_hukou: bool) -> NewPerson:
    """The row whatever its cells are: a table keeps a phone as a number, and a day as text or with a time. Who has no card
    may have `no_hukou`."""
    return replace(
        row,
        name=cells.text(row.name, label="姓名"),
        resident_number=cells.number(row.resident_number, label="身份证号"),
        hukou_place="" if no_hukou and not row.hukou_place else cells.region(row.hukou_place, label="户籍地"),
        residence=cells.region(row.residence, label="现居住地"),
        phone=cells.text(row.phone, label="手机号"),
        residence_since=cells.day(row.residence_since, label="居住起始日"),
        address=cells.text(row.address, label="住址"),
    )


def _other_number(paper: Person.Paper, text: str) -> str:
    """The number of another paper as it is kept; "" for who has none. Raises `Invalid` (`person.paper_number`)."""
    number = writing.code(text).upper()
    if paper is Person.Paper.NONE:
        return ""
    if not _OTHER_NUMBER.fullmatch(number):
        raise Invalid(
            code="person.paper_number",
            about="resident_number",
            what="证件号码不对",
            do="请照证件上的填写，6到20个字母和数字；还没有证件的，请选“还没有证件”",
        )
    if is_resident(resident_code(text)):
        raise Invalid(
            code="person.paper_is_resident",
            about="resident_number",
            what="这是居民身份证号，不是别的证件的号码",
            do="有居民身份证的，请回到前面按身份证登记；没有的，请照自己证件上的号码填写",
        )
    return number


def require_alive(born: date, *, on: date) -> None:
    """Raises `Invalid` (`person.not_born`, `person.too_old`) for the birth of nobody who lives on that day."""
    if born > on:
        raise Invalid(
            code="person.not_born",
            about="resident_number",
            what="身份证号里的出生日期还没有到",
            do="请对照身份证核对第7位到第14位",
        )
    if (age := age_on(born, on)) > _OLDEST:
        raise Invalid(
            code="person.too_old",
            about="resident_number",
            what=say("按身份证号算，这个人已经{age_on}岁", age_on=age),
            do="请对照身份证核对第7位到第14位",
        )


def require_lives(born: date, *, on: date) -> None:
    """The same of a day that somebody has said. Raises `Invalid` (`person.born`)."""
    if born > on or age_on(born, on) > _OLDEST:
        raise Invalid(
            code="person.born",
            about="born",
            what="出生日期还没有到" if born > on else "出生日期太早",
            do="请核对年、月、日",
        )


def require_lived(born: date, *, since: date, on: date) -> None:
    if since > on:
        raise Invalid(
            code="person.residence_future",
            about="since",
            what=say("居住起始日{since}这一天还没有到", since=in_words(since)),
            do="请核对年月日，填实际住进来的那一天",
        )
    if since < born:
        raise Invalid(
            code="person.residence_before_birth",
            about="since",
            what=say("居住起始日{since}早于出生日期", since=in_words(since)),
            do="请核对年月日；出生以后一直住在这里的，填出生日期",
        )


def all_made(rows: list[NewPerson], errors: dict[int, DomainError], *, now: datetime) -> dict[int, Person]:
    """Row number from 1 → the person as it would be kept; rows that cannot be go to `errors`.

    So do resident numbers that end in zeros where others of the file lost their digits.
    """
    people: dict[int, Person] = {}
    for number, row in enumerate(rows, start=1):
        try:
            people[number] = made(row, now=now)
        except DomainError as error:
            errors[number] = cells.cut_or(error, str(row.resident_number))
    if any(map(cells.lost_digits, errors.values())):
        cut = [number for number, person in people.items() if cells.may_be_cut(person.resident_number)]
        errors |= {number: cells.doubtful() for number in cut}
        for number in cut:
            del people[number]
    return people


def compare(
    wanted: Mapping[int, Person], known: Mapping[str, Holder], errors: dict[int, DomainError]
) -> None:
    """Adds an error for each row whose number is somebody else's in the register, or that another row contradicts."""
    first: dict[str, int] = {}
    for number, person in wanted.items():
        holder = known.get(person.resident_number)
        if holder is not None and not holder.is_named(person.name):
            errors[number] = name_differs()
            continue
        earlier = first.setdefault(person.resident_number, number)
        given, earlier_row = _kept_of(person), _kept_of(wanted[earlier])
        if given["name"] != earlier_row["name"]:
            errors.setdefault(earlier, name_differs(row=number))
            errors[number] = name_differs(row=earlier)
        elif given != earlier_row:
            errors.setdefault(earlier, rows_differ(row=number))
            errors[number] = rows_differ(row=earlier)


def otherwise(wanted: Mapping[int, Person], known: Mapping[str, Holder]) -> dict[int, tuple[str, ...]]:
    """Row number → the columns in which it says something else of a known person; an empty cell says nothing."""
    differing = {
        number: tuple(
            label_of(Person, field)
            for field, value in _kept_of(person).items()
            if value not in ("", None) and value != getattr(known[person.resident_number].person, field)
        )
        for number, person in wanted.items()
        if person.resident_number in known
    }
    return {number: columns for number, columns in differing.items() if columns}


def _kept_of(person: Person) -> dict[str, object]:
    return {field: getattr(person, field) for field in _GIVEN}


def name_differs(*, row: int | None = None) -> DomainError:
    """The number is another name's: in the register, or in the other `row` of a file."""
    where = "已登记在另一个姓名下" if row is None else f"在第{row}行是另一个姓名"
    return Conflict(
        code="person.name_differs",
        about="name",
        what=say("这个身份证号{where}", where=where),
        why="一个身份证号只能登记一个人",
        do="请对照身份证核对姓名和号码；确属改名的，请凭户口簿到窗口更正",
    )


def paper_differs() -> DomainError:
    """Somebody else is on record with this kind of paper, country and number, or with no country."""
    return Conflict(
        code="person.paper_differs",
        about="resident_number",
        what="这种证件的这个号码已经登记在另一个人名下：姓名、性别或者出生日期不一样",
        why="可能有一处填错了；以前登记的没有写是哪个国家的护照，也可能是两个国家的号码相同。不能当成同一个人",
        do="请对照证件逐项核对；登记错了的，在窗口凭证件把护照是哪国的、性别、出生日期改过来，再来核对",
    )


def rows_differ(*, row: int) -> DomainError:
    """Two rows of a file contradict each other about one person; `row` is the other one."""
    return Conflict(
        code="person.rows_differ",
        about="name",
        what=say("这个人在第{row}行写的内容不一样", row=row),
        why="同一个身份证号写了两行，不知道以哪一行为准",
        do="请核对后只留一行",
    )
