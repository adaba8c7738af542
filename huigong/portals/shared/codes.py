"""One-time codes that prove that somebody holds a phone: to log in, at the counter, or to agree.

What the server keeps is sealed in the visitor's own session: the phone, a keyed
digest of phone and code, and when it was sent. What a new session would forget, and what two
requests at once would count as one, is counted in the database: tries of one code, codes for
one phone, and codes and wrong tries from one network address. The answer to "send me a code" is the same whether or not the phone is
known here, so that nobody can find out who uses the platform.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huigong.directory.actions import attempts
from huigong.kernel.errors import Invalid, TooMany
from huigong.kernel.networks import levels
from huigong.messages import ceiling
from huigong.messages.sms import CODE, Sms, provider
from huigong.portals.shared.addresses import network_of
from huigong.portals.shared.requests import Request
from huigong.portals.shared.sealed import Session

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Purpose:
    """What a code is good for, and nothing else: `key` in the session, `template` for the telecom, the `text`."""

    key: str
    template: str
    text: StrOrPromise


LOGIN = Purpose(
    "login_code",
    CODE,
    gettext_lazy("验证码 %(code)s，5分钟内有效。不要告诉任何人，工作人员也不会问您要。"),
)
COUNTER = Purpose(
    "counter_code",
    "phone-code",
    gettext_lazy(
        "验证码 %(code)s，5分钟内有效。您在窗口登记这个手机号，请报给窗口人员；不是您在办，不要告诉任何人。"
    ),
)
PAPERS = Purpose(
    "papers_code",
    "papers-code",
    gettext_lazy(
        "验证码 %(code)s，5分钟内有效。您在窗口核对证件，报给窗口人员，这个手机就能打开您的档案；不是您在办，不要告诉任何人。"
    ),
)
CONSENT = Purpose(
    "consent_code",
    "consent-code",
    gettext_lazy(
        "验证码%(code)s。%(who)s要替您办：%(about)s，到%(until)s止。告诉他就是同意他替您办事；不同意，别告诉任何人。"
    ),
)
NOTHING_MORE: Mapping[str, str] = {}
LIFETIME = timedelta(minutes=5)
PAUSE_BETWEEN = timedelta(seconds=60)
TRIES = 5
CODES_AN_HOUR = 6
CODES_FOR_STRANGERS = 24  # an hour for one phone and purpose, from all networks together


class WrongCode(Invalid):
    """The code that was typed does not open anything, or no longer."""


class NetworkFull(TooMany):
    """A network address is over its limit: a page of its own, not a mistake in a field."""


def send(
    session: Session,
    *,
    phone: str,
    address: str,
    now: datetime,
    known_device: bool = False,
    purpose: Purpose = LOGIN,
    said: Mapping[str, str] = NOTHING_MORE,
) -> None:
    """Makes a six-digit code for `phone`, keeps its digest in `session` and sends it.

    `address` is where the request came from (`addresses.network_of`); `known_device` says that
    this phone has logged in from there before (`devices.knows`): then what strangers ask for
    does not count. `said` is what the text of the purpose names besides the code.
    Raises `DomainError`: `code.too_soon` within a minute of the last one, `code.too_many` above six an hour for one phone, `code.all_full` above settings.CODES_AN_HOUR; `NetworkFull`: `code.network_full` above
    settings.CODES_PER_ADDRESS, or where its line has had its part of the ceiling.
    """
    last = session.get(purpose.key, {})
    if last and last["phone"] == phone and now < datetime.fromisoformat(last["sent_at"]) + PAUSE_BETWEEN:
        raise TooMany(
            code="code.too_soon",
            about="phone",
            what=_("验证码刚刚发过"),
            why=_("一分钟内只能发一次。"),
            do=_("请看一下短信，或稍等一分钟再试。"),
        )
    _count_address(address, now=now)
    _count_phone(f"{purpose.key} {phone}", address=address, known_device=known_device, now=now)
    is_counted = not (known_device or purpose in (COUNTER, PAPERS))
    # Last: what is refused costs nothing, and must not be counted for everybody.
    if is_counted and not ceiling.take(network=address, kept=purpose is CONSENT, now=now):
        raise _network_full()
    code = f"{secrets.randbelow(10**6):06d}"
    digest = _digest(phone, code, purpose)
    code_id = secrets.token_hex(8)
    session[purpose.key] = {"phone": phone, "digest": digest, "sent_at": now.isoformat(), "id": code_id}
    values = {**said, "code": code}
    provider().send(phone, Sms(purpose.template, str(purpose.text) % values, values, key=code_id))


def check(session: Session, *, code: str, address: str, now: datetime, purpose: Purpose = LOGIN) -> str:
    """The phone that the right code was sent to; the code is then used up.

    Raises `DomainError`: `code.expired` (also after five wrong tries), `code.wrong`;
    `NetworkFull`: `code.network_wrong` after settings.WRONG_CODES_PER_ADDRESS from
    `address`, and then for a right code too: a guess that came true would look the same.
    """
    _require_tries(address, now=now)
    waiting = session.get(purpose.key, {})
    over = not waiting or now > datetime.fromisoformat(waiting["sent_at"]) + LIFETIME
    # Counted before looking: of many tries at the same moment no more than five are looked at.
    if over or not _take("code.try", waiting["id"], limit=TRIES, now=now):
        session.pop(purpose.key, None)
        raise _expired()
    if not constant_time_compare(_digest(waiting["phone"], code, purpose), waiting["digest"]):
        attempts.take_of_network(
            kind="wrong_code.address",
            network=address,
            limit=settings.WRONG_CODES_PER_ADDRESS,
            window=settings.ADDRESS_WINDOW,
            now=now,
        )
        raise WrongCode(code="code.wrong", what=_("验证码不对"), do=_("请看短信里最新的6位数字，再填一次。"))
    session.pop(purpose.key)
    if not _take("code.used", waiting["id"], limit=1, now=now):
        raise _expired()
    return str(waiting["phone"])


def send_from(
    request: Request,
    *,
    phone: str,
    known_device: bool = False,
    purpose: Purpose = LOGIN,
    said: Mapping[str, str] = NOTHING_MORE,
) -> None:
    """`send` for the visitor of this request."""
    send(
        request.session,
        phone=phone,
        address=network_of(request),
        now=timezone.now(),
        known_device=known_device,
        purpose=purpose,
        said=said,
    )


def check_from(request: Request, *, code: str, purpose: Purpose = LOGIN) -> str:
    """`check` for the visitor of this request."""
    return check(request.session, code=code, address=network_of(request), now=timezone.now(), purpose=purpose)


def phone_waiting(session: Session, purpose: Purpose = LOGIN) -> str | None:
    """The phone a code was sent to in this session and not yet used, or None."""
    return session.get(purpose.key, {}).get("phone")


def _digest(phone: str, code: str, purpose: Purpose) -> str:
    return salted_hmac(f"huigong.{purpose.key}", f"{phone}:{code}", algorithm="sha256").hexdigest()


def _take(kind: str, code_id: str, *, limit: int, now: datetime) -> bool:
    return attempts.take(kind=kind, subject=code_id, limit=limit, window=LIFETIME, now=now)


def _expired() -> WrongCode:
    return WrongCode(
        code="code.expired",
        what=_("验证码已经失效"),
        why=_("验证码5分钟内有效，最多试5次。"),
        do=_("请重新获取验证码。"),
    )


def _count_phone(asked: str, *, address: str, known_device: bool, now: datetime) -> None:
    """Six an hour on a known device; otherwise six for each line, within a limit for all of them together.

    `asked` is purpose and phone: what strangers ask for to log in keeps nobody from the counter.
    """
    hour = timedelta(hours=1)
    if known_device:
        counted = [("code.phone_known", asked, CODES_AN_HOUR)]
    else:
        counted = [
            *(("code.phone_network", f"{asked} {line}", CODES_AN_HOUR) for line, _times in levels(address)),
            ("code.phone", asked, CODES_FOR_STRANGERS),
        ]
    if not all(
        attempts.take(kind=kind, subject=subject, limit=limit, window=hour, now=now)
        for kind, subject, limit in counted
    ):
        raise TooMany(
            code="code.too_many",
            about="phone",
            what=_("这个手机号要的验证码太多了"),
            why=_("为了防止有人冒用，一小时内最多发6次；别人用您的号码乱要的也算在里面。"),
            do=_(
                "请过一小时再试。急的有两条路一直开着：用以前登录过的手机浏览器登录；或者带证件到服务窗口，当面就能办。"
            ),
        )


def _count_address(address: str, *, now: datetime) -> None:
    if not attempts.take_of_network(
        kind="code.address",
        network=address,
        limit=settings.CODES_PER_ADDRESS,
        window=settings.ADDRESS_WINDOW,
        now=now,
    ):
        raise _network_full()


def _network_full() -> NetworkFull:
    return NetworkFull(
        code="code.network_full",
        what=_("从您所在的网络要的验证码太多了"),
        why=_("为了防止有人乱发短信，同一个网络一段时间内能要的验证码有限。不是您做错了什么。"),
        do=_later(),
    )


def _require_tries(address: str, *, now: datetime) -> None:
    if attempts.is_spent_of_network(
        kind="wrong_code.address", network=address, limit=settings.WRONG_CODES_PER_ADDRESS, now=now
    ):
        raise NetworkFull(
            code="code.network_wrong",
            what=_("从您所在的网络填错的验证码太多了"),
            why=_("为了防止有人猜验证码，这个网络暂时不能用验证码登录。不是您做错了什么。"),
            do=_later(),
        )


def _later() -> str:
    minutes = settings.ADDRESS_WINDOW // timedelta(minutes=1)
    return _(
        "请过%(minutes)s分钟再试；宿舍和工地的无线网是很多人共用的，也可以改用手机流量；急事请到就近的服务窗口。"
    ) % {"minutes": minutes}
