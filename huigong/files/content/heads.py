"""What the head of a picture says of its size, read without any decoder: a bomb costs nothing to refuse."""

from __future__ import annotations

from huigong.files.content import refusing
from huigong.files.content.sniffing import Format

MOST_PIXELS = 50_000_000  # of one that has to be decoded whole: 150 MB of memory
MOST_PIXELS_REDUCED = 200_000_000  # of a JPEG that is read at an eighth to a half of its size
_MOST_SEGMENTS = 1_000  # of a JPEG in front of its size; where there are more, its reader decides
_PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def check_head(data: bytes, format: Format) -> None:
    """Raises `Invalid` (`files.bomb`) for a picture that says it is larger than any that is opened.

    What cannot be read here is left to the reader of the whole file.
    """
    match format:
        case Format.PNG:
            pixels, most = _area(data[16:20], data[20:24]), MOST_PIXELS
        case Format.JPEG:
            pixels, most = _of_jpeg(data)
        case Format.WEBP:
            pixels, most = _of_webp(data), MOST_PIXELS
        case _:
            return
    if pixels > most:
        raise refusing.bomb()


def _area(width: bytes, height: bytes) -> int:
    return int.from_bytes(width, "big") * int.from_bytes(height, "big")


def _of_jpeg(data: bytes) -> tuple[int, int]:
    """The pixels of its first frame with the most that such a one may have; none where no frame is found."""
    at = 2
    for _segment in range(_MOST_SEGMENTS):
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        if data[at : at + 1] != b"\xff" or at + 9 > len(data):
            break
        marker = data[at + 1]
        if marker in _FRAMES:
            most = MOST_PIXELS if marker in _PROGRESSIVE else MOST_PIXELS_REDUCED
            return _area(data[at + 7 : at + 9], data[at + 5 : at + 7]), most
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return 0, MOST_PIXELS_REDUCED


def _of_webp(data: bytes) -> int:
    """As it says in the first of its chunks, of which there are three kinds; a lossy one has fourteen bits for each side, 268 million pixels, and is left to its reader."""
    if data[12:16] == b"VP8X":
        return _less_one(data[24:27]) * _less_one(data[27:30])
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return ((bits & 0x3FFF) + 1) * ((bits >> 14 & 0x3FFF) + 1)
    return 0


def _less_one(size: bytes) -> int:
    """A length that is written less one."""
    return int.from_bytes(size, "little") + 1
