"""Who gives which facts about people: each folder registers, in `AppConfig.ready`, what it knows.

A provider reads for many people at once, with the same number of questions however many there
are. No fact has two providers. Which word counts, surest first:

1. what the household roll gives: totals, and what relatives answer (`facts.py`);
2. a provider with `prevails`: its record is the thing itself, as the registration is of a birth date;
3. what was stated about the person, the surest statement first (`statements.py`);
4. any other provider: its record only tells of the thing, and somebody may have said better.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.core.exceptions import ImproperlyConfigured

from huigong.kernel.registries import Registry
from huigong.registry.factvalues import FactValue
from huigong.registry.models import Person


class Read(Protocol):
    """Person's primary key → fact → value, true on `on`, as believed at `known_at` (now, when None).

    `people` are rows as they stood at `known_at`, with nothing unsealed. What is not known is left out.
    """

    def __call__(
        self, people: Sequence[Person], on: date, known_at: datetime | None, /
    ) -> Mapping[int, Mapping[str, FactValue]]: ...


@dataclass(frozen=True)
class Provider:
    """`name` is the folder and the record (`registry.engagements`); `gives` are all facts that `read` may give.

    `declared` tells more of them, for who gives what the packs in use say; `says` is the record's name on a page.
    """

    name: str
    gives: frozenset[str]
    read: Read
    prevails: bool = False
    declared: Callable[[], frozenset[str]] | None = None
    says: str = ""

    @property
    def facts(self) -> frozenset[str]:
        """All facts that it may give, by the packs in use."""
        return self.gives if self.declared is None else self.gives | self.declared()


_registered: Registry[str, Provider] = Registry("provider of facts")


def register(provider: Provider) -> None:
    """Raises `ImproperlyConfigured` where it gives no facts or one of another's, `ValueError` for a name that is another's.

    Facts that only the packs declare are held against those of others by `pack check`: no pack is read here.
    """
    if not provider.gives and provider.declared is None:
        raise ImproperlyConfigured(f"{provider.name} gives no facts")
    for other in registered():
        both = sorted(provider.gives & other.gives)
        if both and other.name != provider.name:
            raise ImproperlyConfigured(
                f"{provider.name} and {other.name} both provide {'、'.join(both)}: one of them must not"
            )
    _registered.add(provider.name, provider)


def registered() -> tuple[Provider, ...]:
    """Every provider, in the order of registration."""
    return _registered.values()


def giving(facts: Collection[str] | None) -> tuple[Provider, ...]:
    """The providers of any of these facts; all of them, when None."""
    return tuple(
        provider for provider in registered() if facts is None or not provider.facts.isdisjoint(facts)
    )
