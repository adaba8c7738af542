"""Plain text in the encodings that Chinese offices use."""

from __future__ import annotations

import unicodedata

from huigong.policy.reading.refusals import not_text

BOMS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


def decoded(data: bytes) -> str:
    """The text in UTF-8, UTF-16 with its mark, or GB18030; raises `reading.not_text` when it is none."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            try:
                return _printable(data.decode(encoding))
            except UnicodeDecodeError as error:
                raise not_text() from error
    for encoding in ("utf-8", "gb18030"):
        try:
            return _printable(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    # A few broken bytes (a cut download) must not cost the whole document.
    for encoding in ("utf-8", "gb18030"):
        text = data.decode(encoding, errors="replace")
        if text.count("\ufffd") <= len(text) // 100:
            return _printable(text)
    raise not_text()


def _printable(text: str) -> str:
    sample = text[:20_000]
    odd = sum(
        unicodedata.category(char) in ("Cc", "Co", "Cn") and char not in "\t\r\n\f\v" for char in sample
    )
    if odd > max(2, len(sample) // 50):
        raise not_text()
    return text
