"""Who somebody is, said by an outside provider: the one that the settings name, or none.

A provider is a class with a `title` that pages show, `begin`, which says where the browser goes, and
`finish`, which reads what it came back with. A city names its own in HUIGONG_REAL_NAME as
`package.module:Class`; the usual one is a subclass of `OpenIdConnect` with other claims.
"""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from huigong.portals.shared.realname.oidc import OpenIdConnect
from huigong.portals.shared.realname.terms import Begun, Identity, Provider

__all__ = ["Begun", "Identity", "OpenIdConnect", "Provider", "provider"]

_BUILT_IN = {"oidc": OpenIdConnect}


def provider() -> Provider | None:
    """The provider of settings.REAL_NAME; None where nothing is set.

    Raises `ImproperlyConfigured` for a name that is neither built in nor importable, and for
    settings that no provider can work with.
    """
    wanted = settings.REAL_NAME
    if not wanted:
        return None
    if wanted in _BUILT_IN:
        return _BUILT_IN[wanted]()
    try:
        imported: type[Provider] = import_string(wanted.replace(":", "."))
    except ImportError as error:
        raise ImproperlyConfigured(f"HUIGONG_REAL_NAME={wanted!r}: no such provider") from error
    return imported()
