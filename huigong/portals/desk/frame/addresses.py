"""How a public id is written in an address: 32 hexadecimal digits."""

from __future__ import annotations

from uuid import UUID


class PublicId:
    """URL converter; views get the digits as text, links may be given a UUID."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str | UUID) -> str:
        return UUID(str(value)).hex
