"""Short messages to phones: what one is, and the provider that the settings name.

A provider is a class whose `send` hands one message to a telecom. Login codes and messages about
cases go through the same one. A city names its own in HUIGONG_SMS as `package.module:Class`.
"""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from huigong.messages.sms.built_in import CODE, Console, Folder, code_file
from huigong.messages.sms.gateway import Gateway
from huigong.messages.sms.terms import NotSent, Provider, Sms

__all__ = ["CODE", "NotSent", "Provider", "Sms", "code_file", "provider", "warning"]

UNSENT = (
    "警告：HUIGONG_SMS={name}：务工人员收不到验证码和短信，谁能看这台机器的{where}，谁就能登录任何人的账号。"
    "只能用于演示。请设为 gateway，或者本地短信平台的程序（package.module:Class）。"
)
_WHERE = {"console": "日志", "file": "文件"}
_BUILT_IN: dict[str, type[Provider]] = {"console": Console, "file": Folder, "gateway": Gateway}


def provider(name: str | None = None) -> Provider:
    """The provider called `name` (default: settings.SMS_PROVIDER).

    Raises `ImproperlyConfigured` for a name that is neither built in nor importable.
    """
    wanted = name or settings.SMS_PROVIDER
    if wanted in _BUILT_IN:
        return _BUILT_IN[wanted]()
    try:
        imported: type[Provider] = import_string(wanted.replace(":", "."))
    except ImportError as error:
        raise ImproperlyConfigured(f"HUIGONG_SMS={wanted!r}: no such provider") from error
    return imported()


def warning() -> str:
    """What to say when the server starts, or "" where messages reach phones or nothing here is real."""
    where = _WHERE.get(settings.SMS_PROVIDER, "")
    return UNSENT.format(name=settings.SMS_PROVIDER, where=where) if where and not settings.DEMO else ""
