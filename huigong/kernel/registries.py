"""What folders register with those below them when the program starts: one meaning of "registered twice".

The same value again is harmless, as when an `AppConfig.ready` runs twice. Another value under a name
that is taken is a programmer's mistake: `ValueError`, naming both. So what is registered is the same
value each time: a function of a module or a value that is compared by what it holds, no `lambda` made
in `ready`, which is another one each time. Everything is read in the order of
registration, which is that of the installed folders.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
Item = TypeVar("Item", bound=Hashable)


class Registry(Generic[Key, Value]):
    """Values by name. `what` is what one is called where a name is taken."""

    def __init__(self, what: str, known: Mapping[Key, Value] | None = None) -> None:
        self.what = what
        self._known: dict[Key, Value] = dict(known or {})

    def add(self, key: Key, value: Value) -> Value:
        """The value that is known from now on. Raises `ValueError` where the name is another value's."""
        if self.takes(key, value):
            raise ValueError(
                f"the {self.what} {key} is registered twice: as {_called(self._known[key])} and {_called(value)}"
            )
        return self._known.setdefault(key, value)

    def add_missing(self, key: Key, value: Value) -> Value:
        """As `add`, but a name that is taken stays as it is."""
        return self._known.setdefault(key, value)

    def takes(self, key: Key, value: Value) -> bool:
        """Whether the value would take a name that is another's."""
        return key in self._known and self._known[key] != value

    def forget(self, key: Key) -> None:
        """Takes it out again. Raises `KeyError` where it is not there."""
        del self._known[key]

    def get(self, key: Key) -> Value | None:
        """The value, None for a name that nobody registered."""
        return self._known.get(key)

    def values(self) -> tuple[Value, ...]:
        """Every value."""
        return tuple(self._known.values())

    def __iter__(self) -> Iterator[Key]:
        return iter(tuple(self._known))

    def __getitem__(self, key: Key) -> Value:
        return self._known[key]

    def __contains__(self, key: object) -> bool:
        return key in self._known


class Registered(Generic[Item]):
    """What has no name: functions that are called in turn, or values that are all held against something."""

    def __init__(self, known: Iterable[Item] = ()) -> None:
        self._known: dict[Item, None] = dict.fromkeys(known)

    def add(self, item: Item) -> Item:
        """Makes it known."""
        self._known.setdefault(item)
        return item

    def forget(self, item: Item) -> None:
        """Takes it out again. Raises `KeyError` where it is not there."""
        del self._known[item]

    def __iter__(self) -> Iterator[Item]:
        return iter(tuple(self._known))


def _called(value: object) -> str:
    """A function by where it stands, anything else as it shows itself."""
    name = getattr(value, "__qualname__", "")
    return f"{getattr(value, '__module__', '')}.{name}" if name else repr(value)
