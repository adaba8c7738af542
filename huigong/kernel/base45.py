"""Base45 of RFC 9285: bytes in the 45 characters that a QR code keeps in eleven bits a pair."""

from __future__ import annotations

from huigong.kernel.errors import Invalid

_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES = {character: value for value, character in enumerate(_CHARACTERS)}
_BASE = 45


def encode(data: bytes) -> str:
    """Two bytes in three characters, a last single byte in two."""
    return "".join(_digits(data[at : at + 2]) for at in range(0, len(data), 2))


def decode(text: str) -> bytes:
    """The bytes. Raises `DomainError` (`base45.malformed`)."""
    try:
        return b"".join(_pair(text[at : at + 3]) for at in range(0, len(text), 3))
    except (KeyError, OverflowError) as error:
        raise Invalid(
            code="base45.malformed",
            what="二维码里的内容不完整",
            why="里面有不属于这种编码的字符，多半是抄录或扫描出了错",
            do="请重新扫描一次",
        ) from error


def _digits(pair: bytes) -> str:
    value, digits = int.from_bytes(pair, "big"), ""
    for _ in range(len(pair) + 1):
        value, digit = divmod(value, _BASE)
        digits += _CHARACTERS[digit]
    return digits


def _pair(digits: str) -> bytes:
    if len(digits) == 1:
        raise KeyError(digits)
    value = sum(_VALUES[digit] * _BASE**place for place, digit in enumerate(digits))
    return value.to_bytes(len(digits) - 1, "big")
