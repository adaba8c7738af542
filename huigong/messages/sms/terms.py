"""What a short message is, what hands it on, and how a provider says that it could not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from huigong.kernel.errors import Unavailable


@dataclass(frozen=True)
class Sms:
    """One short message. `template` and `values` are for telecoms that fill in a text of their own.

    `key` is the same at every attempt to send this message, so that a telecom can drop the second.
    """

    template: str
    text: str
    values: Mapping[str, str] = field(default_factory=dict)
    key: str = ""


class Provider(Protocol):
    """Hands short messages to a provider."""

    def send(self, phone: str, sms: Sms) -> None:
        """Returns when the message was taken. Raises `NotSent`."""


@dataclass
class NotSent(Unavailable):
    """The message was not taken. `final` says that trying again would not help."""

    final: bool = False


def not_sent(why: str, *, final: bool = False) -> NotSent:
    """The error of a provider, in the words of people."""
    return NotSent(
        code="sms.not_sent",
        what="短信没有发出去",
        why=why,
        do="请过一会儿再试，或到就近的服务窗口办理",
        final=final,
    )
