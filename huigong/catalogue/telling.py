"""Answers for other programs: plain JSON values, the same for the command, pages and interfaces."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from huigong.catalogue.answering import Where
from huigong.catalogue.answers import Answer, Reason
from huigong.catalogue.citations import cite
from huigong.catalogue.entries import ServiceLimit
from huigong.kernel.regions import Region
from huigong.rules.nodes import Fact
from huigong.rules.values import UNKNOWN

_OF_SERVICE = ("id", "name", "summary", "system", "kind", "verified")


def answers_as_json(
    answers: Iterable[Answer], *, region: Region, on: date, question: Fact | None
) -> dict[str, Any]:
    """What somebody is entitled to in `region` on that day, and the question that would tell most.

    {"region": "220000", "region_name": "吉林省", "on": "2016-06-01",
     "services": [{
        "id", "name", "summary", "system", "kind", "verified", "caution": ["别等，…", …],
        "answer": "yes" | "no" | "unknown" | "held" (has it already),
        "reasons": [{"text", "plain", "answer", "clause", "citation"}],
        "clauses": [{"ref", "citation"}],
        "amount_fen": 960000 | null, "amount_text",
        "missing": [{"fact", "question"}],
        "evidence": [{"name", "by_sharing", "by_form", "at_window", "field"}],
        "where": {"office": "510421/hrss" | null, "name", "does", "verified", "made_up", "level",
           "place" (what decides it), "region": "510421" | null where that place is not known,
           "ask" (the fact that would name it for sure) | null, "decided_by", "if_here", "desk",
           "clause", "splits": [{"applies", "name", "clause"}], "others": [the same of who else answers]},
        "answer_by", "limits": [{"kind", "length", "measure", "text", "article", "verified"}],
        "too_late": {"last_day": "2026-10-08", "then"} | null where its time has not run out,
        "nearest": "再过2个月，…" | null, "steps": ["先登记失业，…"], "charge", "if_refused": ["请写明理由。", …]}],
     "next_question": {"fact", "question"} | null}
    """
    return {
        "region": region.code,
        "region_name": region.name,
        "on": on.isoformat(),
        "services": [answer_as_json(answer) for answer in answers],
        "next_question": _question(question) if question else None,
    }


def answer_as_json(answer: Answer) -> dict[str, Any]:
    """One of the `services` of `answers_as_json`."""
    service = answer.service
    return {
        **{name: getattr(service, name) for name in _OF_SERVICE},
        "caution": list(service.caution),
        "answer": answer.verdict,
        "reasons": [_reason(reason) for reason in answer.reasons],
        "clauses": [{"ref": clause, "citation": cite(clause)} for clause in service.clauses],
        "amount_fen": answer.amount_fen,
        "amount_text": answer.amount_text,
        "missing": [_question(fact) for fact in answer.missing],
        "evidence": [
            {
                "name": need.name,
                "by_sharing": need.by_sharing,
                "by_form": need.by_form,
                "at_window": need.at_window,
                "field": need.field,
            }
            for need in service.evidence
        ],
        "where": _where(answer.where),
        "answer_by": "；".join(answer.answer_by),
        "limits": [_limit(limit) for limit in service.limits],
        "too_late": _too_late(answer),
        "nearest": answer.nearest,
        "steps": list(answer.steps),
        "charge": service.charge,
        "if_refused": list(answer.refused),
    }


def _too_late(answer: Answer) -> dict[str, str] | None:
    if answer.gone_by is None:
        return None
    return {"last_day": answer.gone_by.isoformat(), "then": answer.service.too_late}


def _where(where: Where) -> dict[str, Any]:
    office, lead = where.office, where.lead
    return {
        "office": office.id if office else None,
        "name": where.name,
        "does": lead.does,
        "verified": office is not None and office.verified,
        "made_up": office is not None and office.made_up,
        "level": lead.level,
        "place": lead.place.id,
        "region": where.spot.region,
        "ask": where.to_ask or None,
        "decided_by": "，".join(filter(None, (where.decided_by, where.whose))),
        "if_here": where.if_here,
        "desk": lead.desk,
        "clause": lead.clause,
        "splits": [
            {"applies": split.applies, "name": answering.shown, "clause": split.clause}
            for split, answering in where.splits
        ],
        "others": [_where(other) for other in where.others],
    }


def _question(fact: Fact) -> dict[str, str]:
    return {"fact": fact.name, "question": fact.question}


def _reason(reason: Reason) -> dict[str, str]:
    return {
        "text": reason.text,
        "plain": reason.plain,
        "answer": "unknown" if reason.answer is UNKNOWN else "yes" if reason.answer else "no",
        "clause": reason.clause,
        "citation": cite(reason.clause) if reason.clause else "",
    }


def _limit(limit: ServiceLimit) -> dict[str, Any]:
    return {
        "kind": limit.kind,
        "length": limit.limit.length,
        "measure": limit.limit.measure,
        "text": limit.text,
        "article": limit.limit.article,
        "verified": limit.limit.verified,
    }
