"""What was recorded stays as it was: the one change seals its columns under another key, as `huigong reseal` does; and it
goes with a record that was kept as long as its kind says.
"""

from __future__ import annotations

from huigong.audit.addonly import AddOnly, Kept, OneChange

_SEALED = ("says", "reason")
_KEPT = (
    *("id", "public_id", "record_id", "event", "effective_on", "target_id", "basis", "version", "office"),
    *("recorded_at", "recorded_by"),
)


def _same_key(engine: str) -> str:
    """Whether no column has another key than before."""
    key = {"sqlite": "substr({0}, 1, instr({0}, '.'))", "postgresql": "split_part({0}, '.', 1)"}[engine]
    return " AND ".join(f"{key.format(f'NEW.{name}')} = {key.format(f'OLD.{name}')}" for name in _SEALED)


_RESEALING = OneChange(
    columns=_SEALED,
    kept=_KEPT,
    refused={engine: f"({_same_key(engine)})" for engine in ("sqlite", "postgresql")},
)
_REFUSAL = "what was recorded is only ever added to"
RECORDS = AddOnly(_REFUSAL, (Kept("records_recordevent", "record_event", _RESEALING),))
"""As they began: nothing goes."""
RECORDS_THAT_END = AddOnly(
    _REFUSAL,
    (
        Kept(
            "records_recordevent",
            "record_event",
            _RESEALING,
            goes="EXISTS (SELECT 1 FROM records_erasedrecord gone WHERE gone.record = OLD.record_id)",
        ),
        Kept("records_erasedrecord", "erased_record"),
    ),
)
