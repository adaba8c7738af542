"""What a provider of real names gives, and how it says that it could not."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _

from huigong.kernel.errors import Denied, Unavailable

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Identity:
    """Who logged in at the provider: name and resident number as it gives them, not yet checked."""

    name: str = field(repr=False)
    resident_number: str = field(repr=False)


@dataclass(frozen=True)
class Begun:
    """Where the browser goes, and what the visitor's own session keeps until it comes back."""

    address: str
    kept: Mapping[str, str] = field(repr=False)


class Provider(Protocol):
    """Somebody outside who knows people by name and number."""

    @property
    def title(self) -> str:
        """What pages call it."""

    def begin(self, *, back: str, now: datetime) -> Begun:
        """Begins a login; the provider sends the browser to the address `back` afterwards."""

    def finish(
        self, given: Mapping[str, str], kept: Mapping[str, str], *, back: str, now: datetime
    ) -> Identity:
        """Who it was, by the query that the browser brought back. Raises `Denied` or `Unavailable`."""


def refused(reason: str) -> Denied:
    """For an answer that proves nothing; `reason` goes to the log and names nobody."""
    log.warning("real name refused: %s", reason)
    return Denied(
        code="realname.refused",
        what=_("这次实名认证没有通过"),
        why=_("认证的结果对不上，或者已经过期，不能用来确认是您本人。"),
        do=_("请回到上一页重新认证一次；还是不行，请带身份证到就近的窗口核对。填好的内容都还在。"),
    )


def not_finished() -> Denied:
    """For somebody who came back without having said who they are."""
    return Denied(
        code="realname.not_finished",
        what=_("实名认证没有做完"),
        do=_("可以再做一次，也可以带身份证到就近的窗口核对。填好的内容都还在。"),
    )


def unavailable(reason: str) -> Unavailable:
    """For a provider that does not answer as it should."""
    log.error("real name provider unavailable: %s", reason)
    return Unavailable(
        code="realname.unavailable",
        what=_("实名认证现在用不了"),
        why=_("认证平台没有回应，不是您做错了什么。"),
        do=_("请过一会儿再试；着急的，请带身份证到就近的窗口核对。填好的内容都还在。"),
    )
