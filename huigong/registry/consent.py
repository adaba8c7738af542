"""Who can agree, and with which phone, that a worker acts for them."""

from __future__ import annotations

from huigong.kernel.errors import Conflict, Invalid
from huigong.registry import lookup, numbers
from huigong.registry.models import Person


def require_another(me: Person, person: Person) -> None:
    """Nobody acts for themselves. Raises `DomainError` (`representation.self`)."""
    if numbers.is_of(person, me):
        raise Invalid(
            code="representation.self",
            about="resident_number",
            what="写的是您自己的身份证号",
            do="请填您要替他办事的那个人的号码",
        )


def require_not_mine(me: Person, phone: str) -> None:
    """A code that comes to the one who asks shows nobody's consent. Raises `DomainError` (`representation.own_phone`)."""
    if phone in (me.phone, me.account.phone if me.account else ""):
        raise Invalid(
            code="representation.own_phone",
            about="phone",
            what="填的是您自己登录用的手机号",
            why="验证码要发到对方自己的手机上，他念给您听才算同意",
            do="请填他本人的手机号；他没有手机的，两人一起到窗口登记",
        )


def require_nobody_else_s(person: Person) -> None:
    """Checked after the code only, so that nobody without it learns who logs in with a phone.

    Raises `DomainError` (`representation.phone_of_another`).
    """
    holder = lookup.holder_of(person.phone)
    if holder is not None and not numbers.is_who(person, holder):
        raise Conflict(
            code="representation.phone_of_another",
            about="resident_number",
            what="这个手机号登录的是另一个人",
            why="只有本人用自己的手机才算同意",
            do="请核对姓名、身份证号和手机号；都没有错的，两人一起到窗口登记",
        )
