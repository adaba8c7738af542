"""The one error that people see.

A `DomainError` says what happened, why, and what to do next, in the reader's
language, and carries a stable code so that a program can tell errors apart.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class DomainError(Exception):
    """Something a person asked for cannot be done, and why.

    `code` is stable and lower-case with dots (`case.move_not_allowed`);
    `what`, `why` and `do` are sentences in Chinese for the person;
    `clause` names the law or clause behind the refusal, where there is one.
    """

    code: str
    what: str
    why: str = ""
    do: str = ""
    clause: str = ""

    def __str__(self) -> str:
        parts = [self.what, self.why, self.do]
        text = "".join(part if part.endswith(("。", "！", "？")) else f"{part}。" for part in parts if part)
        return f"{text}（依据：{self.clause}）" if self.clause else text

    def as_dict(self) -> dict[str, str]:
        """Shape for `--json` answers and the API; empty parts are left out."""
        shown = {"code": self.code, "what": self.what, "why": self.why, "do": self.do, "clause": self.clause}
        return {key: value for key, value in shown.items() if value}
