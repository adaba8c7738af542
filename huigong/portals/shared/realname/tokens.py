"""Reading a signed token (JWS, RFC 7515) with the keys of whoever signs (JWK, RFC 7517).

Only signatures by a private key count. What a token says of its own algorithm is believed only
where the key is of that kind, so that no token is checked by what an attacker chose.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

_LEAST_RSA = 2048  # bits
_ES256 = 32  # bytes of each half of a signature
Key = rsa.RSAPublicKey | ec.EllipticCurvePublicKey


class BadToken(Exception):
    """What is wrong with a token, in a word for the log; it never quotes the token."""


@dataclass(frozen=True)
class Token:
    """A token taken apart and not yet believed."""

    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    signed: bytes
    signature: bytes

    @classmethod
    def parse(cls, text: str) -> Token:
        """Raises `BadToken`."""
        parts = text.split(".")
        if len(parts) != 3:
            raise BadToken("not three parts")
        header, claims, signature = parts
        return cls(
            _object(header),
            _object(claims),
            f"{header}.{claims}".encode("ascii", "replace"),
            _bytes(signature),
        )

    @property
    def key_id(self) -> str:
        """Which key has signed it, "" where it does not say."""
        given = self.header.get("kid", "")
        return given if isinstance(given, str) else ""

    @property
    def algorithm(self) -> str:
        """By which algorithm it says to be signed. Raises `BadToken` for one that is not taken."""
        given = self.header.get("alg")
        if given not in _CHECKS:
            raise BadToken("algorithm")
        return str(given)

    def require_signed_by(self, key: Key) -> None:
        """Raises `BadToken`."""
        kind, check = _CHECKS[self.algorithm]
        if not isinstance(key, kind):
            raise BadToken("key of another kind")
        try:
            check(key, self.signature, self.signed)
        except (InvalidSignature, ValueError) as error:
            raise BadToken("signature") from error


def read_keys(given: Mapping[str, Any]) -> dict[str, tuple[Key, str]]:
    """Key id → public key, and the one algorithm it is for ("" for any), of a key set; what cannot be read is left out."""
    keys: dict[str, tuple[Key, str]] = {}
    rows = given.get("keys")
    for row in rows if isinstance(rows, list) else []:
        if not isinstance(row, dict) or row.get("use", "sig") != "sig":
            continue
        try:
            keys[str(row.get("kid", ""))] = (_key(row), str(row.get("alg", "")))
        except (BadToken, KeyError, TypeError, ValueError):
            continue
    return keys


def _key(row: Mapping[str, Any]) -> Key:
    if row["kty"] == "RSA":
        key = rsa.RSAPublicNumbers(_number(row["e"]), _number(row["n"])).public_key()
        if key.key_size < _LEAST_RSA:
            raise BadToken("key too short")
        return key
    if (row["kty"], row["crv"]) == ("EC", "P-256"):
        return ec.EllipticCurvePublicNumbers(
            _number(row["x"]), _number(row["y"]), ec.SECP256R1()
        ).public_key()
    raise BadToken("kind of key")


def _rs256(key: Any, signature: bytes, signed: bytes) -> None:
    key.verify(signature, signed, padding.PKCS1v15(), SHA256())


def _ps256(key: Any, signature: bytes, signed: bytes) -> None:
    key.verify(signature, signed, padding.PSS(padding.MGF1(SHA256()), SHA256.digest_size), SHA256())


def _es256(key: Any, signature: bytes, signed: bytes) -> None:
    if len(signature) != 2 * _ES256:
        raise BadToken("signature")
    halves = (int.from_bytes(half) for half in (signature[:_ES256], signature[_ES256:]))
    key.verify(encode_dss_signature(*halves), signed, ec.ECDSA(SHA256()))


_CHECKS: Mapping[str, tuple[type, Callable[[Any, bytes, bytes], None]]] = {
    "RS256": (rsa.RSAPublicKey, _rs256),
    "PS256": (rsa.RSAPublicKey, _ps256),
    "ES256": (ec.EllipticCurvePublicKey, _es256),
}


def _object(part: str) -> Mapping[str, Any]:
    try:
        given = json.loads(_bytes(part))
    except (ValueError, RecursionError) as error:
        raise BadToken("no JSON") from error
    if not isinstance(given, dict):
        raise BadToken("no JSON object")
    return given


def _number(text: str) -> int:
    return int.from_bytes(_bytes(text))


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error, TypeError) as error:
        raise BadToken("base64") from error
