"""A read document as plain JSON values."""

from __future__ import annotations

from typing import Any

from huigong.policy.reading.document import Attribution, Doubt, ReadClause, ReadDocument, Target


def to_json(document: ReadDocument) -> dict[str, Any]:
    """The document as dicts, lists, strings and numbers; the date as YYYY-MM-DD or None.

    `targets` lists every kind, `n_targets` counts goals, standards and deadlines only.
    """
    return {
        "title": document.title,
        "notice_title": document.notice_title,
        "doc_number": document.document_number,
        "issuer": document.issuer,
        "date": document.date.isoformat() if document.date else None,
        "basis": [str(citation) for citation in document.basis],
        "recipients": document.recipients,
        "clauses": [_clause(clause) for clause in document.clauses],
        "n_clauses": len(document.clauses),
        "rules": list(document.rules),
        "inherited_units": list(document.inherited),
        "goals_outside_clauses": [target.text for target in document.goals_outside_clauses],
        "unsure": [_doubt(doubt, document.source_text) for doubt in document.unsure],
    }


def _clause(clause: ReadClause) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "number": clause.number,
        "number_raw": clause.number_raw,
        "heading": clause.heading,
        "text": clause.text,
        "chapter": clause.chapter,
        "parent": clause.parent,
        "lead": list(clause.lead),
        "support": list(clause.support),
        "joint": list(clause.joint),
        "guiding": list(clause.guiding),
        "n_targets": clause.n_targets,
        "targets": [_target(target) for target in clause.targets],
        "attributions": [_attribution(attribution) for attribution in clause.attributions],
        "points": [{"number": point.number, "text": point.text} for point in clause.points],
    }
    if clause.inherited:
        answer["inherited_units"] = list(clause.inherited)
    return answer


def _doubt(doubt: Doubt, source: str) -> dict[str, Any]:
    return {
        "place": doubt.place,
        "line": source.count("\n", 0, doubt.offset) + 1,
        "what": doubt.what,
        "why": doubt.why,
        "do": doubt.do,
    }


def _target(target: Target) -> dict[str, Any]:
    answer: dict[str, Any] = {"text": target.text, "type": target.kind}
    if target.value is not None:
        answer |= {"value": str(target.value), "measure": target.measure}
    if target.upper is not None:
        answer["upper"] = str(target.upper)
    if target.about:
        answer["about"] = True
    if target.bound:
        answer["bound"] = target.bound
    return answer | ({"by_when": target.by_when} if target.by_when else {})


def _attribution(attribution: Attribution) -> dict[str, Any]:
    return {
        "raw": attribution.raw,
        "mode": attribution.mode,
        "lead": list(attribution.lead),
        "support": list(attribution.support),
        "joint": list(attribution.joint),
        "guiding": list(attribution.guiding),
        "etc": attribution.etc,
    }
