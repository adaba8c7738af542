"""What folders have registered, copied: a test may add to the copy and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TypeVar

from huigong.kernel.registries import Registered, Registry

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
Item = TypeVar("Item", bound=Hashable)


def copied(registry: Registry[Key, Value]) -> Registry[Key, Value]:
    return Registry(registry.what, {key: registry[key] for key in registry})


def copied_items(registered: Registered[Item]) -> Registered[Item]:
    return Registered(registered)
