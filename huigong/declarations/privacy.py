"""How private something is; what is made of several things is as private as the strictest of them."""

from __future__ import annotations

from collections.abc import Iterable

from huigong.kernel.labelled import Labelled


class Secrecy(Labelled):
    """How private an answer is, from the least to the most."""

    PUBLIC = "public", "公开"
    OFFICIAL = "official", "内部"
    PERSONAL = "personal", "个人信息"
    SENSITIVE = "sensitive", "敏感信息"
    SECRET = "secret", "保密"

    @property
    def rank(self) -> int:
        """0 for public, 4 for secret."""
        return list(Secrecy).index(self)


def strictest(several: Iterable[Secrecy]) -> Secrecy:
    """The most private of them; `PUBLIC` of none."""
    return max(several, key=lambda each: each.rank, default=Secrecy.PUBLIC)
