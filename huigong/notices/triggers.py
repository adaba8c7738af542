"""Letters and their service stay as they were: the one change seals a column under another key, as `huigong reseal` does."""

from __future__ import annotations

from huigong.audit.addonly import AddOnly, Kept, OneChange


def _resealing(sealed: str, *kept: str) -> OneChange:
    key = f"substr({{0}}.{sealed}, 1, instr({{0}}.{sealed}, '.'))"
    return OneChange(
        columns=(sealed,),
        kept=kept,
        refused={
            "sqlite": f"{key.format('NEW')} IS {key.format('OLD')}",
            "postgresql": f"split_part(OLD.{sealed}, '.', 1) = split_part(NEW.{sealed}, '.', 1)",
        },
    )


_LETTER = _resealing(
    "recipient", "id", "public_id", "number", "template", "valid_from", "name", "paper", "office", "region",
    "about", "person_ref", "corrects_id", "kept", "digest", "issued_at", "issued_by",
)  # fmt: skip
_SERVICE = _resealing(
    "proof", "id", "notice_id", "way", "outcome", "happened_on", "deemed_on", "clause", "recorded_at",
    "recorded_by",
)  # fmt: skip
LETTERS = AddOnly(
    "letters are only ever added",
    (Kept("notices_notice", "notice", _LETTER), Kept("notices_noticeservice", "notice_service", _SERVICE)),
)
