"""Django system checks, which `huigong set-up` runs: every provided fact is declared and is not one that the household roll gives."""

from __future__ import annotations

from typing import Any

from django.core import checks

from huigong.kernel.packs import nearest_name
from huigong.registry import factnames, providers


def register_checks() -> None:
    checks.register(provided_facts_are_declared)


def provided_facts_are_declared(**_: Any) -> list[checks.CheckMessage]:
    """An error for each provided fact that the dictionary does not know, or that the household roll gives."""
    declared = factnames.dictionary()
    the_rolls = {*declared.counted, *declared.related}
    errors: list[checks.CheckMessage] = []
    for provider in providers.registered():
        for name in sorted(provider.facts - set(declared)):
            near = nearest_name(name, declared)
            hint = f"Is it {near}?" if near else "Declare it in policies/facts.yaml."
            errors.append(
                checks.Error(
                    f"{provider.name} provides {name}, which is not declared",
                    hint=hint,
                    id="registry.E001",
                )
            )
        for name in sorted(provider.facts & the_rolls):
            errors.append(
                checks.Error(
                    f"{provider.name} provides {name}, which the household roll gives",
                    hint="Provide the fact that is asked of the relative, or drop `counted`.",
                    id="registry.E002",
                )
            )
    return errors
