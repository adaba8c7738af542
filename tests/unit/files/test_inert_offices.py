"""What an office program passes over, or reads in another way, does not hide what runs; what people write is taken."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest

from huigong.files.content import formulas, oldsheets, pdfinert
from huigong.files.content.kinds import Kind
from huigong.files.content.texts import without_formulas
from huigong.kernel.errors import Invalid
from tests.each import each
from tests.unit.files import makers
from tests.unit.files.test_content import examined, refused
from tests.unit.files.test_inert import (
    _stream,
    code,
    field,
    letter,
    old_sheet,
    rewritten,
    run,
    sheet,
    simple,
    with_part,
)
from tests.unit.policy.reading.old_files import compound_file

ODD = 'xmlns:z="urn:x"'
MARKUP = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
RUNS = code("DDEAUTO cmd") + run("separate") + run("end")


def instead(chosen: str, otherwise: str = "") -> str:
    return (
        f'<mc:AlternateContent {MARKUP}><mc:Choice Requires="z" {ODD}>{chosen}</mc:Choice>'
        f"<mc:Fallback>{otherwise}</mc:Fallback></mc:AlternateContent>"
    )


def drawn(attribute: str, element: str = "imagedata") -> bytes:
    return with_part(letter(), "word/h.xml", f"<v:{element} {VML} {attribute}/>")


HOSTILE_LETTER: dict[str, Callable[[], bytes]] = {
    "a quotation mark behind the name": lambda: letter(field("DDEAUTO&quot;c:\\\\x&quot;")),
    "a switch behind the name": lambda: letter(field("DDEAUTO\\* x")),
    "a mark that nobody sees": lambda: letter(field("\u200bDDEAUTO x")),
    "asks whoever opens it": lambda: letter(field("FILLIN &quot;密码?&quot;")),
    "a picture of the web": lambda: letter(field("INCLUDEPICTURE&quot;http://h.example/x.png&quot;")),
    "words of another namespace before": lambda: letter(
        run("begin"), f"<w:r><z:instrText {ODD}>PAGE </z:instrText></w:r>", RUNS
    ),
    "an end of another namespace before": lambda: letter(
        run("begin"), f'<w:r><z:fldChar {ODD} z:fldCharType="separate"/></w:r>', RUNS
    ),
    "words in what is passed over": lambda: letter(run("begin"), f"<z:x {ODD}>{code('PAGE ')}</z:x>", RUNS),
    "words in a branch": lambda: letter(run("begin"), instead(code("PAGE ")), RUNS),
    "words in the other branch": lambda: letter(
        run("begin"), instead("", code("PAGE ")), instead(code("DDEAUTO x"), "x"), run("end")
    ),
    "an end in a branch": lambda: letter(run("begin"), instead(run("separate")), RUNS),
    "a field that only one branch begins": lambda: letter(instead(run("begin") + code("PAGE ")), RUNS),
    "removed words before": lambda: letter(
        run("begin"), "<w:del><w:r><w:delInstrText>PAGE </w:delInstrText></w:r></w:del>", RUNS
    ),
    "added words before": lambda: letter(run("begin"), f"<w:ins>{code('PAGE ')}</w:ins>", RUNS),
    "plain words before": lambda: letter(run("begin"), "<w:r><w:t>PAGE </w:t></w:r>", RUNS),
    "two codes of one field": lambda: letter(
        f'<w:fldSimple {ODD} z:instr="PAGE" w:instr="DDEAUTO x"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    ),
    "a link that another field makes": lambda: letter(
        run("begin"), code("HYPERLINK "), field("QUOTE &quot;file://evil/x&quot;"), run("end")
    ),
    "a drawing from elsewhere": lambda: drawn('src="\\\\evil\\x.png"'),
    "a drawing with a link to its picture": lambda: drawn('o:href="https://h.example/x.png"'),
    "a drawing to click at": lambda: drawn('href="\\\\evil\\x"', "shape"),
}


@each("name", HOSTILE_LETTER)
def test_what_word_passes_over_hides_no_field(name: str) -> None:
    assert refused(HOSTILE_LETTER[name]()).code == "files.active"


PAGE = field(" PAGE ")
HONEST_LETTER: dict[str, Callable[[], bytes]] = {
    "a link without a blank": lambda: letter(field('HYPERLINK"https://h.example/DDE/a"')),
    "a number of the page in a box, for old and new programs": lambda: letter(
        f"<w:r>{instead(PAGE, PAGE)}</w:r>"
    ),
    "a box in the result of a field": lambda: letter(
        run("begin"), code("TOC \\o"), run("separate"), f"<w:r>{instead(PAGE, PAGE)}</w:r>", run("end")
    ),
    "a reviewer's changes": lambda: letter(
        f"<w:del><w:r><w:delText>一</w:delText></w:r></w:del><w:ins>{simple('DATE')}</w:ins>"
    ),
    "a box to tick": lambda: letter(field(" FORMCHECKBOX ")),
    "a drawing to click at": lambda: drawn('href="https://h.example/"', "shape"),
    "a drawing that lies in the letter": lambda: drawn('o:relid="r1" o:title=""'),
}


@each("name", HONEST_LETTER)
def test_letters_with_fields_of_every_day_are_taken(name: str) -> None:
    assert examined(HONEST_LETTER[name]()).kind is Kind.DOCX


REACHING = [
    "'a\"b'!A1&WEBSERVICE(A2)&'a\"b'!A1",
    "'a\"b'!A1+cmd|'/c calc'!A0+'a\"b'!A1",
    'T[a"]&WEBSERVICE(A2)&T[b"]',
    "T['[a]+cmd|'/c calc'!A0",
    "_xlfn.MAP(A1,_xleta.WEBSERVICE)",
    '_xlfn.TRANSLATE(A1,"en","zh")',
    "_xlfn._xlws.PY(0,1)",
    "CALL (A1)",
    "NOBODYKNOWS(1)",
    'HYPERLINK("\\\\evil\\s\\x.exe","点这里")',
    'HYPERLINK("\\"&"\\evil\\x","点这里")',
    'HYPERLINK("fi"&"le://evil/x","点这里")',
    'HYPERLINK(""&A1,"点这里")',
    "HYPERLINK(A1)",
    "INDIRECT(\"'\\\\evil\\[x.xlsx]a'!A1\")",
    "\\\\evil\\[x.xlsx]a!A1",
    'SUM(A1)&"open',
    "SUM(" + "1+" * 20_000 + "1)",
]
STAYING = [
    'IF(A1="a|b","=WEBSERVICE(1)",\'a|b\'!A1)',
    "'工资\"表'!A1*2",
    "SUMIFS(T[金额],T['#号],A1)",
    "_xlfn.XLOOKUP(A1,B:B,C:C)",
    "_xlfn.LET(_xlpm.x,A1,_xlpm.x+LOG10(A2))",
    "A1:B9 (B2)",
    'HYPERLINK("https://h.example/?a="&A1,"看")',
    'HYPERLINK("#\'一月\'!A1","目录")',
    'HYPERLINK("照片/"&A2&".jpg","照片")',
    "NUMBERSTRING(A1,2)&DATESTRING(A2)",
    'INDIRECT("A"&ROW())',
    '{"a","b"}',
    "ROUND(A1*1.5%,2)-SUM(B1:B9)",
]


@each("formula", REACHING)
def test_a_formula_that_leaves_its_workbook_is_found(formula: str) -> None:
    assert formulas.reaches(formula)


@each("formula", STAYING)
def test_a_formula_that_stays_in_its_workbook_is_taken(formula: str) -> None:
    assert not formulas.reaches(formula)


def shape(said: str) -> bytes:
    return with_part(sheet(), "xl/drawings/x.vml", f"<xml {VML}><v:shape>{said}</v:shape></xml>")


HOSTILE_SHEET: dict[str, Callable[[], bytes]] = {
    "a formula": lambda: rewritten(sheet("=SUM(A2)"), "SUM(A2)", REACHING[0]),
    "a link to a computer": lambda: with_part(
        sheet(), "xl/h.xml", '<x:hyperlink a=">" ref="A1" location="&#92;\\evil\\x"/>'
    ),
    "a pivot table of other data": lambda: with_part(
        sheet(), "xl/p.xml", '<cacheSource connectionId="1" type="external"/>'
    ),
    "a picture from elsewhere": lambda: shape('<v:imagedata src="\\\\evil\\x.png"/>'),
    "a drawing that runs": lambda: with_part(sheet(), "xl/d.xml", "<y:sp macro=\"'\\\\evil\\x.xlsm'!A\"/>"),
    "a query of the web": lambda: old_sheet(0xDC, b"http://h.example/q"),
    "a part of a query": lambda: old_sheet(0x1AD, bytes(30)),
    "a connection": lambda: old_sheet(0x876, bytes(40)),
    "a record that nobody knows": lambda: old_sheet(0x7777, bytes(4)),
    "a link of an old sheet": lambda: old_sheet(0x1B8, bytes(20) + "\\\\evil\\x".encode("utf-16-le")),
    "a name of an old sheet": lambda: old_sheet(0x18, b"\\\\evil\\x"),
    "asks the web in small letters": lambda: old_sheet(0x18, b"_xlfn.WebService"),
    "a program beside an old sheet": lambda: compound_file(
        {"Workbook": _stream(), "\x01Ole10Native": b"MZ" + bytes(8000)}
    ),
    "a packet beside an old sheet": lambda: compound_file({"Workbook": _stream(), "Package": bytes(8000)}),
}


@each("name", HOSTILE_SHEET)
def test_what_a_sheet_opens_elsewhere_is_found(name: str) -> None:
    assert refused(HOSTILE_SHEET[name]()).code == "files.active"


def web_link(address: str) -> bytes:
    written = address.encode("utf-16-le") + b"\0\0"
    moniker = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
    return old_sheet(0x1B8, bytes(32) + moniker + struct.pack("<I", len(written)) + written)


HONEST_SHEET: dict[str, Callable[[], bytes]] = {
    "a link to another sheet": lambda: with_part(
        sheet(), "xl/h.xml", '<hyperlink ref="A1" location="\'一月\'!A1"/>'
    ),
    "a pivot table of its own": lambda: with_part(sheet(), "xl/p.xml", '<cacheSource type="worksheet"/>'),
    "a drawing": lambda: with_part(sheet(), "xl/d.xml", '<y:sp macro="" textlink=""/>'),
    "a picture in it": lambda: shape('<v:imagedata o:relid="r1"/>'),
    "words about a picture": lambda: with_part(sheet(), "xl/s.xml", '<t>&lt;img src="x" macro="y"&gt;</t>'),
    "a link of an old sheet": lambda: web_link("https://h.example/"),
    "a part that tells who made it": lambda: compound_file(
        {"Workbook": _stream(), "\x05SummaryInformation": b"x", "ETExtData": b"y"}
    ),
}


@each("name", HONEST_SHEET)
def test_sheets_with_links_and_drawings_are_taken(name: str) -> None:
    assert examined(HONEST_SHEET[name]()).kind in (Kind.XLSX, Kind.XLS)


def test_an_old_sheet_with_a_link_to_a_program_is_refused() -> None:
    assert refused(web_link("javascript:x")).code == "files.active"


TABLES = [
    ("a,b\n\ufeff=cmd|x!A0,1", "a,b\n\ufeff'=cmd|x!A0,1"),
    ("a,b\n\u200b\u2009\x1a=cmd|x!A0,1", "a,b\n\u200b\u2009\x1a'=cmd|x!A0,1"),
    ("a,b\n\x0c=cmd|x!A0,1", "a,b\n\x0c'=cmd|x!A0,1"),
    ('a,"x;=cmd|y!A0"', 'a,"x;\'=cmd|y!A0"'),
    ('a,"x\n=cmd|y!A0"', 'a,"x\n\'=cmd|y!A0"'),
    ("a,@x\n=1,@SUM(A1)", "a,@x\n'=1,'@SUM(A1)"),
    ('a,"x"y,=1"', 'a,"x"y,\'=1"'),
    ('sep=;\na,"x;-y"', 'sep=;\na,"x;\'-y"'),
    ('a,"x;-y"\n甲,"一\n=二",3', None),
    ("甲,-¥5,+￥1.50\n@wx,＠乙", None),
    ('甲,"说 ""x,=y"""', None),
]


@each("written, told", TABLES)
def test_marks_that_nobody_sees_hide_no_formula_and_quoted_words_stay(written: str, told: str | None) -> None:
    assert without_formulas(written) == (written if told is None else told)


def test_a_long_line_of_names_is_given_out_as_it_stands() -> None:
    """From each name to the end of the line it would be a million million steps."""
    written = "a" + ",@x" * 600_000
    assert without_formulas(written) == written


def test_every_mark_of_the_order_of_bytes_is_taken_off() -> None:
    mark = b"\xef\xbb\xbf"
    assert examined(mark * 3 + b"a,1\nb,2\n").body == b"a,1\nb,2\n"


def left_over(data: bytes) -> bool:
    try:
        pdfinert.check_left_over(data)
    except Invalid as error:
        return error.code == "files.active"
    return False


@each("written", [b"/S%a\n/Launch", b"/S%x\n %y/S%z\r /S\n/#4caunch", b"%/S%\n%a\n/Launch", b"/S\0/GoToR"])
def test_an_action_behind_comments_is_found(written: bytes) -> None:
    assert left_over(written)


@each("written", [b"/S%/Launch", b"/S%/Launch\n/D", b"/S /D\n/Launch", b"/Sx /Launch"])
def test_a_comment_is_no_action(written: bytes) -> None:
    assert not left_over(written)


@each("line", [b"", b"\na", b"/"])
def test_looking_behind_comments_goes_through_each_line_once(line: bytes) -> None:
    """From each name to the end of the line it would be two hundred thousand million steps."""
    assert not left_over(b"%" + b"/S%" * 600_000 + line)


def test_more_comments_than_a_file_has_are_refused() -> None:
    with pytest.raises(Invalid) as error:
        pdfinert.check_left_over(b"/S%\na" * 60_000)
    assert error.value.code == "files.bomb"


def test_two_names_of_one_workbook_are_not_read_twice() -> None:
    data = compound_file({"Workbook": _stream(), "Book": _stream()})
    assert examined(data).kind is Kind.XLS
    at = data.index("Book".encode("utf-16-le") + b"\0" * 40)
    first = data.index("Workbook".encode("utf-16-le"))
    twice = data[: at + 116] + data[first + 116 : first + 120] + data[at + 120 :]
    with pytest.raises(Invalid) as error:
        oldsheets.check(twice)
    assert error.value.code == "files.cut"


def test_a_pdf_with_a_long_comment_is_taken() -> None:
    made = makers.pdf()
    assert examined(made[:9] + b"\n%" + b"/S%" * 27_000 + b"\n" + made[9:]).kind is Kind.PDF
