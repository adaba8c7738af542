"""Signing the digest of a batch: Ed25519, behind a key id that names the algorithm. See docs/adr/0012."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from huigong.audit.sealing import sm3_hex
from huigong.kernel.errors import DomainError, Unavailable

_SEED_BYTES = 32
_ID_DIGITS = 16
_PUBLIC = "public:"


class Signature(NamedTuple):
    """`key_id` tells which key made it; `text` is hexadecimal."""

    key_id: str
    text: str


class Signer:
    """Signs under the first key; verifies under every key given.

    `keys` is one or more, by commas: a private key of 64 hexadecimal digits, or
    `public:` and a public one, which only verifies. Raises `DomainError`
    (`signing.key`) for anything else, or when the first cannot sign.
    """

    def __init__(self, keys: str) -> None:
        first, *older = (part.strip() for part in keys.split(","))
        self._private = Ed25519PrivateKey.from_private_bytes(_bytes(first))
        public = [self._private.public_key(), *map(_public, older)]
        self._public = {_id(key): key for key in public}
        self.key_id = _id(public[0])

    def sign(self, digest: str) -> Signature:
        """Signs 64 hexadecimal digits."""
        return Signature(self.key_id, self._private.sign(bytes.fromhex(digest)).hex())

    def knows(self, key_id: str) -> bool:
        return key_id in self._public

    def confirms(self, digest: str, signature: Signature) -> bool:
        """Whether a known key signed this digest; False also for text that is no signature."""
        key = self._public.get(signature.key_id)
        try:
            if key is not None:
                key.verify(bytes.fromhex(signature.text), bytes.fromhex(digest))
        except (InvalidSignature, ValueError):
            return False
        return key is not None


def signer() -> Signer:
    """The signer of this installation. Raises `DomainError` (`signing.key`)."""
    return _signer(settings.AUDIT_KEY)


@lru_cache(maxsize=4)
def _signer(keys: str) -> Signer:
    return Signer(keys)


def _public(text: str) -> Ed25519PublicKey:
    if text.startswith(_PUBLIC):
        return Ed25519PublicKey.from_public_bytes(_bytes(text.removeprefix(_PUBLIC)))
    return Ed25519PrivateKey.from_private_bytes(_bytes(text)).public_key()


def _id(key: Ed25519PublicKey) -> str:
    return f"ed25519-{sm3_hex(key.public_bytes_raw())[:_ID_DIGITS]}"


def _bytes(text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError as error:
        raise _bad_key("密钥里有不是十六进制的字符") from error
    if len(key) != _SEED_BYTES:
        raise _bad_key(f"密钥是 {len(key)} 字节，应当是 {_SEED_BYTES} 字节")
    return key


def _bad_key(why: str) -> DomainError:
    return Unavailable(
        code="signing.key",
        what="审计签名密钥不能用",
        why=why,
        do="请把 HUIGONG_AUDIT_KEY 设为 64 位十六进制字符，并妥善备份",
    )
