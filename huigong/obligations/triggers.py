"""What happened about an obligation is only ever added: the one change seals a note under another key."""

from __future__ import annotations

from huigong.audit.addonly import AddOnly, Kept, OneChange

_NOTE = "substr({0}.note, 1, instr({0}.note, '.'))"
_RESEALING = OneChange(
    columns=("note",),
    kept=(
        "id", "obligation_id", "kind", "key", "said_on", "day", "until", "holds", "refused", "mark", "device", "number",
        "base", "recorded_at", "recorded_by",
    ),
    refused={
        "sqlite": f"{_NOTE.format('NEW')} IS {_NOTE.format('OLD')}",
        "postgresql": "split_part(OLD.note, '.', 1) = split_part(NEW.note, '.', 1)",
    },
)  # fmt: skip
ENTRIES = AddOnly(
    "entries of obligations are only ever added",
    (Kept("obligations_historyentry", "history_entry", _RESEALING),),
)
