"""What audit needs to know of a person who acts; `directory.principals.Principal` fits."""

from __future__ import annotations

from typing import Protocol


class Actor(Protocol):
    """Who did something: `account_id` is a public id or `system`."""

    @property
    def account_id(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def purpose(self) -> str: ...

    @property
    def office(self) -> str:
        """Office id, or the region code of a role of no single office; "" for who holds no role."""

    @property
    def visit(self) -> str:
        """What stands for this sitting of the actor, or "": then every look is recorded."""


class Reader(Actor, Protocol):
    """Who asks to read the trail."""

    @property
    def person_id(self) -> str | None: ...

    def require(self, permission: str, *, region: str | None = None, office: str | None = None) -> None:
        """Raises `DomainError` (`access.denied`) when the permission is not held."""

    def regions(self, permission: str) -> tuple[str, ...]:
        """Region code prefixes where the permission is held; `""` is the whole country."""
