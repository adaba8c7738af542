"""Decisions stay as they were made: the one change seals a decision's reasons under another key, as `huigong reseal` does."""

from __future__ import annotations

from huigong.audit.addonly import AddOnly, Kept, OneChange

_KEY = "substr({0}.reasons, 1, instr({0}.reasons, '.'))"
_RESEALING = OneChange(
    columns=("reasons",),
    kept=("id", "case_id", "number", "kind", "move", "verdict", "verdict_name", "favourable", "clause",
          "corrects_id", "remedy", "remedy_until", "office", "decided_by", "decided_at"),
    refused={
        "sqlite": f"{_KEY.format('NEW')} IS {_KEY.format('OLD')}",
        "postgresql": "split_part(OLD.reasons, '.', 1) = split_part(NEW.reasons, '.', 1)",
    },
)  # fmt: skip
DECISIONS = AddOnly(
    "decisions are only ever added",
    (Kept("casework_decision", "decision", _RESEALING), Kept("casework_outcome", "outcome")),
)
