"""The copy that somebody takes along: what the register knows of them, as data under a seal and as a print of the same.

Every folder declares its part (`registry.owncopy`); those of the register, the cases and the trail are here, since they
are said in the words of the worker's pages. Nothing of others is in it: no name of a relative or an official, no text that somebody typed. What an employer
could hold against somebody, their cases with what these decided and who looked at them, is in it only where it is to be.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from huigong.audit import queries as trail
from huigong.audit import takeaways
from huigong.audit.queries import EventRow
from huigong.casework.ownshapes import OwnCaseRow
from huigong.casework.queries import own
from huigong.directory.principals import Principal
from huigong.kernel.takeaways import Signed, qr
from huigong.kernel.takeaways import as_json as signed_json
from huigong.notices.letters import Code, Letter, Paragraph, Table
from huigong.notices.printing import render
from huigong.notices.printing.carrying import with_data
from huigong.portals.shared.purposes import chosen_of
from huigong.portals.shared.trail import SEEN, seat_in_words
from huigong.portals.worker import mine
from huigong.portals.worker.places import place_name
from huigong.registry import factnames, owncopy
from huigong.registry import queries as registry
from huigong.registry.factvalues import as_json
from huigong.registry.owncopy import Asked, Part, Values, heading, line, listed, table
from huigong.registry.queries import PersonRecord
from huigong.registry.shapes import FactView

KIND = "个人信息副本"
ATTACHED = "copy.huigong.json"
MOST_LOOKS = 200
_FULL = ("name", "resident_number", "phone", "address")
CASES, LOOKS = "办件", "谁看过"
COUNT_OF_LOOKS = "查看次数"  # all of them, also where only the latest `MOST_LOOKS` are listed


def document_of(
    viewer: Principal, *, purpose: str, now: datetime, choices: Collection[str] = (CASES, LOOKS)
) -> dict[str, Any]:
    """All that is known of the viewer, as JSON values with Chinese names; days are ISO 8601, amounts as the register keeps them.

    `choices` says which of the parts that may be left out are in it; what is not has no key.
    """
    document: dict[str, Any] = {
        "名称": KIND,
        "用途": purpose,
        "制作日期": localdate(now).isoformat(),
    }
    asked = Asked(now, frozenset(choices))
    for part in owncopy.parts():
        if not part.choice or part.choice in asked.choices:
            document |= part.values(viewer, asked)
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


def _blocks(document: Values) -> Iterator[Paragraph | Table]:
    yield line(f"用途：{document['用途']}")
    left_out = [part.choice for part in owncopy.parts() if part.choice and part.choice not in document]
    for part in owncopy.parts():
        if part.choice not in left_out:
            yield from part.blocks(document)
    if left_out:
        yield line(f"{'、'.join(left_out)}没有放进这份副本。")


def _registered(viewer: Principal, asked: Asked) -> Values:
    me = viewer.person_id or ""
    record = registry.person_record(viewer, me, now=asked.now)
    full = registry.reveal(viewer, me, _FULL, now=asked.now)
    return {
        "登记": _registration(record, full),
        "情况": _statements(record, decided=CASES in asked.choices),
        "做工": _work(record),
        "家庭": _household(record),
    }


def _registered_in_print(document: Values) -> Iterator[Paragraph | Table]:
    yield heading("登记的")
    yield table(("项目", "内容"), [(name, value or "—") for name, value in document["登记"].items()])
    yield from listed("知道的情况", ("事实", "说法", "来源", "核验", "起", "止"), document["情况"])
    yield from listed("做工", ("单位", "地方", "工种", "起", "止"), document["做工"])
    if document["家庭"]:
        family = document["家庭"]
        yield heading("家庭")
        yield line(f"这一户 {family['人数']} 人，本人是{family['与户主关系']}。别人的信息不在这份副本里。")


def _registration(record: PersonRecord, full: dict[str, str]) -> dict[str, str]:
    person = record.person
    return {
        "姓名": full["name"],
        "证件": person.paper,
        "证件号码": full["resident_number"],
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


def _cases(viewer: Principal, asked: Asked) -> Values:
    return {CASES: [_case(row) for row in own.about(viewer, today=localdate(asked.now))]}


def _cases_in_print(document: Values) -> Iterable[Paragraph | Table]:
    return listed(CASES, ("编号", "事项", "进度", "提交"), document[CASES])


def _case(row: OwnCaseRow) -> dict[str, Any]:
    return {
        "编号": row.number,
        "事项": row.service,
        "进度": row.status_name,
        "提交": _day(row.opened_on),
        "最晚答复": _day(row.answer_by),
    }


def _looks(viewer: Principal, asked: Asked) -> Values:
    me = viewer.person_id or ""
    rows = trail.looks_at(viewer, me, size=MOST_LOOKS).rows
    return {LOOKS: [_look(row) for row in rows], COUNT_OF_LOOKS: trail.count_of_looks_at(viewer, me)}


def _looks_in_print(document: Values) -> Iterator[Paragraph | Table]:
    looks = [{**look, "看了": "、".join(look["看了"]), "时间": look["时间"][:10]} for look in document[LOOKS]]
    yield from listed(LOOKS, ("时间", "部门", "为了", "看了"), looks)
    if len(looks) < document[COUNT_OF_LOOKS]:
        yield line(
            f"这里写的是最近{len(looks)}次，一共{document[COUNT_OF_LOOKS]}次。全部的在“谁看过我的信息”里看。"
        )


def _look(row: EventRow) -> dict[str, Any]:
    return {
        "时间": row.at.isoformat(timespec="seconds"),
        "部门": seat_in_words(row.office, localdate(row.at)),
        "为了": chosen_of(row.purpose),
        "看了": [_seen(field) for field in row.fields],
    }


def _seen(field: str) -> str:
    return str(SEEN.get(field, field))


def _how_to_verify() -> str:
    return (
        "这份副本带着签名，不用联网就能查有没有改过：把这个 PDF 交给 huigong verify；"
        f"只有纸的，扫这个码。公钥指纹：{takeaways.fingerprint()}"
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


PARTS = (
    Part("registry", 1, _registered, _registered_in_print),
    Part("casework", 2, _cases, _cases_in_print, CASES, gettext_lazy("办件：投诉、举报也在里面")),
    Part("audit", 3, _looks, _looks_in_print, LOOKS, gettext_lazy("谁看过我的信息")),
)
