"""The copy that somebody takes along: what the register knows of them, as data under a seal and as a print of the same.

Nothing of others is in it: no name of a relative or an official, no text that somebody typed. What an employer
could hold against somebody, their cases with what these decided and who looked at them, is in it only where it is to be.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from huigong.audit import queries as trail
from huigong.audit import takeaways
from huigong.audit.queries import EventRow
from huigong.casework.ownshapes import OwnCaseRow
from huigong.casework.queries import own
from huigong.directory.principals import Principal
from huigong.kernel.takeaways import Signed, qr
from huigong.kernel.takeaways import as_json as signed_json
from huigong.notices.letters import Code, Letter, Paragraph, Run, Table
from huigong.notices.printing import render
from huigong.notices.printing.carrying import with_data
from huigong.portals.shared.purposes import chosen_of
from huigong.portals.shared.trail import SEEN, seat_in_words
from huigong.portals.worker import mine
from huigong.portals.worker.places import place_name
from huigong.registry import factnames
from huigong.registry import queries as registry
from huigong.registry.factvalues import as_json
from huigong.registry.queries import PersonRecord
from huigong.registry.shapes import FactView

KIND = "个人信息副本"
ATTACHED = "copy.huigong.json"
MOST_LOOKS = 200
_FULL = ("name", "resident_number", "phone", "address")


CASES, LOOKS = "办件", "谁看过"
COUNT_OF_LOOKS = "查看次数"  # all of them, also where only the latest `MOST_LOOKS` are listed


def document_of(
    viewer: Principal, *, purpose: str, now: datetime, parts: Collection[str] = (CASES, LOOKS)
) -> dict[str, Any]:
    """All that is known of the viewer, as JSON values with Chinese names; days are ISO 8601, amounts as the register keeps them.

    `parts` says which of `CASES` and `LOOKS` are in it; what is not has no key.
    """
    me = viewer.person_id or ""
    record, today = registry.person_record(viewer, me, now=now), localdate(now)
    full = registry.reveal(viewer, me, _FULL, now=now)
    document: dict[str, Any] = {
        "名称": KIND,
        "用途": purpose,
        "制作日期": today.isoformat(),
        "登记": _registration(record, full),
        "情况": _statements(record, decided=CASES in parts),
        "做工": _work(record),
        "家庭": _household(record),
    }
    if CASES in parts:
        document[CASES] = [_case(row) for row in own.about(viewer, today=today)]
    if LOOKS in parts:
        document[LOOKS] = [_look(row) for row in trail.looks_at(viewer, me, size=MOST_LOOKS).rows]
        document[COUNT_OF_LOOKS] = trail.count_of_looks_at(viewer, me)
    return document


def signed(document: dict[str, Any], *, now: datetime) -> Signed:
    """Under the installation's own seal. Raises `DomainError` (`signing.key`)."""
    return takeaways.sign(document, what=KIND, now=now)


def json_of(copy: Signed) -> bytes:
    """The file that `huigong verify` reads."""
    return signed_json(copy).encode()


def pdf_of(copy: Signed, *, now: datetime) -> bytes:
    """The print, with the same data attached and a code. Raises `Unavailable` as `notices.printing.render`."""
    document = copy.document or {}
    letter = Letter(
        name=KIND,
        title=KIND,
        number="",
        numbered=False,
        day=localdate(now),
        blocks=tuple(_blocks(document)),
        office=takeaways.maker(),
        code=Code(qr(copy), _how_to_verify()),
    )
    return with_data(render([letter])[0], name=ATTACHED, content=json_of(copy), says=KIND)


def _registration(record: PersonRecord, full: dict[str, str]) -> dict[str, str]:
    person = record.person
    return {
        "姓名": full["name"],
        "身份证号": full["resident_number"],
        "性别": person.sex,
        "手机号": full["phone"],
        "住址": full["address"],
        "户口所在地": place_name(person.hukou_place),
        "现居住地": place_name(person.residence),
        "居住起始日": _day(person.residence_since),
    }


def _statements(record: PersonRecord, *, decided: bool) -> list[dict[str, Any]]:
    """What is stated about the person's own self, with what cases `decided` or without; of a relative nothing leaves."""
    related = factnames.dictionary().related
    views = {
        (view.fact, view.source, view.region, view.valid_from): view
        for view in record.facts
        if view.fact not in related and (decided or not _by_case(view))
    }
    return [
        {
            "事实": view.fact,
            "值": _day(view.value) if isinstance(view.value, date) else as_json(view.value),
            "说法": mine.in_words(view),
            "来源": "办件决定" if _by_case(view) else view.source,
            "地方": place_name(view.region),
            "核验": view.verification_name,
            "起": _day(view.valid_from),
            "止": _day(view.valid_until),
            "要重新核对": _day(view.stale_from),
        }
        for view in views.values()
    ]


def _by_case(view: FactView) -> bool:
    return view.source.startswith("casework.")


def _work(record: PersonRecord) -> list[dict[str, Any]]:
    return [
        {
            "单位": spell.employer,
            "地方": place_name(spell.place),
            "工程": spell.project,
            "工种": spell.occupation,
            "签了合同": spell.contract_signed,
            "起": _day(spell.valid_from),
            "止": _day(spell.valid_until),
        }
        for spell in mine.work(record)
    ]


def _household(record: PersonRecord) -> dict[str, Any]:
    """The household's size and the person's relation to its head; the other members' names are left out."""
    family = mine.family(record)
    return {"与户主关系": family.relation, "人数": len(family.members) + 1} if family else {}


def _case(row: OwnCaseRow) -> dict[str, Any]:
    return {
        "编号": row.number,
        "事项": row.service,
        "进度": row.status_name,
        "提交": _day(row.opened_on),
        "最晚答复": _day(row.answer_by),
    }


def _look(row: EventRow) -> dict[str, Any]:
    return {
        "时间": row.at.isoformat(timespec="seconds"),
        "部门": seat_in_words(row.office, localdate(row.at)),
        "为了": chosen_of(row.purpose),
        "看了": [_seen(field) for field in row.fields],
    }


def _seen(field: str) -> str:
    return str(SEEN.get(field, field))


def _blocks(document: Any) -> Iterable[Paragraph | Table]:
    yield _line(f"用途：{document['用途']}")
    yield _heading("登记的")
    yield _table(("项目", "内容"), [(name, value or "—") for name, value in document["登记"].items()])
    yield from _listed("知道的情况", ("事实", "说法", "来源", "核验", "起", "止"), document["情况"])
    yield from _listed("做工", ("单位", "地方", "工种", "起", "止"), document["做工"])
    if document["家庭"]:
        family = document["家庭"]
        yield _heading("家庭")
        yield _line(f"这一户 {family['人数']} 人，本人是{family['与户主关系']}。别人的信息不在这份副本里。")
    if CASES in document:
        yield from _listed(CASES, ("编号", "事项", "进度", "提交"), document[CASES])
    if LOOKS in document:
        looks = [
            {**each, "看了": "、".join(each["看了"]), "时间": each["时间"][:10]} for each in document[LOOKS]
        ]
        yield from _listed(LOOKS, ("时间", "部门", "为了", "看了"), looks)
        if len(looks) < document[COUNT_OF_LOOKS]:
            yield _line(
                f"这里写的是最近{len(looks)}次，一共{document[COUNT_OF_LOOKS]}次。全部的在“谁看过我的信息”里看。"
            )
    if left_out := [part for part in (CASES, LOOKS) if part not in document]:
        yield _line(f"{'、'.join(left_out)}没有放进这份副本。")


def _listed(title: str, names: Sequence[str], rows: Sequence[dict[str, Any]]) -> Iterable[Paragraph | Table]:
    yield _heading(title)
    if rows:
        yield _table(tuple(names), [tuple(str(row[name] or "—") for name in names) for row in rows])
    else:
        yield _line("没有。")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    cells = [tuple((_line(text),) for text in row) for row in (head, *rows)]
    return Table(tuple(cells), head=1)


def _heading(text: str) -> Paragraph:
    return Paragraph((Run(text, bold=True),), indent=False)


def _line(text: str) -> Paragraph:
    return Paragraph((Run(text),), indent=False)


def _how_to_verify() -> str:
    return (
        "这份副本带着签名，不用联网就能查有没有改过：把这个 PDF 交给 huigong verify；"
        f"只有纸的，扫这个码。公钥指纹：{takeaways.fingerprint()}"
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
