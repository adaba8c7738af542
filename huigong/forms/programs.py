"""Answers for programs: JSON and its schema, the same for the API, an import and what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huigong.forms.fields import Field, Form
from huigong.forms.types import type_of
from huigong.forms.types.base import refused
from huigong.forms.types.rows import unknown_schema
from huigong.forms.values import Answered
from huigong.kernel.sentences import say
from huigong.rules.values import UNKNOWN, Unknown


def answers_json(form: Form, values: Mapping[str, Answered]) -> dict[str, Any]:
    """Answers by field id as JSON; what nobody answered is left out, what is not known is `{"unknown": "不清楚"}`."""
    return {
        id: {"unknown": form.fields[id].unknown_words[0]}
        if isinstance(value, Unknown)
        else type_of(form.fields[id].kind).to_json(form.fields[id], value)
        for id, value in values.items()
        if value is not None
    }


def answers_of(form: Form, raw: Mapping[str, Any]) -> dict[str, Answered]:
    """The answers that `answers_json` wrote; raises `Invalid` (`form.json`) for what does not fit the form."""
    answers: dict[str, Answered] = {}
    for id, value in raw.items():
        asked = form.fields.get(id)
        if asked is None:
            raise refused(
                "json",
                say("表单里没有“{id}”", id=str(id)[:40]),
                say("可以填的有：{listed}", listed="、".join(form.fields)),
            )
        answers[id] = _answer_of(asked, value)
    return answers


def _answer_of(asked: Field, raw: Any) -> Answered:
    if isinstance(raw, dict) and set(raw) == {"unknown"} and raw["unknown"] in asked.unknown_words:
        return UNKNOWN
    value: Answered = type_of(asked.kind).from_json(asked, raw)
    return value


def json_schema(form: Form) -> dict[str, Any]:
    """JSON schema (draft 2020-12) of the answers. Only what is required of everybody is `required` in it; the
    rest depends on answers and is checked by `lodge`."""
    properties = {id: _schema(asked) for id, asked in form.fields.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:huigong:form:{form.id}:{form.version}",
        "title": form.name,
        "type": "object",
        "properties": properties,
        "required": [id for id, asked in form.fields.items() if _of_everybody(asked)],
        "additionalProperties": False,
    }


def _schema(asked: Field) -> dict[str, Any]:
    known = type_of(asked.kind).schema(asked)
    schema = {"anyOf": [known, unknown_schema(asked)]} if asked.unknown_words else known
    return schema | {"title": asked.name, "description": asked.ask}


def _of_everybody(asked: Field) -> bool:
    always = getattr(asked.required, "value", None) is True
    return always and asked.shown_if is None and not asked.help_if_missing
