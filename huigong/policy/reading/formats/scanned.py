"""Text of scanned pages and photographs, recognised where the `ocr` extra is installed.

Runs only in the process that `apart` starts for it: the models take a gigabyte and several
seconds a page.
"""

from __future__ import annotations

import importlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
from PIL import Image, ImageOps

from huigong.kernel.errors import DomainError, Invalid
from huigong.policy.reading.formats.columns import Piece, in_order
from huigong.policy.reading.refusals import unreadable

SCALE = 200 / 72
"""Pixels in a point: 200 to the inch."""
LONGEST_SIDE, MOST_PIXELS = 3000, 60_000_000
FEWEST_SURE = 0.8
"""Lines recognised with less confidence are counted as unsure."""


@dataclass(frozen=True)
class ScannedPage:
    """The lines of a page, and how many of them the recogniser is not sure of."""

    lines: tuple[str, ...]
    unsure: int


def recognised(data: bytes, most: int, on_page: Callable[[int, int], None]) -> list[ScannedPage]:
    """Every page of a PDF or picture; `on_page` hears number and count before each.

    Raises `DomainError`: `reading.too_many_pages` above `most`, `reading.unreadable`.
    """
    try:
        engine = _engine()
        pages = []
        for number, count, picture in _pictures(data, most):
            on_page(number, count)
            pages.append(_page(engine, picture))
    except DomainError:
        raise
    # Damaged pictures raise whatever their decoder raises, among it errors of its own C code.
    except Exception as error:
        raise unreadable(
            f"图像识别不了（{error.__class__.__name__}）。", "请换一份清楚、完好的扫描件。"
        ) from error
    if not any(page.lines for page in pages):
        raise unreadable("图像里没有认出文字。", "请换一份清楚、端正的扫描件。")
    return pages


def _engine() -> Any:
    rapidocr = importlib.import_module("rapidocr")
    return rapidocr.RapidOCR(params={"Global.log_level": "critical"})


def _pictures(data: bytes, most: int) -> Iterator[tuple[int, int, Image.Image]]:
    if b"%PDF-" not in data[:1024]:
        yield 1, 1, _photograph(data)
        return
    document = pypdfium2.PdfDocument(data)
    try:
        if len(document) > most:
            raise too_many_pages(len(document), most)
        for place in range(len(document)):
            page = document[place]
            longest = max(page.get_width(), page.get_height(), 1)
            yield place + 1, len(document), page.render(scale=min(SCALE, LONGEST_SIDE / longest)).to_pil()
            page.close()
    finally:
        document.close()


def _photograph(data: bytes) -> Image.Image:
    picture: Image.Image = Image.open(io.BytesIO(data))
    if picture.width * picture.height > MOST_PIXELS:
        raise unreadable("这张图片太大。", "请把图片缩小到 6000 万像素以内。")
    picture = ImageOps.exif_transpose(picture).convert("RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return picture


def _page(engine: Any, picture: Image.Image) -> ScannedPage:
    result = engine(picture.convert("RGB"))
    if not result.txts:
        return ScannedPage((), 0)
    pieces = [
        Piece(
            words,
            min(x for x, _ in box) / SCALE,
            min(y for _, y in box) / SCALE,
            max(x for x, _ in box) / SCALE,
            max(y for _, y in box) / SCALE,
        )
        for box, words in zip(result.boxes, result.txts, strict=True)
    ]
    unsure = sum(score < FEWEST_SURE for score in result.scores)
    return ScannedPage(tuple(in_order(pieces)), unsure)


def too_many_pages(count: int, most: int) -> DomainError:
    return Invalid(
        "reading.too_many_pages",
        what=f"这份扫描件有 {count} 页，这里一次最多识别 {most} 页。",
        why="识别一页要十几秒。",
        do="请拆成几份，或请管理员用命令 huigong read --save 读入。",
    )
