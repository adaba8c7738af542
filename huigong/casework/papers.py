"""The papers that a service wants as proof, and how each stands in a case; expects the application prefetched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from huigong.casework.answers import SentForm, form_of
from huigong.casework.models import Case
from huigong.casework.presenting import Held, held_of
from huigong.casework.servicesteps import known_service
from huigong.casework.shapes import PaperState, PaperView
from huigong.catalogue.entries import EvidenceNeed
from huigong.catalogue.services import PublicService
from huigong.rules.values import Unknown

__all__ = ["brought_beside", "handed_in", "paper_views"]


def paper_views(case: Case, service: PublicService | None, held: Held) -> tuple[PaperView, ...]:
    """What the service wants as proof, with the files that came for it; none without an application."""
    if service is None or not case.application:
        return ()
    sent, needs = form_of(case.application), service.evidence
    alike = Counter(need.field for need in needs if not need.by_form)
    return tuple(
        PaperView(
            need.name,
            _state(need, sent, files=count, alone=alike[need.field] == 1),
            need.field,
            count,
            brought=need.name in case.application.evidence,
        )
        for need in needs
        for count in [_count(need.field, held)]
    )


def _state(need: EvidenceNeed, sent: SentForm | None, *, files: int, alone: bool) -> PaperState:
    if files:
        return PaperState.FILES if alone else PaperState.TOGETHER
    if need.by_form:
        return PaperState.FILLED if sent and _is_filled(need.field, sent) else PaperState.OPEN
    if need.by_sharing:
        return PaperState.SHARING
    return PaperState.WINDOW if need.at_window else PaperState.MISSING


def _is_filled(field: str, sent: SentForm) -> bool:
    answer = sent.lodged.answers.get(field)
    return not field or (answer is not None and not isinstance(answer.value, Unknown))


def brought_beside(case: Case, service: PublicService | None) -> tuple[str, ...]:
    """The papers that came as such, at a window or later, by name, without those that the service wants."""
    wanted = {need.name for need in service.evidence} if service else set()
    return tuple(name for name in case.application.evidence if name not in wanted) if case.application else ()


def handed_in(case: Case) -> tuple[str, ...]:
    """Every paper that the office has, by name, each once: as files, by the form itself, or on paper."""
    if case.application is None:
        return ()
    service = known_service(case)
    papers = paper_views(case, service, held_of(case))
    came = [paper for paper in papers if paper.state in (PaperState.FILES, PaperState.FILLED)]
    return tuple(
        dict.fromkeys((*(paper.name for paper in came), *_together(papers), *case.application.evidence))
    )


def _together(papers: Sequence[PaperView]) -> Iterator[str]:
    """The papers whose files came by one field, so that nobody can say which is which: in one line."""
    several = [paper for paper in papers if paper.state is PaperState.TOGETHER]
    for field in dict.fromkeys(paper.field for paper in several):
        alike = [paper for paper in several if paper.field == field]
        yield f"{'、'.join(paper.name for paper in alike)}（一起传的{alike[0].files}个文件）"


def _count(field: str, held: Held) -> int:
    return sum(len(listed) for path, listed in held.items() if field and path.partition(".")[0] == field)
