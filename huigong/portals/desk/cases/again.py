"""Papers asked for again by name: what an officer ticks becomes the text of the request for completion."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from huigong.casework.shapes import CasePage, PaperState

MOVE = "request_completion"
REASONS = {
    "missing": _("没有交"),
    "unclear": _("看不清，请重新拍"),
    "part": _("缺页，请补全"),
    "old": _("过期了，请交新的"),
    "other": _("不是要的这一样"),
}


def names(seen: CasePage) -> tuple[str, ...]:
    """The papers that may be asked for again: those the service wants and those that came beside, without what offices look up
    themselves; none where the move is not the viewer's to make now."""
    if MOVE not in {view.move for view in seen.moves}:
        return ()
    wanted = (paper.name for paper in seen.papers if paper.state is not PaperState.SHARING)
    return (*wanted, *seen.evidence)


def note(seen: CasePage, given: QueryDict) -> str:
    """`1. 工资条照片：看不清，请重新拍`, a line each; "" where nothing is ticked. A number that names nothing is left out."""
    papers = dict(enumerate(names(seen), start=1))
    ticked = [int(number) for number in given.getlist("again") if number.isascii() and number.isdigit()]
    lines = [
        f"{papers[number]}：{REASONS.get(given.get(f'why-{number}', ''), REASONS['missing'])}"
        for number in dict.fromkeys(ticked)
        if number in papers
    ]
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))
