"""Every verb that the program writes into the trail has words, and a verb has one set of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from django.apps import apps

from huigong.audit import words
from huigong.casework.procedures.standard import STANDARD
from huigong.kernel.registries import Registry
from tests.architecture.house import sources

VERB = re.compile(r"[a-z_]+\.[a-z_]+\.(?!id$)[a-z_]+")


def written() -> Iterator[str]:
    """Whatever in the sources looks like `<folder>.<noun>.<past tense>`."""
    folders = {config.name.split(".")[1] for config in apps.get_app_configs() if "huigong." in config.name}
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            text = node.value if isinstance(node, ast.Constant) else ""
            if isinstance(text, str) and VERB.fullmatch(text) and text.split(".")[0] in folders:
                yield text


def test_every_verb_has_words() -> None:
    verbs = {*written(), "audit.exported", "audit.resealed", "personal_data.read"}
    assert sorted(verbs - words.everything().keys()) == []


def test_moves_are_called_what_the_procedure_calls_them() -> None:
    assert words.in_words("casework.case.deemed_accepted") == STANDARD.trail("casework.case.deemed_accepted")


def test_an_unnamed_verb_shows_itself() -> None:
    assert words.in_words("rights.claim.lodged") == "rights.claim.lodged"


def test_a_verb_is_not_renamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_WORDS", Registry("verb", {"rights.claim.lodged": "提出仲裁"}))
    with pytest.raises(ValueError, match="提出仲裁"):
        words.register({"rights.claim.lodged": "申请仲裁"})
    words.register_missing({"rights.claim.lodged": "申请仲裁", "rights.claim.heard": "开庭"})
    assert words.everything() == {"rights.claim.heard": "开庭", "rights.claim.lodged": "提出仲裁"}
