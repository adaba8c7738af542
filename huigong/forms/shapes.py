"""The shapes of the files: fields, parts, forms, and what a region below may change."""

from __future__ import annotations

from typing import Final

from huigong.declarations import declared
from huigong.declarations.privacy import Secrecy
from huigong.forms.kinds import Decided, Kind, Level, Role
from huigong.kernel.packs import Shape, speaks
from huigong.kernel.packs.kinds import as_written, choice, day, flag, items, rows, text, texts, whatever
from huigong.kernel.packs.shapes import Key

__all__ = ["CHANGE", "CHECK", "FIELD", "FILL", "FORM", "KNOWN", "LIBRARY", "PART"]

CHECK: Final = Shape(
    "检查",
    {"id": text(""), "level": choice(Level, Level.STOP), "rule": whatever(), "says": text(said=True)},
    named="id",
)
FILL: Final = Shape(
    "由它得知的事实",
    {
        "fact": text(),
        "rule": whatever(None),
        "when": whatever(None),
        "gives": flag(True),
        "unknown": whatever(None),
    },
    named="fact",
)
KNOWN: Final = Shape("由事实得知的回答", {"when": whatever(), "gives": text()}, named="gives")
_BOUNDS: Final[dict[str, Key]] = {
    "min": whatever(None),
    "max": whatever(None),
    "min_length": whatever(None),
    "max_length": whatever(None),
}
FIELD: Final = Shape(
    "字段",
    {
        "use": text(""),
        "id": text(),
        "type": choice(Kind),
        **{key: text("", said=True) for key in ("ask", "name", "help", "example", "group")},
        **{key: text("") for key in ("unit", "fact", "codes", "stands_for", "one_of")},
        "role": choice(Role, None),
        "required": whatever(False),
        **{key: whatever(None) for key in ("show_if", "value", "suggest", "unknown_ok", "offers")},
        "help_if_missing": flag(False),
        **_BOUNDS,
        **{key: text("") for key in ("pattern", "pattern_words")},
        "decided": choice(Decided, None),
        "privacy": choice(Secrecy, None),
        "checks": rows(CHECK),
        "fills": rows(FILL),
        "known": rows(KNOWN),
        "about": whatever(False),
        **{key: flag(False) for key in ("keeps", "anew", "as_above")},
        **{key: texts() for key in ("clauses", "only", "parts", "needs", "kinds", "totals")},
        "rows": texts(said=True),
        **{key: whatever(None) for key in ("fields", "columns")},
        "from": day(None),
        "until": day(None),
    },
    named="id",
)
PART: Final = Shape(
    "分步",
    {"id": text(), "title": text("", said=True), "help": text("", said=True), "fields": whatever()},
    named="id",
)
CHANGE: Final = Shape(
    "改动",
    {
        "field": text(),
        "required": whatever(None),
        "only": texts(),
        "privacy": choice(Secrecy, None),
        **_BOUNDS,
        "checks": rows(CHECK),
        "clauses": texts(),
    },
    named="field",
)
FORM: Final = declared(
    "表单",
    {
        "where": text(""),
        "granted_to": text(""),
        "services": texts(),
        "parts": rows(PART),
        "changes": rows(CHANGE),
        "checks": rows(CHECK),
    },
)
LIBRARY: Final = Shape(
    "公用字段", {"fields": items(as_written, needed="请写公用的字段"), "parts": items(as_written)}
)
_FILES: Final = ("*/forms/*.yaml", "fields.yaml")
# Fields stand in fields, parts in the library: at any depth.
speaks("forms", after="services", packs=_FILES, shape=FORM, asked=True)
speaks("forms", after="services", packs=_FILES, shape=PART, at="**", asked=True)
speaks(
    "forms",
    after="services",
    packs=_FILES,
    shape=FIELD,
    at="**",
    keys=("**.unknown_ok.*", "**.columns.*.id", "**.fields.*.fields.*.id"),
    asked=True,
)
