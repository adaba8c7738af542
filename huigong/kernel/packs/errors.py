"""What is wrong with a pack: where, what was expected, and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches

from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.packs.places import Place


@dataclass
class PackError(Invalid):
    """One thing in a file that cannot be used as written."""

    place: Place | None = None
    expected: str = ""
    suggestion: str = ""

    @property
    def file(self) -> str:
        return self.place.file if self.place else ""

    @property
    def line(self) -> int:
        return self.place.line if self.place else 0

    @property
    def column(self) -> int:
        return self.place.column if self.place else 0

    @property
    def every(self) -> tuple[PackError, ...]:
        """Everything that is wrong, this alone or, where several were collected, each of them."""
        return (self,)

    @property
    def words(self) -> str:
        """What, why and what to do, without the place."""
        return DomainError.__str__(self)

    def __str__(self) -> str:
        return f"{self.place}：{self.words}" if self.place else self.words

    def as_dict(self) -> dict[str, str]:
        """The parts of `Invalid`, and file, line, column, expected and suggestion where known."""
        where = {"file": self.file, "line": str(self.line or ""), "column": str(self.column or "")}
        more = where | {"expected": self.expected, "suggestion": self.suggestion}
        return super().as_dict() | {key: value for key, value in more.items() if value}


@dataclass
class PackErrors(PackError):
    """Several things at once; `what` counts them and `why` lists them."""

    collected: tuple[PackError, ...] = ()

    @property
    def every(self) -> tuple[PackError, ...]:
        return self.collected


@dataclass
class Report:
    """Collects what is wrong while packs are read, so that all errors are reported together."""

    errors: list[PackError] = field(default_factory=list)

    def add(self, error: PackError) -> None:
        """Notes an error, or each of several that come as one."""
        self.errors.extend(error.every)

    def __bool__(self) -> bool:
        return bool(self.errors)

    def __iter__(self) -> Iterator[PackError]:
        return iter(self.errors)

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Notes a `PackError` raised inside and goes on."""
        try:
            yield
        except PackError as error:
            self.add(error)

    def refuse(self) -> None:
        """Raises what was collected: `PackError` for one thing, `PackErrors` for several."""
        refuse(self.errors)


def refuse(errors: Iterable[PackError]) -> None:
    """Raises `PackError` for one error, `PackErrors` for several, nothing for none."""
    every = tuple(errors)
    if every:
        raise together(every)


def together(every: Sequence[PackError]) -> PackError:
    """One error as it is, several as one."""
    if len(every) == 1:
        return every[0]
    lines = "\n".join(str(error) for error in every)
    return PackErrors(
        "packs.errors", what=f"有 {len(every)} 处要改", why=f"\n{lines}", collected=tuple(every)
    )


def nearest_name(name: str, known: Iterable[str]) -> str:
    """The known name most like `name`, or an empty text."""
    close = get_close_matches(name[:80], list(known), n=1, cutoff=0.5)
    return close[0] if close else ""


def guess(name: str, known: Iterable[str]) -> tuple[str, str]:
    """The nearest known name with the sentence that proposes it; otherwise nothing and the first dozen names."""
    choices = list(known)
    nearest = nearest_name(name, choices)
    if nearest:
        return nearest, f"是不是“{nearest}”？"
    more = "等" if len(choices) > 12 else ""
    return "", f"可以写的有：{'、'.join(choices[:12])}{more}" if choices else ""
