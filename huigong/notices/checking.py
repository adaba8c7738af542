"""What is wrong with the notices of the packs, in words: for `huigong pack check`.

A letter says what the law wants it to say, names nothing that nobody gives, and a refusal names
where to turn. Printing every one with the least, the usual and the most data is for `samples`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from huigong.kernel.packs import PackError, Place, Report, nearest_name
from huigong.kernel.validity import overlapping
from huigong.notices.printing.fonts import missing
from huigong.notices.shapes import FieldKind, Says
from huigong.notices.templates import GIVEN, NAME, NTH, NoticeBook, Part, Template, read_notices

ON_AN_ENVELOPE = 12  # characters that a discreet name may have
_REFUSAL = (Says.REASONS, Says.BASIS, Says.REMEDY, Says.OFFICE, Says.DAY)
OF_MOVE = "本步."  # before the id of a field of the move's form
OF_FORM = "表单."  # before the id of a field of the form that the applicant sent
_TIME = ("工作日", "天", "月", "年")


@dataclass(frozen=True)
class Act:
    """A move of a procedure that decides, as the folder above declares it.

    `refuses` says that it is against the person; `notice` is the name of the letter that it goes out with.
    """

    procedure: str
    move: str
    refuses: bool
    notice: str
    file: str = ""


@dataclass(frozen=True)
class Known:
    """What the folders above know: clauses, what parameters measure, names of services, moves by procedure.

    `fills` are the names from which fields can be filled in, `asked` what each move of each procedure asks
    for, `form_fields` what the forms of each service ask, `roles` who can be written to.
    """

    clauses: Collection[str] = ()
    measures: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)
    moves: Mapping[str, Collection[str]] = field(default_factory=dict)
    acts: tuple[Act, ...] = ()
    fills: Collection[str] = ()
    asked: Mapping[tuple[str, str], Collection[str]] = field(default_factory=dict)
    form_fields: Mapping[str, Collection[str]] = field(default_factory=dict)
    roles: Collection[str] = ()


def check(folder: Path, report: Report, *, known: Known) -> NoticeBook:
    """Adds what is wrong; returns what could be read."""
    book = read_notices(folder, report)
    for template in book.templates:
        for key, what, do in _faults(template, book, known):
            place = template.entry.spot(key).place if key else template.place
            report.add(PackError("notice.fault", what=f"文书“{template.name}”{what}", do=do, place=place))
    for error in (*_twice(book), *_unannounced(book, known.acts), *_ways(book, known)):
        report.add(error)
    return book


def _faults(template: Template, book: NoticeBook, known: Known) -> Iterator[tuple[str, str, str]]:
    yield from _names(template)
    yield from _content(template, known)
    yield from _refers(template, book, known)


def _names(template: Template) -> Iterator[tuple[str, str, str]]:
    """Strict names, one repeat, one only-if, and no field for nothing."""
    fields = {row.id: row for row in template.fields}
    used = {name for text in template.texts for name in NAME.findall(text)}
    for part in (*template.body, Part(template.remedy)):
        for name in part.names:
            if name not in fields and name not in GIVEN and not (part.each and name == NTH):
                near = nearest_name(name, (*fields, *GIVEN))
                do = f"是不是“{near}”？" if near else f"可以用的有：{'、'.join((*fields, *GIVEN))}"
                yield "body", f"用了没有的名称“{name}”", do
        for key, name in (("each", part.each), ("if", part.only_if)):
            if name and name not in fields:
                yield "body", f"的 {key} 说的字段“{name}”没有登记", f"可以写：{'、'.join(fields)}"
        if part.each and part.each in fields and fields[part.each].kind is not FieldKind.LIST:
            yield "body", f"的“{part.each}”不是列表，不能重复", "请在字段里写 kind: list"
    for key in ("each", "only_if"):
        if sum(bool(getattr(part, key)) for part in template.body) > 1:
            yield "body", "重复或者条件写了两处", "一份文书最多一处重复（each）、一处条件（if）"
    tested = {name for part in template.body for name in (part.each, part.only_if)}
    for name in fields:
        if name not in used | tested:
            yield "fields", f"的字段“{name}”没有用到", "请写进正文，或者删掉"


def _content(template: Template, known: Known) -> Iterator[tuple[str, str, str]]:
    lacking = [said for said in template.must if said not in template.says]
    if lacking:
        do = "请给说这些的段落写 says；救济写 remedy，机关和日期由落款（signed）写"
        yield "must", f"缺少依法要有的内容：{'、'.join(lacking)}", do
    refusing = [act for act in known.acts if act.refuses and _is_of(template, act)]
    forgotten = [said for said in _REFUSAL if refusing and said not in template.must]
    if forgotten:
        yield "must", f"对当事人不利，must 要写：{'、'.join(forgotten)}", "不写清楚的，当事人不知道怎么办"
    for name in NAME.findall(template.remedy):
        row = template.field(name)
        if row is not None and not row.required:
            yield "remedy", f"的救济用了可以不填的“{name}”", "救济不能空着，请把这个字段写成必填"
    lacking_glyphs = missing(template.texts)
    if lacking_glyphs:
        yield "body", f"有打不出来的字：{'、'.join(lacking_glyphs)}", "请换一个字"


def _refers(template: Template, book: NoticeBook, known: Known) -> Iterator[tuple[str, str, str]]:
    for clause in template.clauses:
        if clause not in known.clauses:
            yield "clauses", f"引了没有的条款“{clause}”", "请在那份文件的 document.yaml 里补上这一条"
    for service in template.services:
        if service not in known.services:
            yield "for", f"说的事项“{service}”没有登记", "请核对事项的 id"
    if template.procedure not in known.moves:
        yield "for", f"说的程序“{template.procedure}”没有登记", f"可以写：{'、'.join(sorted(known.moves))}"
    for move in template.moves:
        if move not in known.moves.get(template.procedure, (move,)):
            yield "for", f"说的步骤“{move}”没有登记", "请核对程序里步骤的 id"
    ways = [way.id for way in book.ways]
    for way in template.serve:
        if way not in ways:
            yield "serve", f"的送达方式“{way}”没有登记", f"可以写：{'、'.join(ways)}"
    for role in template.to:
        if role not in known.roles:
            yield "to", f"说的身份“{role}”没有登记", f"可以写：{'、'.join(known.roles)}"
    yield from _fills(template, known)
    said = [name for name in known.services.values() if name in template.discreet]
    if said or NAME.search(template.discreet) or len(template.discreet) > ON_AN_ENVELOPE:
        do = f"写在短信和信封上，别人看得到：不超过{ON_AN_ENVELOPE}个字，不说是什么事、是谁"
        yield "discreet", "的 discreet 写得太多", do


def _fills(template: Template, known: Known) -> Iterator[tuple[str, str, str]]:
    """Each `fill` is known, and what it takes from a move or a form is asked wherever the letter goes out."""
    for row in template.fields:
        for fill in row.fill:
            if fill.startswith(OF_MOVE):
                yield from _of_move(template, row.id, fill.removeprefix(OF_MOVE), known)
            elif fill.startswith(OF_FORM):
                yield from _of_form(template, row.id, fill.removeprefix(OF_FORM), known)
            elif fill not in known.fills:
                near = nearest_name(fill, known.fills)
                rest = f"可以写：{'、'.join(known.fills)}，或者 {OF_MOVE}字段、{OF_FORM}字段"
                do = f"是不是“{near}”？" if near else rest
                yield "fields", f"的字段“{row.id}”要从“{fill}”取，没有这一项", do


def _of_move(template: Template, row: str, asked: str, known: Known) -> Iterator[tuple[str, str, str]]:
    moves = ((move, known.asked.get((template.procedure, move), (asked,))) for move in template.moves)
    lacking = [move for move, fields in moves if asked not in fields]
    if lacking:
        yield "fields", f"的字段“{row}”要从步骤里取“{asked}”", f"这些步骤不问它：{'、'.join(lacking)}"


def _of_form(template: Template, row: str, asked: str, known: Known) -> Iterator[tuple[str, str, str]]:
    """A letter of certain services takes from their forms; one for all may take what only some forms ask."""
    fields = {service: known.form_fields.get(service, ()) for service in template.services}
    lacking = [service for service, asking in fields.items() if asked not in asking]
    if not template.services and not any(asked in asking for asking in known.form_fields.values()):
        yield "fields", f"的字段“{row}”要从表单里取“{asked}”", "没有一张表单问它"
    if lacking:
        yield "fields", f"的字段“{row}”要从表单里取“{asked}”", f"这些事项的表单不问它：{'、'.join(lacking)}"


def _is_of(template: Template, act: Act) -> bool:
    return act.procedure == template.procedure and act.move in template.moves


def _twice(book: NoticeBook) -> Iterator[PackError]:
    for later in overlapping(book.templates):
        what = f"文书“{later.id}”同一天有两个版本"
        yield PackError("notice.twice", what=what, do="请给前一个写 until", place=later.place)


def _unannounced(book: NoticeBook, acts: Iterable[Act]) -> Iterator[PackError]:
    """A move that is against somebody has a letter, which exists and is for this move; packs without letters have none to miss."""
    for act in acts if book.templates else ():
        named = book.named(act.notice)
        if act.notice and not any(_is_of(template, act) for template in named):
            near = nearest_name(act.notice, (template.name for template in book.templates))
            what = f"程序“{act.procedure}”的步骤“{act.move}”说用“{act.notice}”告知，没有这份文书"
            do = "请在 notices 文件夹里写一份，for 写上这一步" + (f"；是不是“{near}”？" if near else "")
            yield PackError(
                "notice.missing", what=what, do=do, place=Place(act.file, 0) if act.file else None
            )


def _ways(book: NoticeBook, known: Known) -> Iterator[PackError]:
    ids = [way.id for way in book.ways]
    for way in book.ways:
        faults = [f"失败以后的“{other}”没有登记" for other in way.fails_to if other not in ids]
        if way.clause not in known.clauses:
            faults.append(f"引了没有的条款“{way.clause}”")
        if way.after and known.measures.get(way.after) not in _TIME:
            faults.append(f"的参数“{way.after}”没有登记，或者不是按{'、'.join(_TIME)}计的")
        if ids.count(way.id) > 1:
            faults.append("写了两次")
        for fault in faults:
            yield PackError("notice.way", what=f"送达方式“{way.id}”{fault}", place=way.place)
