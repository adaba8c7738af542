"""Photographs and screenshots: opened, turned upright, shrunk and drawn anew, so that only the picture is left.

What else was in the file stays out: where and when it was taken, with which device, previews, comments,
films of live photographs, and whatever was appended to it.
"""

from __future__ import annotations

import io
import re
import struct
import warnings

import pillow_heif
from django.utils.translation import gettext as _
from PIL import Image, ImageFile

from huigong.files.content import refusing
from huigong.files.content.heads import MOST_PIXELS, MOST_PIXELS_REDUCED
from huigong.files.content.sniffing import Format
from huigong.kernel.errors import DomainError

THUMBNAIL_SIDE = 320  # pixels
_MOST_SCANS = 100  # of a progressive JPEG; each is another walk over the whole picture
_MOST_WALKED = 600_000_000  # pixels of all its scans; a large one of a camera has ten scans
_MOST_READS = 100_000  # of a file's segments: one of millions of empty ones costs minutes and gigabytes
_MARKER = re.compile(rb"\xff[\xda\xd9]")  # beginning of a scan, end of the picture
_QUALITY, _THUMBNAIL_QUALITY = 85, 70
_PNG_EFFORT = 3  # of zlib's nine: twice as fast, a tenth larger
_PLAIN_MODES = {"1", "L", "LA", "RGB", "RGBA"}
_WHITE = (255, 255, 255)
_HALF_A_PIXEL = 0.5
# What Pillow and its decoders raise for bytes that are no picture.
_UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, RuntimeError, TypeError, IndexError, struct.error)

pillow_heif.register_heif_opener(thumbnails=False)
# Pillow only warns where it should refuse; a picture above the bound is an error everywhere.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS_REDUCED
warnings.simplefilter("error", Image.DecompressionBombWarning)
ImageFile.LOAD_TRUNCATED_IMAGES = False


def redrawn(data: bytes, format: Format, *, longest_side: int) -> tuple[bytes, bytes]:
    """The picture and its thumbnail (JPEG), as bytes. PNG stays PNG, everything else becomes JPEG.

    Raises `Invalid`: `files.bomb`, `files.cut`.
    """
    try:
        with Image.open(_Counted(data), formats=[format.value]) as opened:
            if opened.info.get("progressive"):
                _check_scans(_scans(data), pixels=opened.width * opened.height)
            upright = _upright(opened, longest_side)
        return _encoded(upright, format), _thumbnail(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise refusing.bomb() from error
    except _UNREADABLE as error:
        raise _broken() from error


class _Counted(io.BytesIO):
    """Bytes that are read so many times and no more. Raises `Invalid` (`files.bomb`)."""

    _reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self._reads += 1
        if self._reads > _MOST_READS:
            raise refusing.bomb()
        return super().read(size)


def _check_scans(scans: int, *, pixels: int) -> None:
    if scans > _MOST_SCANS or scans * pixels > _MOST_WALKED:
        raise refusing.bomb()


def _scans(data: bytes) -> int:
    """How many scans the JPEG has; what is in its head (a preview) or behind its end (a film) is not counted."""
    at = 2
    while data[at : at + 1] == b"\xff" and data[at + 1 : at + 2] not in {b"\xda", b""}:
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    count = 0
    for marker in _MARKER.finditer(data, at):
        if marker.group() == b"\xff\xd9":
            break
        count += marker.group() == b"\xff\xda"
    return count


def _upright(picture: Image.Image, longest_side: int) -> Image.Image:
    """The picture, scaled down to `longest_side` and turned as its EXIF data says.

    A JPEG is scaled while it is decoded, so that a large one never lies in memory whole.
    """
    pixels = picture.width * picture.height
    can_be_reduced = picture.format in {"JPEG", "MPO"} and not picture.info.get("progressive")
    if pixels > (MOST_PIXELS_REDUCED if can_be_reduced else MOST_PIXELS):
        raise refusing.bomb()
    orientation = picture.getexif().get(_ORIENTATION, 1)
    if picture.format in {"JPEG", "MPO"}:
        picture.draft(None, _within(picture.size, longest_side))
    picture.load()
    plain = _plain(picture)
    if max(plain.size) > longest_side:
        plain = plain.convert("L" if plain.mode == "1" else plain.mode)
        plain = plain.resize(_within(plain.size, longest_side), Image.Resampling.BICUBIC, reducing_gap=2.0)
    turn = _TURNS.get(orientation)
    return plain if turn is None else plain.transpose(turn)


def _plain(picture: Image.Image) -> Image.Image:
    """In a mode that both kinds keep."""
    if picture.mode.startswith("I"):  # sixteen bits of grey
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.mode == "P":
        return picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    return picture if picture.mode in _PLAIN_MODES else picture.convert("RGB")


def _within(size: tuple[int, int], side: int) -> tuple[int, int]:
    scale = min(1.0, side / max(size))
    width, height = (max(1, int(length * scale + _HALF_A_PIXEL)) for length in size)
    return width, height


def _encoded(picture: Image.Image, format: Format) -> bytes:
    out = io.BytesIO()
    bare = Image.new(picture.mode, picture.size)  # takes no metadata along, whatever a format calls it
    bare.paste(picture)
    if format is Format.PNG:
        bare.save(out, "PNG", compress_level=_PNG_EFFORT)
    else:
        _opaque(bare).save(out, "JPEG", quality=_QUALITY, optimize=False)
    return out.getvalue()


def _thumbnail(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    small = picture.convert("RGBA" if picture.mode in {"LA", "RGBA"} else "RGB")
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.BILINEAR)
    _opaque(small).save(out, "JPEG", quality=_THUMBNAIL_QUALITY)
    return out.getvalue()


def _opaque(picture: Image.Image) -> Image.Image:
    if picture.mode in {"L", "RGB"}:
        return picture
    if picture.mode not in {"LA", "RGBA"}:
        return picture.convert("RGB")
    paper = Image.new("RGB", picture.size, _WHITE)
    paper.paste(picture.convert("RGB"), mask=picture.getchannel("A"))
    return paper


def _broken() -> DomainError:
    return refusing.cut(_("这张照片打不开，或者只有一半"))


_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
