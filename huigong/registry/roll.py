"""What a household roll must be on every day: somebody on it, one head with one spouse at most, nobody twice, nobody in two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from huigong.kernel import days, writing
from huigong.kernel.errors import Conflict, DomainError, Invalid
from huigong.registry import cells
from huigong.registry.models import HouseholdMember, Person

_BATCH = 1000
_ONE_DAY = timedelta(days=1)
_HEAD, _SPOUSE = HouseholdMember.Relation.HEAD, HouseholdMember.Relation.SPOUSE


@dataclass(frozen=True)
class NewHousehold:
    """A household as it comes from a file; `members` are (public id of the person, relation to the head)."""

    region: str
    members: tuple[tuple[str, str], ...]
    valid_from: date
    address: str = ""


@dataclass(frozen=True)
class Spell:
    """From when to when somebody belongs to some household; `until` None while it lasts."""

    since: date
    until: date | None

    def reaches(self, day: date) -> bool:
        """Whether it lasts on `day` or on any later day."""
        return self.until is None or self.until >= day


def relation_of(word: object) -> HouseholdMember.Relation:
    """By the word on the page (户主) or the one that is kept (head). Raises `Invalid` (`household.relation`)."""
    plain = writing.line(cells.text(word, label="与户主的关系"))
    for relation in HouseholdMember.Relation:
        if plain in (relation.value, relation.label):
            return relation
    known = "、".join(str(label) for label in HouseholdMember.Relation.labels)
    raise Invalid(
        code="household.relation",
        about="members",
        what=f"与户主的关系“{plain[:20]}”读不懂",
        do=f"请从“{known}”中选一个",
    )


def read(row: NewHousehold) -> NewHousehold:
    """The row with region, day and relations as they are kept. Raises `DomainError` as `actions.households.form`."""
    since = cells.day(row.valid_from, label="起始日")
    if since is None:
        raise Invalid(
            code="household.no_start",
            about="valid_from",
            what="没有填写起始日",
            do="请填写从哪一天起住在一起",
        )
    return replace(
        row,
        region=cells.region(row.region, label="所在地区"),
        members=tuple((person_id, relation_of(relation).value) for person_id, relation in row.members),
        valid_from=since,
        address=cells.text(row.address, label="住址"),
    )


def require_sound(row: NewHousehold, members: Sequence[Person], *, today: date) -> None:
    """Checks one row by itself. Raises `DomainError` as `actions.households.form`."""
    if not members:
        raise Invalid(code="household.empty", about="members", what="家庭户里没有人", do="请至少登记户主一人")
    if len({person.pk for person in members}) < len(members):
        raise Conflict(code="household.member_twice", what="同一个人写了两次", do="请每个人只写一次")
    _require_one_head([relation for _, relation in row.members])
    require_day(row.valid_from, members, today=today)


def require_day(day: date, members: Iterable[Person], *, today: date) -> None:
    """Raises `DomainError`: `household.future`, `household.before_birth`, `day.out_of_range`."""
    days.require_sane(day)
    if day > today:
        raise Invalid(
            code="household.future",
            about="valid_from",
            what=f"{days.in_words(day)}这一天还没有到",
            do="请到了那一天再登记，或者核对日期",
        )
    if any(day < person.born_on for person in members):
        raise Invalid(
            code="household.before_birth",
            about="valid_from",
            what=f"{days.in_words(day)}早于家里有人的出生日期",
            do="请核对日期；以后出生的孩子，从出生那一天起登记加入",
        )


def require_whole(rows: Iterable[HouseholdMember], *, since: date) -> None:
    """Raises `Conflict` (`household.no_head`, `household.two_heads`, `household.two_spouses`) unless, from `since` on,
    one head is there whenever anybody is, and one spouse at most."""
    rows = list(rows)
    for day in sorted(turn for turn in _turns(rows) | {since} if turn >= since):
        there = [row.relation for row in rows if row.valid_from <= day <= (row.valid_until or date.max)]
        if there:
            _require_one_head(there, on=day)


def require_same(relation: HouseholdMember.Relation, known: HouseholdMember) -> None:
    """Raises `Conflict` (`household.known_otherwise`) where a membership told again has another relation."""
    if relation != known.relation:
        raise Conflict(
            code="household.known_otherwise",
            about="members",
            what=f"这个人从那一天起已经登记为“{known.get_relation_display()}”",
            why="再登记一次不会改掉与户主的关系",
            do="请核对；登记错了的，请先更正原来的登记",
        )


def spells_of(people: Sequence[Person]) -> dict[int, list[Spell]]:
    """Primary key of each person → their spells in any household."""
    spells: dict[int, list[Spell]] = defaultdict(list)
    keys = [person.pk for person in people]
    for first in range(0, len(keys), _BATCH):
        rows = HouseholdMember.objects.filter(person_id__in=keys[first : first + _BATCH])
        for key, since, until in rows.values_list("person_id", "valid_from", "valid_until"):
            spells[key].append(Spell(since, until))
    return spells


def already_member(*, row: int | None = None) -> DomainError:
    """Somebody of the household is in another one; `row` is that other one in the same file."""
    return Conflict(
        code="household.already_member",
        what="有人那时已经在一个家庭户里" if row is None else f"有人也写在第{row}行的家庭户里",
        why="一个人同一时间只属于一个家庭户",
        do="请先登记从原家庭户迁出的日期，从第二天起再登记到这一户",
    )


def _turns(rows: Iterable[HouseholdMember]) -> set[date]:
    """Every day on which the roll changes."""
    begins = {row.valid_from for row in rows}
    ends = {row.valid_until + _ONE_DAY for row in rows if row.valid_until is not None}
    return begins | ends


def _require_one_head(relations: Sequence[str], *, on: date | None = None) -> None:
    when = f"{days.in_words(on)}这一天，" if on else ""
    heads, spouses = relations.count(_HEAD), relations.count(_SPOUSE)
    if heads != 1:
        raise Conflict(
            code="household.no_head" if heads == 0 else "household.two_heads",
            what=f"{when}家庭户里{'没有户主' if heads == 0 else f'有{heads}位户主'}",
            why="家庭户任何时候都要有且只有一位户主",
            do="请写明谁是户主，其余的人写与户主的关系",
        )
    if spouses > 1:
        raise Conflict(
            code="household.two_spouses",
            what=f"{when}家庭户里有{spouses}个人写着是户主的配偶",
            why="户主同一时间只有一位配偶",
            do="请核对：儿媳、女婿、弟媳等写“其他”；换了配偶的，先登记前一位离开的日子",
        )
