"""What must have an event: folders above register it, and verification checks it.

An emptied trail has no fault of its own; it has one when a hundred cases exist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from huigong.audit.models import AuditEvent
from huigong.kernel.registries import Registry

Subjects = Callable[[], Iterable[str]]
_AT_ONCE = 500


@dataclass(frozen=True)
class Missing:
    """A thing that exists and of which the trail knows nothing: `"casework.Case:<public id>"`."""

    kind: str
    subject: str


_expected: Registry[str, Subjects] = Registry("kind that the trail tells of")


def expect(kind: str, subjects: Subjects) -> None:
    """From `AppConfig.ready`: each of these subjects has at least one event.

    `kind` is the word for people (办件); `subjects` streams them as events name them.
    """
    _expected.add(kind, subjects)


def missing() -> Iterator[Missing]:
    """Whatever should have an event and has none, in chunks of a few hundred."""
    for kind in _expected:
        stream = iter(_expected[kind]())
        while chunk := list(islice(stream, _AT_ONCE)):
            told = AuditEvent.objects.filter(subject__in=chunk).order_by().values_list("subject", flat=True)
            known = set(told.distinct())
            yield from (Missing(kind, subject) for subject in chunk if subject not in known)
