"""Documents that people take away and anybody can verify without us: signed JSON, and a QR code of it.

The signature covers what the document is, who made it, when, and the digest of its
content. Its public key stands beside it, so a change is found with the file alone; whose key it
is, the reader compares with the published one. See docs/explanation/take-aways.md.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

import segno

from huigong.kernel import base45, canonical, signing
from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.signing import Signer

MARK = "HG1:"  # what the text of a code begins with
MOST_IN_CODE = 1500  # characters that an ordinary phone still reads from paper, in one code
_DOMAIN = "huigong take-away 1\n"  # a signature for something else is never one of these
_DIGEST, _PUBLIC, _SIGNATURE = 32, 32, 64
_MOST_TEXT = 1 << 20


@dataclass(frozen=True)
class Seal:
    """What is signed, and the signature: `what` names the kind of document, `by` the maker, `at` is ISO 8601.

    `digest`, `public` and `signature` are hexadecimal.
    """

    what: str
    by: str
    at: str
    digest: str
    public: str
    signature: str = ""

    @property
    def is_genuine(self) -> bool:
        """Whether the owner of `public` signed exactly this."""
        public = bytes.fromhex(self.public)
        return signing.confirms(public, self._signed_digest(), self.signature)

    @property
    def fingerprint(self) -> str:
        return signing.fingerprint(bytes.fromhex(self.public))

    def _signed_digest(self) -> str:
        signed = canonical.written([self.what, self.by, self.at, self.digest, self.public])
        return hashlib.sha256((_DOMAIN + signed).encode()).hexdigest()


@dataclass(frozen=True)
class Signed:
    """A document under its seal; `document` is None where only the seal came along, as in a small code."""

    seal: Seal
    document: Mapping[str, Any] | None


@dataclass(frozen=True)
class Verdict:
    """`is_whole` is None where there was no document to hold against the seal."""

    seal: Seal
    is_genuine: bool
    is_whole: bool | None
    is_known: bool

    @property
    def is_good(self) -> bool:
        """Signed by a key that the reader trusts, and unchanged."""
        return self.is_genuine and self.is_known and self.is_whole is not False


def sign(document: Mapping[str, Any], *, what: str, by: str, now: datetime, signer: Signer) -> Signed:
    """The document under a seal. Raises `TypeError` for floats, `ValueError` for a naive time."""
    if now.tzinfo is None:
        raise ValueError("now must be an aware datetime")
    public = signer.public_keys[0].hex()
    at = now.isoformat(timespec="seconds")
    unsigned = Seal(what, by, at, canonical.digest(dict(document)), public)
    signature = signer.sign(unsigned._signed_digest()).text
    return Signed(Seal(what, by, at, unsigned.digest, public, signature), document)


def verify(signed: Signed, *, trusted: Collection[str]) -> Verdict:
    """`trusted` holds public keys in hexadecimal."""
    seal = signed.seal
    whole = None if signed.document is None else canonical.digest(dict(signed.document)) == seal.digest
    return Verdict(seal, seal.is_genuine, whole, seal.public in {key.lower() for key in trusted})


def as_json(signed: Signed) -> str:
    """The file that people keep: `{"document": …, "seal": …}`."""
    return canonical.written({"document": signed.document, "seal": vars(signed.seal)})


def payload(signed: Signed, *, at_most: int = MOST_IN_CODE) -> str:
    """The text of the code: with the document where it fits in, else the seal alone.

    Raises `DomainError` (`takeaway.too_large`) where not even the seal fits.
    """
    for document in (signed.document, None):
        text = MARK + base45.encode(_packed(signed.seal, document))
        if len(text) <= at_most:
            return text
    raise Invalid(code="takeaway.too_large", what="内容太多，放不进一个二维码", do="请缩短文件名称")


def qr(signed: Signed, *, at_most: int = MOST_IN_CODE) -> bytes:
    """The code as an SVG picture of its own, without inline style. Raises as `payload`."""
    code = segno.make_qr(payload(signed, at_most=at_most), error="m", mode="alphanumeric", boost_error=False)
    drawing = BytesIO()
    code.save(
        drawing,
        kind="svg",
        border=4,
        xmldecl=False,
        omitsize=True,
        lineclass=None,
        svgclass=None,
        nl=False,
    )
    return drawing.getvalue()


def read(text: str) -> Signed:
    """From the text of a code or from the JSON of a file.

    Raises `DomainError`: `takeaway.malformed`, `json.malformed`, `base45.malformed`.
    """
    text = text.strip("\ufeff\r\n\t ")
    if text.startswith(MARK):
        return _unpacked(base45.decode(text.removeprefix(MARK)))
    value = canonical.read(text)
    if not (isinstance(value, dict) and set(value) == {"document", "seal"}):
        raise _malformed()
    return Signed(_seal(value["seal"]), _document(value["document"]))


def _packed(seal: Seal, document: Mapping[str, Any] | None) -> bytes:
    text = canonical.written([seal.what, seal.by, seal.at, document])
    fixed = bytes.fromhex(seal.digest + seal.public + seal.signature)
    return fixed + zlib.compress(text.encode(), 9)


def _unpacked(data: bytes) -> Signed:
    fixed, rest = data[: _DIGEST + _PUBLIC + _SIGNATURE], data[_DIGEST + _PUBLIC + _SIGNATURE :]
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(rest, _MOST_TEXT).decode()
    except (zlib.error, UnicodeDecodeError) as error:
        raise _malformed() from error
    values = canonical.read(text) if inflater.eof else None
    if not (isinstance(values, list) and len(values) == 4):
        raise _malformed()
    what, by, at, document = values
    digest, public = fixed[:_DIGEST].hex(), fixed[_DIGEST:][:_PUBLIC].hex()
    signature = fixed[_DIGEST + _PUBLIC :].hex()
    members = {"what": what, "by": by, "at": at, "digest": digest, "public": public, "signature": signature}
    return Signed(_seal(members), _document(document))


def _seal(members: Any) -> Seal:
    names = set(Seal.__dataclass_fields__)
    if not (isinstance(members, dict) and set(members) == names):
        raise _malformed()
    if not all(isinstance(value, str) for value in members.values()):
        raise _malformed()
    lengths = {"digest": _DIGEST, "public": _PUBLIC, "signature": _SIGNATURE}
    if not all(_is_hex(members[name], length) for name, length in lengths.items()):
        raise _malformed()
    return Seal(**members)


def _document(value: Any) -> Mapping[str, Any] | None:
    if value is not None and not isinstance(value, dict):
        raise _malformed()
    return value


def _is_hex(text: str, length: int) -> bool:
    return len(text) == 2 * length and all(digit in "0123456789abcdef" for digit in text)


def _malformed() -> DomainError:
    return Invalid(
        code="takeaway.malformed",
        what="这不是惠工签发的文件",
        why="里面没有签名，或者签名不完整",
        do="请用原件：下载的 PDF、JSON 文件，或者重新扫描二维码",
    )
