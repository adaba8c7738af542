"""What is wrong with a Word document that an office uploads as its letter: everything at once, in words."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import islice

from jinja2 import TemplateSyntaxError, meta, nodes
from lxml import etree

from huigong.kernel.errors import Invalid
from huigong.notices.shapes import Says
from huigong.notices.templates import NAME, Template
from huigong.notices.word.filling import environment, xml_of
from huigong.notices.word.subset import faults_of_body, faults_of_parts, parser

LARGEST, LARGEST_OPEN = 5_000_000, 40_000_000  # bytes of the file, and of all that is packed in it
_LARGEST_BODY = 2_000_000  # bytes of its markup; a page has some ten thousand
_MOST_ELEMENTS, _MOST_MARKS = 20_000, 200  # of the body: each is looked at while somebody waits
_MAY = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.For, nodes.If),
    *(nodes.Not, nodes.And, nodes.Or),
)
_ALWAYS = ("编号", "机关", "日期")


def require_fit(content: bytes, template: Template) -> None:
    """Raises `Invalid` (`notice.word`) with all that is wrong, and the names that there are."""
    faults = list(dict.fromkeys(_faults(content, template)))
    if faults:
        raise Invalid(
            code="notice.word",
            about="content",
            what=f"这份 Word 文件不能用作“{template.name}”",
            why="；".join(faults),
            do=f"可以用的名称：{'、'.join(template.names)}，写成 {{{{ 名称 }}}}；改好以后再上传",
        )


def _faults(content: bytes, template: Template) -> Iterator[str]:
    opened = _unpacked(content)
    if isinstance(opened, str):
        yield opened
        return
    yield from faults_of_parts(opened)
    yield from faults_of_body(opened["word/document.xml"])
    yield from _marks(content, template)


def _unpacked(content: bytes) -> dict[str, bytes] | str:
    """The parts of the file, or why it cannot be opened; sizes are added up before anything is unpacked."""
    if len(content) > LARGEST:
        return f"文件超过{LARGEST // 1_000_000}MB"
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_OPEN:
                return "文件里装的东西太大"
            parts = {part.filename: packed.read(part) for part in packed.infolist()}
        if len(parts["word/document.xml"]) > _LARGEST_BODY:
            return "文件太长，不像一份文书"
        body = etree.fromstring(parts["word/document.xml"], parser())
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, RuntimeError, NotImplementedError):
        return "不是完整的 Word 文件（.docx）"
    if sum(1 for _ in islice(body.iter(), _MOST_ELEMENTS + 1)) > _MOST_ELEMENTS:
        return "文件太长，不像一份文书"
    return parts


def _marks(content: bytes, template: Template) -> Iterator[str]:
    """Unknown and forgotten names, and whatever is more than a name, a repeat or a condition."""
    try:
        tree = environment().parse(xml_of(content))
    except TemplateSyntaxError as error:
        yield f"{{{{ }}}} 或者 {{% %}} 没有写对：{error.message}"
        return
    odd = [node for node in tree.find_all(nodes.Node) if not isinstance(node, _MAY)]
    if odd:
        yield "只能写名称、重复（{%p for 每样 in 名称 %}）和条件（{%p if 名称 %}），不能写算式和别的"
    loops = list(tree.find_all(nodes.For))
    if any(next(loop.find_all(nodes.For), None) for loop in loops):
        yield "重复里面不能再有重复"
    if sum(1 for _ in tree.find_all((nodes.Name, nodes.For, nodes.If))) > _MOST_MARKS:
        yield f"名称、重复和条件加起来不能超过{_MOST_MARKS}处"
    used = meta.find_undeclared_variables(tree)
    known = template.names
    unknown = sorted(used - set(known))
    if unknown:
        yield f"没有这些名称：{'、'.join(unknown)}"
    forgotten = [name for name in _needed(template) if name not in used]
    if forgotten:
        yield f"少了这些名称：{'、'.join(forgotten)}"


def _needed(template: Template) -> tuple[str, ...]:
    """What the letter would not be lawful or complete without."""
    remedy = NAME.findall(template.remedy) if Says.REMEDY in template.must else []
    required = [row.id for row in template.fields if row.required]
    return tuple(dict.fromkeys([*required, *remedy, *_ALWAYS]))
