"""The program may start twice in one process: what folders register is the same value each time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from django.apps import apps

from huigong.kernel.registries import Registered, Registry


def lists() -> Iterator[Registry[Any, Any] | Registered[Any]]:
    """Every list of the product, those inside another object too."""
    modules = [module for name, module in sorted(sys.modules.items()) if name.startswith("huigong.")]
    for value in (value for module in modules for value in vars(module).values()):
        own = not isinstance(value, ModuleType | type) and type(value).__module__.startswith("huigong.")
        inside = vars(value).values() if own and hasattr(value, "__dict__") else ()
        yield from (each for each in (value, *inside) if type(each) in (Registry, Registered))


def test_folders_that_are_made_ready_again_register_nothing_new() -> None:
    known = list(lists())
    before = [tuple(each) for each in known]
    assert sum(map(len, before)) > 100
    for config in apps.get_app_configs():
        if config.name.startswith("huigong."):
            config.ready()
    assert [tuple(each) for each in known] == before
