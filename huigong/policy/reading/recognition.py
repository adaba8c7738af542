"""Whether scanned pages can be recognised here, and a reading that says that they were."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from importlib.util import find_spec

from huigong.policy.reading.document import Doubt, ReadDocument
from huigong.policy.reading.reader import read_text

PARTS = ("rapidocr", "onnxruntime")
MOST_PAGES = 60
SECONDS_A_PAGE, SECONDS_TO_START = 60, 60
MEMORY_BYTES = 6 * 1024**3
"""Of addresses, most of which the models map and never touch; about a gigabyte is used."""


def installed() -> bool:
    """Whether the `ocr` extra is there."""
    return all(find_spec(part) is not None for part in PARTS)


def seconds_for(pages: int) -> int:
    """The processor's time that so many pages get, on all cores together."""
    return SECONDS_TO_START + SECONDS_A_PAGE * pages


def read_pages(pages: Iterable[tuple[str, int]]) -> ReadDocument:
    """Read recognised pages, each with the number of its unsure lines; every page is a doubt.

    Raises what `read_text` raises.
    """
    pages = list(pages)
    doubts, start = [], 0
    for number, (text, unsure) in enumerate(pages, start=1):
        doubts.append(_doubt(number, unsure, start))
        start += len(text) + 1
    document = read_text("\n".join(text for text, _ in pages))
    ordered = sorted([*doubts, *document.unsure], key=lambda doubt: doubt.offset)
    return replace(document, unsure=tuple(ordered))


def _doubt(number: int, unsure: int, start: int) -> Doubt:
    return Doubt(
        f"第{number}页",
        "这一页的文字是从图像识别的。",
        f"其中 {unsure} 行把握不大。" if unsure else "识别可能认错字。",
        start,
        "请对照原件核对数字、日期和部门名称。",
    )
