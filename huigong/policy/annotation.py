"""What the reader found, as one JSON object with the keys of a careful reader's annotation."""

from __future__ import annotations

from typing import Any

from huigong.policy.reading.document import Attribution, ReadClause, ReadDocument, Target


def annotation(read: ReadDocument) -> dict[str, Any]:
    """The object that `huigong read --json` prints and that a saved reading keeps."""
    return {
        "source": read.source,
        "title": read.title,
        "notice_title": read.notice_title,
        "enclosed_title": read.enclosed_title,
        "doc_number": read.document_number,
        "issuer": read.issuer,
        "date": read.date.isoformat() if read.date else None,
        "basis": [str(citation) for citation in read.basis],
        "recipients": read.recipients,
        "rules": list(read.rules),
        "inherited_units": list(read.inherited),
        "chapters": list(read.chapters),
        "n_clauses": len(read.clauses),
        "clauses": [_clause(clause) for clause in read.clauses],
        "goals_outside_clauses": [_target(target) for target in read.goals_outside_clauses],
        "unsure": [{"place": doubt.place, "what": doubt.what, "why": doubt.why} for doubt in read.unsure],
    }


def _clause(clause: ReadClause) -> dict[str, Any]:
    return {
        "number": clause.number,
        "number_raw": clause.number_raw,
        "heading": clause.heading,
        "chapter": clause.chapter,
        "parent": clause.parent,
        "lead": list(clause.lead),
        "support": list(clause.support),
        "joint": list(clause.joint),
        "guiding": list(clause.guiding),
        "responsible": list(clause.responsible),
        "inherited_units": list(clause.inherited),
        "n_targets": clause.n_targets,
        "targets": [_target(target) for target in clause.targets],
        "points": [{"number": point.number, "text": point.text} for point in clause.points],
        "attributions": [_attribution(found) for found in clause.attributions],
    }


def _target(target: Target) -> dict[str, Any]:
    """Numbers as text: JSON has no exact decimals."""
    return {
        "text": target.text,
        "type": target.kind,
        "value": None if target.value is None else format(target.value, "f"),
        "measure": target.measure,
        "by": target.by_when,
    }


def _attribution(found: Attribution) -> dict[str, Any]:
    return {
        "raw": found.raw,
        "mode": found.mode,
        "lead": list(found.lead),
        "support": list(found.support),
        "joint": list(found.joint),
        "guiding": list(found.guiding),
        "responsible": list(found.responsible),
        "etc": found.etc,
        "aliases": dict(found.aliases),
    }
