"""The keywords of JSON schema (draft 2020-12) that forms use, checked as the draft defines them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

TYPES = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict}
KNOWN = {
    *("type", "enum", "anyOf", "pattern", "minLength", "maxLength", "minimum", "maximum", "format"),
    *("items", "minItems", "maxItems", "uniqueItems", "properties", "required", "additionalProperties"),
    *("title", "description", "$schema", "$id"),
}


def accepts(schema: dict[str, Any], value: Any) -> bool:
    """Whether the value fits; fails where the schema uses what is not known here."""
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    if "anyOf" in schema and not any(accepts(each, value) for each in schema["anyOf"]):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    kind = TYPES.get(schema.get("type", ""))
    if kind is not None and (not isinstance(value, kind) or (kind is int and isinstance(value, bool))):
        return False
    return all(part(schema, value) for part in (_text, _number, _list, _mapping))


def _text(schema: dict[str, Any], value: Any) -> bool:
    if not isinstance(value, str):
        return True
    if schema.get("format") == "date":
        date.fromisoformat(value)
    fits = re.search(schema["pattern"], value) if "pattern" in schema else True
    return bool(fits) and schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value))


def _number(schema: dict[str, Any], value: Any) -> bool:
    if not isinstance(value, int) or isinstance(value, bool):
        return True
    return schema.get("minimum", value) <= value <= schema.get("maximum", value)


def _list(schema: dict[str, Any], value: Any) -> bool:
    if not isinstance(value, list):
        return True
    enough = schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value))
    once = not schema.get("uniqueItems") or len(set(value)) == len(value)
    return enough and once and all(accepts(schema.get("items", {}), each) for each in value)


def _mapping(schema: dict[str, Any], value: Any) -> bool:
    if not isinstance(value, dict):
        return True
    known = schema.get("properties", {})
    strange = set(value) - set(known) if schema.get("additionalProperties") is False else set()
    needed = set(schema.get("required", ())) <= set(value)
    return (
        needed
        and not strange
        and all(accepts(known[key], each) for key, each in value.items() if key in known)
    )
