"""What is printed at the counter: the receipt of what was lodged, on a page or a roll, and the form as it was sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huigong.audit import takeaways
from huigong.casework.queries import cases
from huigong.casework.queries.receipts import ReceiptLine, receipt
from huigong.casework.shapes import FormView
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import Denied
from huigong.kernel.takeaways import qr
from huigong.notices.letters import Block, Code, Letter, Paper, Paragraph, Run, Table
from huigong.notices.printing import render
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.purposes import purpose_for
from huigong.portals.desk.people.lodging import HERE
from huigong.portals.shared.requests import Request
from huigong.registry import queries as registry
from huigong.registry.shapes import PersonView

KIND = "收件回执"
PAPERS = {paper.value: paper for paper in (Paper.A4, Paper.RECEIPT)}
_HOW_TO_ASK = "拿这张纸，或者报办件编号，可以到窗口问办到哪一步；登录惠工，在“我的办件”里也能看。"
_HOW_TO_VERIFY = "扫码能看回执有没有改过"


@officials_only
@never_cache
@require_safe
def show(request: Request, public_id: str) -> HttpResponse:
    """All numbers on one page, with what can be printed."""
    viewer = _looking(request, public_id)
    if viewer is None:
        return redirect("desk:person", public_id=public_id)
    now, wanted = timezone.now(), request.GET.getlist("case")
    lines = receipt(viewer, public_id, wanted, today=timezone.localdate(now))
    context = {
        "person": registry.person(viewer, public_id, now=now),
        "lines": lines,
        "how_to_ask": _HOW_TO_ASK,
        "query": request.GET.urlencode(),
        "may_reveal": viewer.can(Permission.PERSON_REVEAL),
    }
    return page(request, "desk/people/receipt.html", HERE, context)


@officials_only
@never_cache
@require_safe
def printed(request: Request, public_id: str) -> HttpResponse:
    """The receipt as PDF with a code; the name in full only for whoever may see it, and then the trail says so."""
    viewer = _looking(request, public_id)
    if viewer is None:
        return redirect("desk:person", public_id=public_id)
    now = timezone.now()
    today = timezone.localdate(now)
    lines = receipt(viewer, public_id, request.GET.getlist("case"), today=today)
    person = registry.person(viewer, public_id, now=now)
    name = _name(viewer, person, now=now)
    paper = PAPERS.get(request.GET.get("paper", ""), Paper.A4)
    signed = takeaways.sign(_document(name, lines, today), what=KIND, now=now)
    letter = Letter(
        name=KIND,
        title=KIND,
        number="",
        numbered=False,
        day=today,
        blocks=tuple(_blocks(name, lines, narrow=paper is Paper.RECEIPT)),
        office=takeaways.maker(),
        paper=paper,
        code=Code(qr(signed), f"{_HOW_TO_VERIFY}。公钥指纹：{takeaways.fingerprint()}"),
    )
    return _pdf(render([letter])[0], f"receipt-{lines[0].number}")


@officials_only
@never_cache
@require_POST
def form(request: Request, public_id: str, case_id: str) -> HttpResponse:
    """The form as it was lodged, in full, to be signed or filed; each time leaves an event."""
    viewer = _looking(request, public_id)
    if viewer is None:
        return redirect("desk:person", public_id=public_id)
    now = timezone.now()
    (line,) = receipt(viewer, public_id, [case_id], today=timezone.localdate(now))
    sent = cases.reveal_form(viewer, case_id, now=now)
    letter = Letter(
        name=sent.name or line.service,
        title=sent.name or line.service,
        number=line.number,
        day=line.opened_on,
        blocks=tuple(_form_blocks(sent)),
        office=line.office,
        signed=False,
    )
    return _pdf(render([letter])[0], f"form-{line.number}")


def _looking(request: Request, public_id: str) -> Principal | None:
    """The clerk with what they said that they look for; None before anything was said."""
    viewer = request.principal
    viewer.require(Permission.APPLICATION_LODGE)
    purpose = purpose_for(request.session, public_id, now=timezone.now())
    return viewer.with_purpose(purpose) if purpose else None


def _name(viewer: Principal, person: PersonView, *, now: datetime) -> str:
    """In full for whoever may see it; masked for a clerk without a need of it, whose paper is good all the same."""
    if not viewer.can(Permission.PERSON_REVEAL):
        return person.name
    try:
        return registry.reveal(viewer, person.public_id, ["name"], now=now)["name"]
    except Denied:
        return person.name


def _document(name: str, lines: Sequence[ReceiptLine], today: date) -> dict[str, object]:
    """What the code carries, as JSON values."""
    return {
        "申请人": name,
        "打印日": today.isoformat(),
        "办件": [
            {
                "编号": line.number,
                "事项": line.service,
                "部门": line.office,
                "收件日": line.opened_on.isoformat(),
                "最晚答复": line.answer_by.isoformat() if line.answer_by else "",
            }
            for line in lines
        ],
    }


def _blocks(name: str, lines: Sequence[ReceiptLine], *, narrow: bool) -> Iterator[Block]:
    yield _text(f"申请人：{name}")
    if narrow:
        for line in lines:
            yield _text(f"{line.number}", bold=True)
            yield from (_text(f"{title}：{said}") for title, said in _cells(line)[1:])
    else:
        heads = tuple((_text(title),) for title, _said in _cells(lines[0]))
        rows = tuple(tuple((_text(said),) for _title, said in _cells(line)) for line in lines)
        yield Table((heads, *rows), head=1)
    yield _text(_HOW_TO_ASK)


def _cells(line: ReceiptLine) -> tuple[tuple[str, str], ...]:
    return (
        ("办件编号", line.number),
        ("办什么事", line.service),
        ("交给", line.office),
        ("收件日", line.opened_on.isoformat()),
        ("最晚答复", line.answer_by.isoformat() if line.answer_by else "还没有起算"),
        ("收到的材料", "、".join(line.papers) or "没有"),
    )


def _form_blocks(sent: FormView) -> Iterator[Block]:
    for title, answers in sent.parts:
        yield _text(title, bold=True)
        yield Table(
            tuple(
                ((_text(each.name),), tuple(map(_text, [*each.rows, *each.totals])) or (_text("—"),))
                for each in answers
            )
        )
    for (
        said
    ) in sent.reasons:  # what the form warns of is the office's to ask about, and nobody signs it as right
        yield _text(f"申请人说明：{said}")
    yield _text("以上内容是我说的，已经读给我听过，没有错。")
    yield _text("本人签名：　　　　　　　　日期：")


def _text(text: str, *, bold: bool = False) -> Paragraph:
    return Paragraph((Run(text or "—", bold=bold),), indent=False)


def _pdf(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
