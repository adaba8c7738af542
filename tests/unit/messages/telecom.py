"""An invented telecom for tests: it takes messages, or says why not."""

from __future__ import annotations

from huigong.messages.sms import Sms
from huigong.messages.sms.terms import not_sent


class Telecom:
    """`taken` is what reached a phone; the next message is refused while `trouble` says so."""

    taken: list[tuple[str, Sms]] = []
    trouble: str = ""
    final: bool = False
    broken: bool = False

    def send(self, phone: str, sms: Sms) -> None:
        if Telecom.broken:
            raise ZeroDivisionError
        if Telecom.trouble:
            raise not_sent(Telecom.trouble, final=Telecom.final)
        Telecom.taken.append((phone, sms))

    @classmethod
    def begin(cls) -> None:
        cls.taken, cls.trouble, cls.final, cls.broken = [], "", False, False
