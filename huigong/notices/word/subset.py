"""What of Word our letters know. Everything that carries content and is not listed here is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_INSIDE: Mapping[str, frozenset[str]] = {
    "body": frozenset({"p", "tbl", "sectPr"}),
    "p": frozenset({"pPr", "r", "bookmarkStart", "bookmarkEnd", "proofErr"}),
    "r": frozenset({"rPr", "t", "br", "tab", "drawing", "lastRenderedPageBreak"}),
    "tbl": frozenset({"tblPr", "tblGrid", "tr", "bookmarkStart", "bookmarkEnd"}),
    "tr": frozenset({"trPr", "tblPrEx", "tc"}),
    "tc": frozenset({"tcPr", "p"}),
}
_CALLED = {
    "ins": "修订",
    "del": "修订",
    "moveFrom": "修订",
    "moveTo": "修订",
    "footnoteReference": "脚注",
    "endnoteReference": "尾注",
    "commentReference": "批注",
    "commentRangeStart": "批注",
    "commentRangeEnd": "批注",
    "hyperlink": "超链接",
    "fldSimple": "域（例如页码、目录）",
    "fldChar": "域（例如页码、目录）",
    "instrText": "域（例如页码、目录）",
    "sdt": "内容控件",
    "AlternateContent": "文本框或图形",
    "pict": "旧式图形",
    "object": "嵌入的对象",
    "sym": "符号字体",
    "tbl": "表格里的表格",
    "oMath": "公式",
}
_HEADER = re.compile(r"word/(?:header|footer)\d*\.xml")
_PICTURES = re.compile(r"word/media/[^/]+\.(?!png$|jpg$|jpeg$)", re.IGNORECASE)


def parser() -> etree.XMLParser:
    """Reads no entity, asks no network, and refuses trees deeper than any document's."""
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def faults_of_body(document: bytes) -> Iterator[str]:
    """What of the document's body cannot be printed as it stands."""
    body = etree.fromstring(document, parser()).find(f"{W}body")
    for element in body.iter() if body is not None else ():
        allowed = _INSIDE.get(_local(element)) if _is_ours(element) else None
        for child in element if allowed is not None else ():
            if not (_is_ours(child) and _local(child) in (allowed or ())):
                yield f"有{_CALLED.get(_local(child), f'不认识的内容（{_local(child)}）')}"
    yield from _details(body)


def faults_of_parts(parts: Mapping[str, bytes]) -> Iterator[str]:
    """What stands beside the body: headers, macros, pictures of other kinds, what lies elsewhere."""
    for name, content in parts.items():
        if _HEADER.fullmatch(name) and "".join(etree.fromstring(content, parser()).itertext()).strip():
            yield "有页眉或者页脚（页码由系统印）"
        if _PICTURES.match(name):
            yield "图片只能是 PNG 或者 JPEG"
        if name.endswith(".rels") and b'TargetMode="External"' in content:
            yield "引用了文件以外的东西"
        if "vbaProject" in name:
            yield "有宏"


def _details(body: etree._Element | None) -> Iterator[str]:
    if body is None:
        return
    if any(each.get(f"{W}val") != "1" for each in body.iter(f"{W}gridSpan")) or _has(body, f"{W}vMerge"):
        yield "有合并的单元格"
    if _has(body, f"{W}vanish"):
        yield "有隐藏的文字"
    if _has(body, f"{_WP}anchor"):
        yield "图片没有嵌在文字行里（请把环绕方式改成“嵌入型”）"
    drawings = list(body.iter(f"{W}drawing"))
    if any(not _has(drawing, f"{_PIC}pic") for drawing in drawings):
        yield "有图形"
    if _has(body, f"{W}numPr"):
        yield "有自动编号（请把编号直接写出来）"


def _has(element: etree._Element, tag: str) -> bool:
    return next(element.iter(tag), None) is not None


def _is_ours(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and element.tag.startswith(W)


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
