"""What the counter waits for today: who must complete something, who has an answer, whose letter lies here, what goes to which office."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huigong.audit import takeaways
from huigong.casework.queries import counter as cases
from huigong.casework.queries.counter import CounterRow
from huigong.correspondence import counter as letters
from huigong.correspondence.actions import delivery
from huigong.directory.permissions import Permission
from huigong.kernel.errors import DomainError, NoAccess, NotFound
from huigong.notices.letters import Block, Letter, Paragraph, Run, Table
from huigong.notices.printing import render
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.paging import asked, enough, in_words
from huigong.portals.shared.refusals import in_words as error_in_words
from huigong.portals.shared.requests import Request
from huigong.portals.shared.timeleft import time_left

HERE = "incoming"
LETTERS = "letters"
TABS = (
    ("complete", gettext_lazy("等他补的")),
    ("decided", gettext_lazy("有结果的")),
    (LETTERS, gettext_lazy("要交给他的文书")),
    ("today", gettext_lazy("今天交给部门的")),
)
SHEET = "窗口收件交接单"


@officials_only
@never_cache
@require_safe
def index(request: Request) -> HttpResponse:
    """One tab of what waits, one person's things together."""
    viewer, today = request.principal, timezone.localdate()
    viewer.require(Permission.APPLICATION_LODGE)
    most = enough(request.GET)
    counts = {**cases.counts(viewer, today=today, at_most=most), LETTERS: letters.count(viewer, at_most=most)}
    wanted = request.GET.get("show", "")
    chosen = (
        wanted if wanted in dict(TABS) else next((tab for tab, _title in TABS if counts[tab]), TABS[0][0])
    )
    pages = asked({**request.GET.dict(), "show": chosen}, total=counts[chosen])
    part = {"page": pages.here, "size": pages.size}
    context = {
        "tabs": [(key, title, in_words(counts[key]), key == chosen) for key, title in TABS],
        "show": chosen,
        "lines": [(row, *time_left(row.left)) for row in cases.listed(viewer, chosen, today=today, **part)]
        if chosen != LETTERS
        else (),
        "letters": letters.waiting(viewer, on=today, **part) if chosen == LETTERS else (),
        "offices": cases.offices(viewer, day=today) if chosen == "today" else (),
        "pages": pages,
        "day": today,
    }
    return page(request, "desk/people/incoming.html", HERE, context)


@officials_only
@require_POST
def delivered(request: Request, public_id: str) -> HttpResponse:
    """The recipient has taken the letter and signed for it, now, at this counter."""
    try:
        delivery.hand_over(
            letter_id=public_id,
            proof=request.POST.get("proof", "")[:200],
            by=request.principal,
            now=timezone.now(),
        )
    except (NoAccess, NotFound):
        raise
    except DomainError as error:
        messages.error(request, error_in_words(error, "what", "why", "do"))
    else:
        messages.success(request, _("已登记送达。"))
    return redirect(f"{reverse('desk:incoming')}?show={LETTERS}")


@officials_only
@never_cache
@require_safe
def sheet(request: Request, office: str) -> HttpResponse:
    """What goes to one office today, to be signed by who takes it over."""
    viewer, today = request.principal, timezone.localdate()
    rows = cases.going_to(viewer, office, day=today)
    if not rows:
        raise NotFound(
            "counter.nothing_to_hand_over", what="今天没有要交给这个部门的", do="请回到窗口待办，换一个部门"
        )
    letter = Letter(
        name=SHEET,
        title=SHEET,
        number="",
        numbered=False,
        recipient=rows[0].office,
        day=today,
        blocks=tuple(_blocks(rows, today)),
        office=takeaways.maker(),
    )
    headers = {
        "Content-Disposition": f'inline; filename="{today.isoformat()}.pdf"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(render([letter])[0], content_type="application/pdf", headers=headers)


def _blocks(rows: Sequence[CounterRow], day: date) -> Iterator[Block]:
    yield _text(f"{day.isoformat()}在窗口收下{len(rows)}件，材料随单移交。")
    heads = tuple((_text(title),) for title in ("办件编号", "事项", "申请人", "纸质材料"))
    cells = (
        (row.number, row.service, row.person, f"{row.papers}份" if row.papers else "没有") for row in rows
    )
    yield Table((heads, *(tuple((_text(said),) for said in row) for row in cells)), head=1)
    yield _text("移交人签名：　　　　　　接收人签名：　　　　　　时间：")


def _text(text: str) -> Paragraph:
    return Paragraph((Run(text),), indent=False)
