"""Signatures of this installation: Ed25519, behind a key id that names the algorithm. See docs/adr/0012."""

from __future__ import annotations

from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from huigong.kernel.errors import DomainError, Unavailable

_SEED_BYTES = 32
_ID_DIGITS, _PRINT_DIGITS = 16, 32
_PUBLIC = "public:"


class Signature(NamedTuple):
    """`key_id` tells which key made it; `text` is hexadecimal."""

    key_id: str
    text: str


class Signer:
    """Signs under the first key; verifies under every key given.

    `keys` is one or more, by commas: a private key of 64 hexadecimal digits, or
    `public:` and a public one, which only verifies. `setting` is what holds them.
    Raises `DomainError` (`signing.key`) for anything else, or when the first cannot sign.
    """

    def __init__(self, keys: str, *, setting: str) -> None:
        first, *older = (part.strip() for part in keys.split(","))
        self._private = Ed25519PrivateKey.from_private_bytes(_bytes(first, setting))
        public = [self._private.public_key(), *(_public(key, setting) for key in older)]
        self._public = {key_id(key.public_bytes_raw()): key for key in public}
        self.key_id = next(iter(self._public))

    def sign(self, digest: str) -> Signature:
        """Signs 64 hexadecimal digits."""
        return Signature(self.key_id, self._private.sign(bytes.fromhex(digest)).hex())

    def knows(self, key_id: str) -> bool:
        return key_id in self._public

    def confirms(self, digest: str, signature: Signature) -> bool:
        """Whether a known key signed this digest; False also for text that is no signature."""
        key = self._public.get(signature.key_id)
        return key is not None and confirms(key.public_bytes_raw(), digest, signature.text)

    @property
    def public_keys(self) -> tuple[bytes, ...]:
        """The 32 bytes of each public key, that of the first key first."""
        return tuple(key.public_bytes_raw() for key in self._public.values())


def confirms(public: bytes, digest: str, signature: str) -> bool:
    """Whether the owner of this public key signed this digest; False also for what is no key or signature."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(bytes.fromhex(signature), bytes.fromhex(digest))
    except (InvalidSignature, ValueError):
        return False
    return True


def key_id(public: bytes) -> str:
    """`ed25519-` and 16 hexadecimal digits."""
    return f"ed25519-{sm3_hex(public)[:_ID_DIGITS]}"


def fingerprint(public: bytes) -> str:
    """What people compare: 32 hexadecimal digits in groups of four; the first 16 are those of the key id."""
    digits = sm3_hex(public)[:_PRINT_DIGITS]
    return " ".join(digits[at : at + 4] for at in range(0, _PRINT_DIGITS, 4))


def sm3_hex(data: bytes) -> str:
    """SM3 digest as 64 hexadecimal digits."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize().hex()


def _public(text: str, setting: str) -> Ed25519PublicKey:
    if text.startswith(_PUBLIC):
        return Ed25519PublicKey.from_public_bytes(_bytes(text.removeprefix(_PUBLIC), setting))
    return Ed25519PrivateKey.from_private_bytes(_bytes(text, setting)).public_key()


def _bytes(text: str, setting: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError as error:
        raise _bad_key("密钥里有不是十六进制的字符", setting) from error
    if len(key) != _SEED_BYTES:
        raise _bad_key(f"密钥是 {len(key)} 字节，应当是 {_SEED_BYTES} 字节", setting)
    return key


def _bad_key(why: str, setting: str) -> DomainError:
    return Unavailable(
        code="signing.key",
        what="签名密钥不能用",
        why=why,
        do=f"请把 {setting} 设为 64 位十六进制字符，并妥善备份",
    )
