"""What somebody has filled in so far: always as typed, pinned to the form as it stood when they began."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from huigong.forms.fields import Field, Form
from huigong.forms.kinds import Source
from huigong.forms.types import At, Reading, type_of
from huigong.forms.values import Typed, Value
from huigong.kernel.errors import Invalid
from huigong.kernel.sentences import say
from huigong.kernel.writing import said

LARGEST = 200_000  # characters typed into one form


@dataclass(frozen=True)
class Said:
    """One answer: what was typed by part, where it came from, and until when it is good (None: for ever).

    `given_out` is the highest number of a row so far, so that no id of a row is given twice.
    """

    typed: Mapping[str, str]
    source: Source = Source.SAID
    good_until: date | None = None
    given_out: int = 0

    def read(self, asked: Field, on: date) -> Reading:
        """What was typed, read as an answer to `asked` on that day. A page reads a draft several times, and two hundred rows once."""
        for read, day, reading in self._readings:
            if read is asked and day == on:
                return reading
        reading = type_of(asked.kind).read(asked, self.typed, At(on), asked.id)
        self._readings.append((asked, on, reading))
        return reading

    @cached_property
    def _readings(self) -> list[tuple[Field, date, Reading]]:
        return []


@dataclass(frozen=True)
class Draft:
    """A form being filled in. `began` is the day of the first keystroke; the form of that day holds to the end.

    `said` has an answer by field id, hidden and retired fields too; `reasons` the reason that was
    given by the id of the check that asked for one.
    """

    form: str
    region: str
    began: date
    said: Mapping[str, Said] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def begun(cls, form: Form, *, on: date) -> Draft:
        """An empty draft of a form."""
        return cls(form.id, form.region, on)

    def typed(self, field_id: str) -> Typed:
        """What was typed for a field."""
        return self.said[field_id].typed if field_id in self.said else {}

    def with_typed(self, field_id: str, typed: Typed) -> Draft:
        """The draft with what the person typed for a field; it is theirs from now on, whatever it was before.

        Raises `Invalid` (`form.too_large`).
        """
        kept = {part: text for part, text in typed.items() if text.strip()}
        before = self.said.get(field_id)
        if before is not None and dict(before.typed) == kept and before.source is not Source.OFFERED:
            return self
        ids = (part.partition(".")[0] for part in kept)
        numbers = (int(id) for id in ids if id.isdecimal() and len(id) < 9)
        given_out = max((before.given_out if before else 0, *numbers))
        changed = replace(self, said={**self.said, field_id: Said(kept, given_out=given_out)})
        if sum(len(text) for each in changed.said.values() for text in each.typed.values()) > LARGEST:
            raise Invalid(
                "form.too_large",
                what="填的内容太多了",
                why=say("一张表最多{largest}个字", largest=LARGEST),
                do="请写短一些，长的材料请拍照上传",
            )
        return changed

    def with_value(
        self, asked: Field, value: Value, *, source: Source, good_until: date | None = None
    ) -> Draft:
        """The draft with a value that is known already."""
        typed = type_of(asked.kind).written(asked, value)
        return replace(self, said={**self.said, asked.id: Said(typed, source, good_until)})

    def with_reason(self, check: str, reason: str) -> Draft:
        """The draft with the reason for what a check found."""
        return replace(self, reasons={**self.reasons, check: said(reason)})

    def to_json(self) -> str:
        """The draft as text to keep sealed; what was typed says more about a person than most registers."""
        return canonical(
            {
                "form": self.form,
                "region": self.region,
                "began": self.began.isoformat(),
                "said": {id: said_json(each) for id, each in self.said.items()},
                "reasons": dict(self.reasons),
            },
            sort=False,
        )

    @classmethod
    def from_json(cls, text: str) -> Draft:
        """The draft that `to_json` wrote."""
        raw = json.loads(text)
        said = {id: said_of(each) for id, each in raw["said"].items()}
        return cls(raw["form"], raw["region"], date.fromisoformat(raw["began"]), said, raw["reasons"])


def canonical(value: Any, *, sort: bool = True) -> str:
    """JSON without spaces, keys in order: the same answers are the same bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=sort, separators=(",", ":"), allow_nan=False)


def said_json(said: Said) -> dict[str, Any]:
    """An answer as JSON."""
    row: dict[str, Any] = {"typed": dict(said.typed), "source": said.source.value}
    if said.good_until:
        row["until"] = said.good_until.isoformat()
    return row | ({"rows": said.given_out} if said.given_out else {})


def said_of(raw: Mapping[str, Any]) -> Said:
    """The answer that `said_json` gave."""
    until = raw.get("until")
    return Said(
        raw["typed"], Source(raw["source"]), date.fromisoformat(until) if until else None, raw.get("rows", 0)
    )
