"""Dependencies point down: imports by the linter, relations and templates here."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db.models import Model
from importlinter.cli import lint_imports

from tests.architecture.house import ROOT, layers, short, sources, templates


def own_models() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("huigong.") and not hasattr(model, "history_object")
    ]


def folder_of(model: type[Model]) -> str | None:
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "huigong" else None


def test_imports_keep_the_contracts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True, no_logo=True) == 0


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_relations_point_down_and_leave_no_way_back(model: type[Model]) -> None:
    for field in model._meta.get_fields():
        target = getattr(field, "related_model", None)
        if not field.concrete or not target or isinstance(target, str) or folder_of(target) is None:
            continue
        here, there = folder_of(model), folder_of(target)
        assert here and there
        if here == there:
            continue
        assert layers()[there] < layers()[here], (
            f"{model._meta.label}.{field.name} points up to {target._meta.label}"
        )
        assert field.remote_field.related_name in {"+"} or field.remote_field.is_hidden(), (
            f"{model._meta.label}.{field.name} needs related_name='+': {there} must not see {here}"
        )


def test_templates_stay_in_their_portal() -> None:
    """A page of one portal neither includes nor links to another's: only `shared` is common."""
    names = {"worker", "desk", "employer", "api"}
    for path in templates():
        here = path.relative_to(ROOT / "huigong" / "portals").parts[0]
        text = path.read_text()
        used = set(re.findall(r"""{%\s*(?:include|extends)\s+["'](\w+)/""", text))
        used |= set(re.findall(r"""{%\s*url\s+["'](\w+):""", text)) if here in names else set()
        assert not (used & names) - {here}, f"{short(path)} reaches into {(used & names) - {here}}"


def test_no_model_is_fetched_by_name() -> None:
    """`apps.get_model` hides a dependency from the linter."""
    for path in sources():
        assert "get_model(" not in path.read_text(), short(path)


def test_time_comes_from_above() -> None:
    """Below the portals nobody asks the clock: the caller says what time it is."""
    asks = re.compile(r"timezone\.(now|localdate|localtime)\(|datetime\.now\(|date\.today\(|time\.time\(")
    for path in sources():
        if path.relative_to(ROOT / "huigong").parts[0] not in {"portals", "demo", "config"}:
            assert not asks.search(path.read_text()), short(path)
