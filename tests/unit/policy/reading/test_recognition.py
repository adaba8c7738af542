"""Scanned pages: told as such, and read with a doubt on every page where the `ocr` extra is installed."""

from __future__ import annotations

import importlib
import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from huigong.kernel.errors import DomainError
from huigong.policy.reading import read_apart
from huigong.policy.reading.recognition import installed, read_pages
from tests.unit.policy.reading.invented import NUMBERS, PLAN
from tests.unit.policy.reading.test_sources import check

needs_ocr = pytest.mark.skipif(
    not installed(), reason="the ocr extra (rapidocr, onnxruntime) is not installed"
)
WIDTH = 34


def drawn(text: str) -> Image.Image:
    """A page as a scanner at 200 to the inch sees it."""
    fonts = Path(str(importlib.import_module("pylopdf_fonts_zh_cn").__file__)).parent
    font = ImageFont.truetype(str(fonts / "NotoSansSC-Regular.otf"), 40)
    page = Image.new("RGB", (1654, 2339), "white")
    lines = [line[at : at + WIDTH] for line in text.splitlines() for at in range(0, len(line), WIDTH)]
    for place, line in enumerate(lines):
        ImageDraw.Draw(page).text((130, 150 + 62 * place), line, fill="black", font=font)
    return page


def saved(pages: list[Image.Image], form: str) -> bytes:
    buffer = io.BytesIO()
    more = {"save_all": True, "append_images": pages[1:]} if form == "PDF" else {}
    pages[0].save(buffer, form, **more)
    return buffer.getvalue()


@pytest.mark.parametrize("form", ["PDF", "PNG", "JPEG", "TIFF", "WEBP"])
def test_a_scan_says_that_it_is_one(form: str) -> None:
    with pytest.raises(DomainError) as refusal:
        read_apart(saved([Image.new("RGB", (300, 400), "white")], form))
    assert refusal.value.code == "reading.scanned"
    assert "扫描件" in str(refusal.value)
    assert "识别" in refusal.value.do


def test_every_recognised_page_is_a_doubt_and_tells_its_unsure_lines() -> None:
    head, rest = PLAN.split("二、")
    read = read_pages([(head, 0), (f"二、{rest}", 2)])
    check(read)
    told = [doubt for doubt in read.unsure if "图像" in doubt.what]
    assert [doubt.place for doubt in told] == ["第1页", "第2页"]
    assert "2 行" in told[1].why
    assert read.source_text[told[1].offset :].startswith("二、")


@needs_ocr
def test_a_scanned_plan_is_read() -> None:
    heard: list[tuple[int, int]] = []
    read = read_apart(
        saved([drawn(PLAN)], "PDF"),
        scanned_pages=2,
        on_page=lambda number, count: heard.append((number, count)),
    )
    assert heard == [(1, 1)]
    assert [clause.number for clause in read.clauses] == NUMBERS
    assert read.clauses[0].lead == ("市织造局",)
    assert any(doubt.place == "第1页" for doubt in read.unsure)


@needs_ocr
def test_more_pages_than_allowed_are_refused() -> None:
    blank = Image.new("RGB", (300, 400), "white")
    with pytest.raises(DomainError) as refusal:
        read_apart(saved([blank] * 3, "PDF"), scanned_pages=2)
    assert refusal.value.code == "reading.too_many_pages"
