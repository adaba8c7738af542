"""OpenID Connect with authorization code and PKCE, as the national platform for government services offers it.

state       binds the way back to this visitor's session; good once, for ten minutes
PKCE        binds the code to the browser that began; a stolen code is of no use
nonce       binds the token to this login; an old token is of no use
iss, aud    exactly the provider and exactly us; for several audiences `azp` is us
signature   by a key that the provider publishes now; a key not known yet is asked for, once a minute at most
exp, iat    with two minutes for clocks that differ
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.crypto import constant_time_compare

from huigong.portals.shared.realname import fetching
from huigong.portals.shared.realname.terms import Begun, Identity, not_finished, refused, unavailable
from huigong.portals.shared.realname.tokens import BadToken, Key, Token, read_keys

GOOD_FOR = timedelta(minutes=10)
SKEW = timedelta(minutes=2)
_LATEST = 10**11  # seconds; beyond it, and where it is no number, a token has no time
_KEPT_SECONDS, _ASK_AGAIN_SECONDS = 3600.0, 60.0


@dataclass
class Published:
    """What a provider publishes, as this process has read it."""

    endpoints: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, tuple[Key, str]] = field(default_factory=dict)
    read_at: float = float("-inf")
    keys_read_at: float = float("-inf")


_published: dict[str, Published] = {}


class OpenIdConnect:
    """The provider of settings.OIDC_*. A subclass names other claims or asks for another scope."""

    scope: ClassVar[str] = "openid profile"
    name_claim: ClassVar[str] = "name"
    number_claim: ClassVar[str] = "id_number"

    def __init__(self) -> None:
        self.issuer, self.client, self.secret = (
            settings.OIDC_ISSUER,
            settings.OIDC_CLIENT,
            settings.OIDC_SECRET,
        )
        if not (self.issuer and self.client and self.secret):
            raise ImproperlyConfigured(
                "HUIGONG_OIDC_ISSUER, HUIGONG_OIDC_CLIENT and HUIGONG_OIDC_SECRET must all be set"
            )
        if not fetching.is_safe(self.issuer):
            raise ImproperlyConfigured("HUIGONG_OIDC_ISSUER must begin with https://")

    @property
    def title(self) -> str:
        """What pages call it."""
        return str(settings.REAL_NAME_TITLE)

    def begin(self, *, back: str, now: datetime) -> Begun:
        """Raises `DomainError` (`realname.unavailable`)."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        asked = {
            "response_type": "code",
            "client_id": self.client,
            "redirect_uri": back,
            "scope": self.scope,
            "state": state,
            "nonce": nonce,
            "code_challenge": _challenge(verifier),
            "code_challenge_method": "S256",
        }
        kept = {"state": state, "nonce": nonce, "verifier": verifier, "at": now.isoformat()}
        address = self._endpoint("authorization_endpoint")
        joint = "&" if "?" in address else "?"
        return Begun(f"{address}{joint}{urlencode(asked)}", kept)

    def finish(
        self, given: Mapping[str, str], kept: Mapping[str, str], *, back: str, now: datetime
    ) -> Identity:
        """Raises `DomainError`: `realname.not_finished`, `realname.refused`, `realname.unavailable`."""
        if not kept or not constant_time_compare(given.get("state", ""), kept["state"]):
            raise refused("state")
        if now > datetime.fromisoformat(kept["at"]) + GOOD_FOR:
            raise not_finished()
        if given.get("iss", self.issuer) != self.issuer:
            raise refused("issuer of the answer")
        code = given.get("code", "")
        if given.get("error") or not code:
            raise not_finished()
        answer = self._exchange(code, verifier=kept["verifier"], back=back)
        claims = self._claims(str(answer.get("id_token", "")), nonce=kept["nonce"], now=now)
        return self._identity(claims, access_token=str(answer.get("access_token", "")))

    def _exchange(self, code: str, *, verifier: str, back: str) -> Mapping[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "client_id": self.client,
            "client_secret": self.secret,
            "code_verifier": verifier,
        }
        answer = fetching.post(self._endpoint("token_endpoint"), form)
        if "error" in answer:
            raise refused("code")
        return answer

    def _claims(self, id_token: str, *, nonce: str, now: datetime) -> Mapping[str, Any]:
        try:
            token = Token.parse(id_token)
            token.require_signed_by(self._key_of(token))
            self._require_meant(token.claims, nonce=nonce, now=now)
        except BadToken as error:
            raise refused(f"token: {error}") from error
        return token.claims

    def _require_meant(self, claims: Mapping[str, Any], *, nonce: str, now: datetime) -> None:
        """Raises `BadToken` unless the token is the provider's, for us, for this login, and of now."""
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        if claims.get("iss") != self.issuer:
            raise BadToken("issuer")
        if self.client not in audiences:
            raise BadToken("audience")
        if claims.get("azp", self.client) != self.client or (len(audiences) > 1 and "azp" not in claims):
            raise BadToken("authorised party")
        given = claims.get("nonce")
        if not isinstance(given, str) or not constant_time_compare(given, nonce):
            raise BadToken("nonce")
        if not isinstance(claims.get("sub"), str) or not claims["sub"]:
            raise BadToken("subject")
        at, skew = now.timestamp(), SKEW.total_seconds()
        if at > _moment(claims, "exp") + skew:
            raise BadToken("over")
        issued = _moment(claims, "iat")
        if issued > at + skew or issued < at - GOOD_FOR.total_seconds() - skew:
            raise BadToken("issued at another time")
        if "nbf" in claims and _moment(claims, "nbf") > at + skew:
            raise BadToken("not yet")

    def _identity(self, claims: Mapping[str, Any], *, access_token: str) -> Identity:
        """From the token, or where it does not say from the provider's page about the same subject."""
        told = claims
        if not (claims.get(self.name_claim) and claims.get(self.number_claim)):
            told = fetching.get(self._endpoint("userinfo_endpoint"), token=access_token)
            if told.get("sub") != claims["sub"]:
                raise refused("another subject")
        name, number = told.get(self.name_claim), told.get(self.number_claim)
        if not (isinstance(name, str) and isinstance(number, str) and name and number):
            raise refused("no name or number")
        return Identity(name, number)

    def _key_of(self, token: Token) -> Key:
        """The published key that the token names; one that is not known yet may be new. Raises `BadToken`."""
        algorithm, published = token.algorithm, self._found()
        row = _named(published.keys, token.key_id)
        if row is None and time.monotonic() > published.keys_read_at + _ASK_AGAIN_SECONDS:
            published.keys_read_at = time.monotonic()
            published.keys = read_keys(fetching.get(self._endpoint("jwks_uri")))
            row = _named(published.keys, token.key_id)
        if row is None:
            raise BadToken("key not known")
        key, only_for = row
        if only_for and only_for != algorithm:
            raise BadToken("algorithm of another key")
        return key

    def _endpoint(self, name: str) -> str:
        address = self._found().endpoints.get(name, "")
        if not address:
            raise unavailable(f"no {name}")
        return address

    def _found(self) -> Published:
        """What the provider publishes, read anew every hour."""
        known = _published.setdefault(self.issuer, Published())
        if time.monotonic() > known.read_at + _KEPT_SECONDS:
            told = fetching.get(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
            if told.get("issuer") != self.issuer:
                raise unavailable("issuer of the discovery")
            endpoints = {name: told[name] for name in _ENDPOINTS if isinstance(told.get(name), str)}
            if not all(fetching.is_safe(address) for address in endpoints.values()):
                raise unavailable("an address without HTTPS")
            known = _published[self.issuer] = Published(endpoints, read_at=time.monotonic())
        return known


_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


def forget_published() -> None:
    """Reads everything anew at the next login."""
    _published.clear()


def _named(keys: Mapping[str, tuple[Key, str]], key_id: str) -> tuple[Key, str] | None:
    if not key_id and len(keys) == 1:
        return next(iter(keys.values()))
    return keys.get(key_id)


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _moment(claims: Mapping[str, Any], name: str) -> float:
    given = claims.get(name)
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 < given < _LATEST:
        raise BadToken(name)
    return float(given)
