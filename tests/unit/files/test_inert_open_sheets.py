"""An OpenDocument sheet holds what is known to be figures, text and looks; whatever else it holds is refused."""

from __future__ import annotations

from collections.abc import Callable

from huigong.files.content import formulas
from huigong.files.content.kinds import Kind
from tests.each import each
from tests.unit.files import makers
from tests.unit.files.test_content import examined, refused

SPACES = {
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "script": "urn:oasis:names:tc:opendocument:xmlns:script:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "form": "urn:oasis:names:tc:opendocument:xmlns:form:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    "svg": "http://www.w3.org/2000/svg",
    "t": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
}


def holding(markup: str) -> bytes:
    """A sheet with this markup in its table."""
    spaces = " ".join(f'xmlns:{name}="{space}"' for name, space in SPACES.items())
    return makers.ods(f"<table:shapes {spaces}>{markup}</table:shapes>".encode())


def reckoning(formula: str, attribute: str = "table:formula") -> bytes:
    return holding(f'<table:table-cell {attribute}="{formula}"/>')


def with_part(name: str, markup: str) -> bytes:
    spaces = " ".join(f'xmlns:{short}="{space}"' for short, space in SPACES.items())
    office = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    inside = f'<office:document-meta {office} {spaces} xmlns:xlink="http://www.w3.org/1999/xlink">{markup}</office:document-meta>'
    return makers.with_entry(makers.ods(), name, inside.encode())


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a macro at an event": lambda: holding('<script:event-listener script:event-name="dom:load"/>'),
    "a macro of an error": lambda: holding('<table:error-macro table:execute="true"/>'),
    "a source under another prefix": lambda: holding('<t:table-source xlink:href="x.ods"/>'),
    "a program's data": lambda: holding("<table:dde-link/>"),
    "a range of another book": lambda: holding('<table:cell-range-source xlink:href="file:///x.ods"/>'),
    "a table of a server": lambda: holding('<table:database-source-sql table:sql-statement="SELECT 1"/>'),
    "a pivot of a server": lambda: holding('<table:source-service table:source-name="x"/>'),
    "a form": lambda: holding('<form:form xlink:href="http://h.example/"/>'),
    "a thing in it": lambda: holding('<draw:object-ole xlink:href="./Object 1"/>'),
    "a plugin": lambda: holding('<draw:plugin xlink:href="x"/>'),
    "a frame of the web": lambda: holding('<draw:floating-frame xlink:href="http://h.example/"/>'),
    "a picture of the web": lambda: holding('<draw:image xlink:href="http://h.example/x.png"/>'),
    "a picture of a share": lambda: holding('<draw:image xlink:href="//evil/s/x.png"/>'),
    "a picture above the file": lambda: holding('<draw:image xlink:href="../x.png"/>'),
    "a link to a share": lambda: holding('<text:a xlink:href="\\\\evil\\s\\x.exe">点这里</text:a>'),
    "a link to a program": lambda: holding('<text:a xlink:href="vnd.sun.star.script:x">点这里</text:a>'),
    "an element that nobody knows": lambda: holding('<z:x xmlns:z="urn:x"/>'),
    "asks the web": lambda: reckoning("of:=WEBSERVICE(&quot;http://h.example&quot;)"),
    "asks the web by another name": lambda: reckoning("of:=COM.MICROSOFT.WEBSERVICE([.A1])"),
    "a sign written otherwise": lambda: reckoning("of:=WEB&#83;ERVICE([.A1])"),
    "a program asked": lambda: reckoning("of:=DDE(&quot;soffice&quot;;&quot;x&quot;;&quot;y&quot;)"),
    "a cell of another book": lambda: reckoning("of:=['file:///x.ods'#$a.A1]"),
    "a cell of a book beside": lambda: reckoning("of:=['x.ods'#$a.A1]"),
    "in another language": lambda: reckoning("msoxl:=cmd|'/c calc'!A0"),
    "a condition of looks": lambda: reckoning("is-true-formula(WEBSERVICE([.A1]))", "style:condition"),
    "a name that asks": lambda: holding('<table:named-expression table:expression="of:=DDE([.A1])"/>'),
    "a looks' condition": lambda: holding(
        '<calcext:condition calcext:value="formula-is(WEBSERVICE([.A1]))"/>'
    ),
    "loads itself anew": lambda: with_part("meta.xml", '<meta:auto-reload xlink:href="http://h.example/"/>'),
    "a template elsewhere": lambda: with_part("meta.xml", '<meta:template xlink:href="file:///x.ots"/>'),
    "looks fetched": lambda: with_part(
        "styles.xml", '<style:background-image xlink:href="http://h.example/x.png"/>'
    ),
    "a macro in a part": lambda: with_part("styles.xml", "<script:script/>"),
    "a toolbar": lambda: with_part("Configurations2/toolbar/x.xml", "<dc:title>x</dc:title>"),
    "a part that nobody knows": lambda: makers.with_entry(makers.ods(), "x.bin", b"x"),
    "a drawing that may run": lambda: makers.with_entry(makers.ods(), "Pictures/x.svg", b"<svg/>"),
    "an instruction": lambda: holding('<?xml-stylesheet href="http://h.example/"?>'),
}


@each("name", HOSTILE)
def test_what_an_open_sheet_would_run_or_fetch_is_refused(name: str) -> None:
    assert refused(HOSTILE[name]()).code == "files.active"


HONEST: dict[str, Callable[[], bytes]] = {
    "sums": lambda: reckoning("of:=SUM([.A1:.A9])*1.5-[$工资.B2]"),
    "a choice": lambda: reckoning("of:=IF([.A1]&gt;3;&quot;是&quot;;&quot;=WEBSERVICE(1)&quot;)"),
    "newer functions": lambda: reckoning(
        "of:=COM.MICROSOFT.CONCAT([.A1:.A2])&amp;ORG.LIBREOFFICE.DAYSINMONTH([.A1])"
    ),
    "of another sheet": lambda: reckoning("of:=VLOOKUP([.A1];['工资 (2)'.A1:.B9];2;0)"),
    "a condition": lambda: reckoning(
        "of:cell-content-is-in-list(&quot;男&quot;;&quot;女&quot;)", "table:condition"
    ),
    "a condition of looks": lambda: reckoning("cell-content()&gt;=5000", "style:condition"),
    "looks by a condition": lambda: holding('<calcext:condition calcext:value="between(1;5)"/>'),
    "a picture of its own": lambda: makers.with_entry(
        holding('<draw:frame><draw:image xlink:href="Pictures/x.png"/></draw:frame>'),
        "Pictures/x.png",
        makers.png(),
    ),
    "a link of the web": lambda: holding('<text:a xlink:href="https://h.example/">看</text:a>'),
    "who wrote it": lambda: with_part(
        "meta.xml", "<meta:generator>虚构</meta:generator><dc:date>2026-01-01</dc:date>"
    ),
    "as its program writes it": lambda: makers.with_entry(
        makers.with_entry(makers.ods(), "Configurations2/floater/", b""),
        "Thumbnails/thumbnail.png",
        makers.png(),
    ),
}


@each("name", HONEST)
def test_an_open_sheet_as_people_keep_it_is_taken(name: str) -> None:
    data = HONEST[name]()
    found = examined(data)
    assert (found.kind, found.body) == (Kind.ODS, data)


def test_a_formula_of_one_format_is_not_read_as_that_of_the_other() -> None:
    assert not formulas.open_reaches("of:=EASTERSUNDAY(2026)") and formulas.reaches("EASTERSUNDAY(2026)")
