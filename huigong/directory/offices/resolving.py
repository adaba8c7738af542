"""From a name in a document to the office then and the office now."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from huigong.directory.offices.entries import Group, Heir, Line, Office, Resolution
from huigong.directory.offices.naming import Spelling, abbreviates, clean
from huigong.directory.offices.places import is_place, named_in
from huigong.directory.offices.shelf import Shelf
from huigong.kernel.regions import lineage

_MEMBER_ENDINGS = ("其他成员单位", "各成员单位", "成员单位")
_LOWER_LEVELS = ("市", "县", "区")
_ALIKE = 0.5  # of the letters of both names, those that stand in the same order in both
_TWO_NAMES = re.compile(r"(.{2,30}?)\((.{2,30})\)")


@dataclass(frozen=True)
class _Wanted:
    """Whose the work is: on which day (None: by the latest that is known), and of which topic."""

    today: date | None = None
    topic: str | None = None


def resolve_name(
    book: Shelf,
    name: str,
    region: str,
    *,
    on: date | None,
    today: date | None,
    topic: str | None,
    except_: tuple[str, ...],
) -> Resolution:
    """See `OfficeBook.resolve`."""
    asked, wanted = clean(name), _Wanted(today, topic)
    members = _as_members(book, asked, region, on=on, wanted=wanted, except_=except_)
    answer = members or _as_office(book, asked, region, on=on, wanted=wanted)
    answer = answer or _elsewhere(book, asked, region, on=on, wanted=wanted)
    answer = answer or _as_collective(book, asked, region, on=on, wanted=wanted)
    answer = answer or _with_second_name(book, asked, region, on=on, wanted=wanted)
    answer = answer or _as_place(book, asked, region, on=on, wanted=wanted)
    return replace(answer or _unknown(book, asked, region), query=name)


def _as_office(
    book: Shelf, asked: str, region: str, *, on: date | None, wanted: _Wanted
) -> Resolution | None:
    for code in lineage(region):
        hits = book.spelled(code).get(asked, [])
        if not hits:
            continue
        ids = tuple(dict.fromkeys(office_id for office_id, _ in hits))
        kinds = {kind for _, kind in hits}
        answer = _offices_found(book, asked, ids, on=on, wanted=wanted)
        return _with_doubts(book, answer, kinds=kinds, own_level=code == region)
    return None


def _elsewhere(
    book: Shelf, asked: str, region: str, *, on: date | None, wanted: _Wanted
) -> Resolution | None:
    """An office of a place that its own name names: 深圳市财政局 or 南昌海关 in a province's document."""
    for code in named_in(asked, region):
        hits = [hit for hit in book.spelled(code).get(asked, []) if hit[1] is Spelling.EXPLICIT]
        if hits:
            ids = tuple(dict.fromkeys(office_id for office_id, _ in hits))
            answer = _offices_found(book, asked, ids, on=on, wanted=wanted)
            return _with_doubts(book, answer, kinds={Spelling.EXPLICIT}, own_level=True)
    return None


def _with_second_name(
    book: Shelf, asked: str, region: str, *, on: date | None, wanted: _Wanted
) -> Resolution | None:
    """甲局(乙局): one body under two names; the first says which, the second where the first is not known."""
    both = _TWO_NAMES.fullmatch(asked)
    for name in both.groups() if both else ():
        answer = _as_office(book, name, region, on=on, wanted=wanted)
        answer = answer or _elsewhere(book, name, region, on=on, wanted=wanted)
        if answer is not None:
            notes = _distinct([*answer.notes, f"原文写了两个名称，按“{name}”理解"])
            return replace(answer, notes=notes)
    return None


def _as_place(book: Shelf, asked: str, region: str, *, on: date | None, wanted: _Wanted) -> Resolution | None:
    """A place that stands for its government: 广州 in 广州、深圳市政府."""
    code = is_place(asked, region)
    if code is None:
        return None
    answer = _offices_found(book, asked, (f"{code}/government",), on=on, wanted=wanted)
    return replace(answer, sure=False, notes=_distinct([*answer.notes, "原文只写了地名，按当地人民政府理解"]))


def _offices_found(
    book: Shelf, asked: str, ids: tuple[str, ...], *, on: date | None, wanted: _Wanted
) -> Resolution:
    then = _living(book, asked, ids, on, wanted.today)
    if not then:
        latest = [book.standing(office_id, wanted.today) for office_id in ids]
        now, _, notes = _heirs_of_all(book, latest, wanted)
        names = "、".join(office.name for office in latest)
        return Resolution(
            asked, (), now, sure=False, notes=(f"{on} 没有“{names}”这个机构，请核对文件日期", *notes)
        )
    now, sure, notes = _heirs_of_all(book, then, wanted)
    if len(then) > 1:
        sure, notes = False, ("这个名称当时可能指几个部门，请人工确认", *notes)
    return Resolution(asked, then, now, sure=sure and bool(now), notes=notes)


def _living(
    book: Shelf, asked: str, ids: tuple[str, ...], on: date | None, today: date | None
) -> tuple[Office, ...]:
    """The offices of these ids that lived on the day; without a day, the one so named, else those living now."""
    if on is not None:
        return tuple(
            office for office in (book.get(office_id, on) for office_id in ids) if office.valid_on(on)
        )
    so_named = [
        office for office_id in ids for office in book.versions(office_id) if clean(office.name) == asked
    ]
    if so_named:
        return tuple(so_named[-1:])
    latest = tuple(book.standing(office_id, today) for office_id in ids)
    return tuple(office for office in latest if _lasts(office, today)) or latest


def _lasts(known: Office | Line, today: date | None) -> bool:
    """Whether it has not ended by the day; without a day, whether no end of it is known."""
    return known.valid_until is None or (today is not None and today <= known.valid_until)


def _with_doubts(book: Shelf, answer: Resolution, *, kinds: set[Spelling], own_level: bool) -> Resolution:
    notes, sure = list(answer.notes), answer.sure
    if kinds == {Spelling.CLASS} or any(office.generic for office in answer.then):
        sure = False
        notes.append("这是一类机构的统称，不是某一个部门")
    elif kinds == {Spelling.BARE} and not own_level:
        sure = False
        notes.append("名称没有写明层级，本级没有这个部门，按上级部门理解")
    derived = [office for office in answer.then if not book.listed(office.id)]
    if derived:
        # A name that the document itself spells out, or shortens letter by letter, proves the derived one.
        sure = sure and all(abbreviates(answer.query, office.name) for office in derived)
        notes.append("当地的部门名录还没有列出这个部门，名称按全国通例推出")
    unnamed = [office.name for office in (*answer.then, *answer.now) if not office.verified]
    if unnamed:
        notes.append(f"本地名称待核：{'、'.join(dict.fromkeys(unnamed))}")
    return replace(answer, sure=sure, notes=_distinct(notes))


def _heirs_of_all(
    book: Shelf, offices: Iterable[Office], wanted: _Wanted
) -> tuple[tuple[Office, ...], bool, tuple[str, ...]]:
    now: list[Office] = []
    notes: list[str] = []
    sure = True
    for office in offices:
        heirs, certain, more_notes = _heirs(book, office, wanted)
        now += heirs
        notes += more_notes
        sure = sure and certain
    return tuple({heir.id: heir for heir in now}.values()), sure, _distinct(notes)


def _heirs(
    book: Shelf, office: Office, wanted: _Wanted, *, since: tuple[str, ...] = ()
) -> tuple[list[Office], bool, list[str]]:
    """Today's offices for one office's work: itself if it lives, else its heirs, and theirs, each once."""
    if office.id in since:
        return [], False, [f"“{office.name}”撤并以后由谁承接没有写清楚，请核对"]
    since = (*since, office.id)
    latest, line = book.standing(office.id, wanted.today), book.line(office.line)
    lasts = _lasts(latest, wanted.today)
    if latest.successor and not lasts:
        return _heirs(book, book.standing(latest.successor, wanted.today), wanted, since=since)
    ahead = line is not None and line.valid_until is not None and _lasts(line, wanted.today)
    heirs = line.heirs if line and not ahead else ()
    by_topic = [heir for heir in heirs if heir.takes(wanted.topic)]
    if by_topic:
        return _follow(book, latest, by_topic, wanted, since)
    if lasts or line is None:
        return [latest], True, []
    by_default = [heir for heir in heirs if not heir.topics]
    if by_default:
        return _follow(book, latest, by_default, wanted, since)
    further, _, notes = _follow(book, latest, heirs, wanted, since)
    return further, False, [_split(latest, heirs), *notes]


def _follow(
    book: Shelf, office: Office, heirs: Iterable[Heir], wanted: _Wanted, since: tuple[str, ...]
) -> tuple[list[Office], bool, list[str]]:
    now: list[Office] = []
    notes: list[str] = []
    sure = True
    for heir in heirs:
        heir_id = f"{office.region}/{heir.line}"
        if not book.versions(heir_id):
            sure = False
            notes.append(f"名录里还没有承继“{office.name}”的部门")
            continue
        following = book.standing(heir_id, wanted.today)
        further, certain, more_notes = _heirs(book, following, wanted, since=since)
        now += further
        notes += [heir.note] if heir.note else []
        notes += more_notes
        sure = sure and certain and heir.verified
    return now, sure, notes


def _split(office: Office, heirs: Iterable[Heir]) -> str:
    topics = "；".join("、".join(heir.topics[:2]) for heir in heirs)
    return f"“{office.name}”的职责分给了几个部门，请说明事项（例如 {topics}）再选"


def _as_members(
    book: Shelf,
    asked: str,
    region: str,
    *,
    on: date | None,
    wanted: _Wanted,
    except_: tuple[str, ...],
) -> Resolution | None:
    ending = next((ending for ending in _MEMBER_ENDINGS if asked.endswith(ending)), None)
    if ending is None:
        return None
    named = asked.removesuffix(ending)
    groups = [group for group in book.groups(region) if named in {clean(name) for name in group.names}]
    if not groups:
        return _members_not_listed(book, asked, named, region, on=on)
    group = groups[0]
    left_out = _ids(book, except_, region, on)
    then = tuple(office for office in _members(book, group, on) if office.id not in left_out)
    now, _, notes = _heirs_of_all(book, then, wanted)
    doubts = [] if group.verified else [group.note]
    if ending.startswith("其他") and not except_:
        doubts.append("原文说的是“其他成员单位”，还没有去掉已经写名的部门")
    return Resolution(asked, then, now, members=True, sure=not doubts, notes=_distinct([*doubts, *notes]))


def _members_not_listed(
    book: Shelf, asked: str, named: str, region: str, *, on: date | None
) -> Resolution | None:
    """The members of a group that the book knows by its name alone; None where it knows no such group."""
    if _as_office(book, named, region, on=on, wanted=_Wanted()) is None:
        return None
    return Resolution(asked, members=True, sure=False, notes=(f"名录里还没有“{named}”的成员名单",))


def _members(book: Shelf, group: Group, on: date | None) -> tuple[Office, ...]:
    offices = (book.get(f"{group.region}/{line}", on) for line in group.members)
    return tuple(office for office in offices if on is None or office.valid_on(on))


def _ids(book: Shelf, names: tuple[str, ...], region: str, on: date | None) -> set[str]:
    ids = {name for name in names if "/" in name}
    for name in set(names) - ids:
        answer = _as_office(book, clean(name), region, on=on, wanted=_Wanted())
        ids |= {office.id for office in answer.then} if answer else set()
    return ids


def _as_collective(
    book: Shelf, asked: str, region: str, *, on: date | None, wanted: _Wanted
) -> Resolution | None:
    for collective in book.collectives:
        matched = collective.pattern.fullmatch(asked)
        if matched is None:
            continue
        inner = matched.groupdict().get("office")
        answer = _as_office(book, inner, region, on=on, wanted=wanted) if inner else Resolution(asked)
        if answer is not None:
            notes = _distinct([collective.says, *answer.notes])
            return replace(answer, members=True, sure=False, notes=notes)
    return None


def near_names(book: Shelf, asked: str, region: str) -> tuple[str, ...]:
    """Up to three spellings in the book that look like the name, the nearest first."""
    asked = clean(asked)
    # Of eight thousand spellings only those with letters enough in common are compared at length.
    shared = Counter(
        spelling
        for code in lineage(region)
        for letter in asked
        for spelling in book.with_letter(code).get(letter, ())
    )
    alike = [
        spelling for spelling, letters in shared.items() if 2 * letters >= _ALIKE * len(asked + spelling)
    ]
    return tuple(get_close_matches(asked, alike, n=3, cutoff=_ALIKE))


def _unknown(book: Shelf, asked: str, region: str) -> Resolution:
    near = near_names(book, asked, region)
    hint = f"相近的有：{'、'.join(near)}" if near else "也没有相近的名称"
    notes = [f"部门名录里没有“{asked}”，{hint}"]
    if asked[:1] in _LOWER_LEVELS and region.endswith("0000"):
        notes.append(f"“{asked[0]}”级部门要说明是哪个{asked[0]}")
    return Resolution(asked, sure=False, notes=tuple(notes))


def _distinct(notes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(note for note in notes if note))
