"""The errors that people see.

A `DomainError` says what happened, why, and what to do next, in the reader's
language, and carries a stable code so that a program can tell errors apart.
Its class is the kind of trouble, which pages and programs go by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass
class DomainError(Exception):
    """Something a person asked for cannot be done, and why. Raise one of the kinds below.

    `code` is stable and lower-case with dots (`case.move_not_allowed`);
    `what`, `why` and `do` are sentences in Chinese for the person;
    `clause` names the law or clause behind the refusal, where there is one;
    `about` names the value at fault as the one who refuses it calls it (`resident_number`, `phone`,
    `place`), so that a page can say it beside the field; empty where no single value is.
    """

    code: str
    what: str
    why: str = ""
    do: str = ""
    clause: str = ""
    about: str = ""

    def __str__(self) -> str:
        parts = [self.what, self.why, self.do]
        text = "".join(part if part.endswith(("。", "！", "？")) else f"{part}。" for part in parts if part)
        return f"{text}（依据：{self.clause}）" if self.clause else text

    def as_dict(self) -> dict[str, str]:
        """Shape for `--json` answers and the API; empty parts are left out."""
        shown = {"code": self.code, "what": self.what, "why": self.why, "do": self.do, "clause": self.clause}
        return {key: value for key, value in shown.items() if value}


class NotFound(DomainError):
    """It does not exist, or this reader may not know that it does."""


class Denied(DomainError):
    """It exists, and this reader may not do that with it."""


class NoAccess(Denied):
    """The reader has no right here at all: a page of its own, never a mistake in what was filled in."""


class Conflict(DomainError):
    """Possible in principle, but not in the current state."""


class Invalid(DomainError):
    """The input cannot be used as given."""


class TooMany(DomainError):
    """Asked too often; possible again later."""


class Unavailable(DomainError):
    """Something that the platform needs is missing or broken; the caller cannot repair it."""


_ROWS_TOLD = 20


@dataclass
class RowsRefused(Invalid):
    """Some rows of a file cannot be taken; `rows` maps every such row, counted from 1, to its error.

    Nothing of the file is kept. `code` is that of the rows where they share one, else `rows.refused`.
    """

    rows: dict[int, DomainError] = field(default_factory=dict)

    @classmethod
    def of(cls, errors: Mapping[int, DomainError], *, total: int) -> RowsRefused:
        """The error of a file of `total` rows."""
        rows = dict(sorted(errors.items()))
        codes = {error.code for error in rows.values()}
        told = [f"第{number}行：{error.what}" for number, error in list(rows.items())[:_ROWS_TOLD]]
        more = len(rows) - len(told)
        return cls(
            code=codes.pop() if len(codes) == 1 else "rows.refused",
            what=f"{total}行里有{len(rows)}行不能登记，一行也没有登记",
            why="；".join(told) + (f"；还有{more}行" if more else ""),
            do="请改正这些行以后，整个文件再提交一次",
            rows=rows,
        )
