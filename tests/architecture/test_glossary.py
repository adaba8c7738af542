"""GLOSSARY.md and the code say the same: one Chinese term, one code word."""

from __future__ import annotations

import re

from django.db import models

from huigong.kernel.labelled import Labelled
from tests.architecture.house import PRODUCT, ROOT, sources
from tests.architecture.test_layers import own_models

ROW = re.compile(r"^\|([^|]+)\|\s*`([^`|]+)`")


def glossary() -> dict[str, set[str]]:
    """Chinese term → code words. A term with several meanings stands in several rows."""
    terms: dict[str, set[str]] = {}
    for line in (ROOT / "GLOSSARY.md").read_text().splitlines():
        if found := ROW.match(line):
            for term in re.split(r"\s*/\s*", found.group(1).strip()):
                terms.setdefault(term, set()).add(found.group(2))
    return terms


def test_every_model_has_its_word() -> None:
    known = glossary()
    for model in own_models():
        term = str(model._meta.verbose_name)
        assert model.__name__ in known.get(term, set()), (
            f"{term} → {model.__name__} is missing in GLOSSARY.md"
        )


def test_every_choice_has_its_word() -> None:
    known = glossary()
    for kind in (*Labelled.__subclasses__(), *models.TextChoices.__subclasses__()):
        if kind.__module__.startswith("huigong."):
            for choice in kind:
                word = f"{kind.__name__}.{choice.name}"
                assert word in known.get(str(choice.label), set()), f"{choice.label} → {word} is missing"


def test_every_word_is_used() -> None:
    text = "\n".join(path.read_text() for path in sources())
    text += "\n".join(path.read_text() for path in PRODUCT.parent.glob("policies/*.yaml"))
    used = set(re.findall(r"\w+", text))
    for term, words in glossary().items():
        for word in words:
            assert word.rsplit(".", 1)[-1] in used, f"{term} → {word}: no such word in the code"


def test_one_term_in_one_row_only() -> None:
    rows = [ROW.match(line) for line in (ROOT / "GLOSSARY.md").read_text().splitlines()]
    seen = [(found.group(1).strip(), found.group(2)) for found in rows if found]
    assert len(seen) == len(set(seen))
