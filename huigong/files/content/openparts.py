"""Parts of an ODS, said by what is allowed: that none of them runs something, or fetches it from elsewhere.

What is known to be only figures, text and looks is let through, by its full name, whatever prefix was chosen for it. Names
are those of OpenDocument 1.3 part 3 and of what LibreOffice adds.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _
from lxml import etree

from huigong.files.content import formulas, links, refusing, xmlparts
from huigong.files.content.fields import reaching

_NAMED = re.compile(
    r"mimetype|(content|styles|meta|settings)\.xml|META-INF/(manifest\.xml)?|manifest\.rdf|layout-cache"
    r"|Thumbnails/([\w.-]+\.png)?|Pictures/([\w.-]+\.(png|jpe?g|gif|bmp))?|Configurations2/.*"
)
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_ALL_OF = frozenset(
    {
        "http://purl.org/dc/elements/1.1/",
        f"{_ODF}style:1.0",
        f"{_ODF}datastyle:1.0",
        f"{_ODF}config:1.0",
        f"{_ODF}svg-compatible:1.0",
        f"{_ODF}manifest:1.0",
        "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    }
)
"""Namespaces of which every element only says how something looks or is called."""

_SOME_OF = {
    f"{_ODF}office:1.0": """document-content document-styles document-meta document-settings document scripts forms
        font-face-decls automatic-styles styles master-styles body spreadsheet annotation annotation-end meta settings""",
    f"{_ODF}meta:1.0": """generator initial-creator creation-date editing-cycles editing-duration document-statistic
        user-defined keyword print-date printed-by hyperlink-behaviour""",
    f"{_ODF}table:1.0": """table table-row table-cell covered-table-cell table-column table-columns table-rows
        table-column-group table-row-group table-header-columns table-header-rows shapes calculation-settings null-date
        iteration named-expressions named-range named-expression database-ranges database-range filter filter-and filter-or
        filter-condition filter-set-item sort sort-by sort-groups subtotal-rules subtotal-rule subtotal-field
        content-validations content-validation error-message help-message label-ranges label-range table-protection
        scenario detective highlighted-range operation title desc background consolidation tracked-changes
        data-pilot-tables data-pilot-table data-pilot-field data-pilot-level data-pilot-members data-pilot-member
        data-pilot-subtotals data-pilot-subtotal data-pilot-display-info data-pilot-sort-info data-pilot-layout-info
        data-pilot-field-reference data-pilot-groups data-pilot-group data-pilot-group-member data-pilot-grand-total
        source-cell-range""",
    f"{_ODF}text:1.0": """p h span s tab line-break a list list-item list-header list-style list-level-style-number
        list-level-style-bullet soft-page-break date time title sheet-name file-name page-number page-count author-name
        author-initials outline-style outline-level-style notes-configuration linenumbering-configuration
        linenumbering-separator sequence-decls sequence-decl bookmark bookmark-start bookmark-end ruby ruby-base ruby-text""",
    f"{_ODF}drawing:1.0": """frame image text-box custom-shape enhanced-geometry equation handle rect line circle ellipse
        polyline polygon regular-polygon path g connector caption measure glue-point stroke-dash marker gradient hatch
        opacity fill-image layer-set layer a""",
    "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": """table-protection p gradient-stop
        opacity-stop theme theme-colors color complex-color transformation graphic-properties""",
}
_ALLOWED = {space: frozenset(names.split()) for space, names in _SOME_OF.items()}
_RECKONED = frozenset({"formula", "condition", "expression"})
_CONDITION = "value"  # of a condition of calcext
_CLICKED = frozenset({"a"})


def check(data: bytes, names: Collection[str], *, what: str) -> None:
    """Every part of an ODS. Raises `Invalid`: `files.active`, `files.encrypted`, `files.cut`, `files.bomb`."""
    if any(not _NAMED.fullmatch(name) for name in names):
        raise refusing.active(
            _("这个%(what)s里有宏或者嵌着别的文件") % {"what": what}, _("它们打开时会自己运行")
        )
    for name, pieces in xmlparts.parts(data, what=what):
        reader = etree.XMLParser(
            target=_Reader(what, name), resolve_entities=False, no_network=True, load_dtd=False
        )
        try:
            is_empty = True
            for piece in filter(None, pieces):
                is_empty = False
                reader.feed(piece)
            if not is_empty:
                reader.close()
        except etree.XMLSyntaxError as error:
            raise refusing.cut() from error


class _Reader:
    """Is told of each element of a part, in its order."""

    def __init__(self, what: str, part: str) -> None:
        self._what, self._part = what, part

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        space, _brace, name = tag.removeprefix("{").rpartition("}")
        if name == "encryption-data":
            raise refusing.encrypted(_("这个文件有密码"))
        if self._part.startswith("Configurations2/") or not _is_known(space, name):
            raise reaching(self._what)
        for written, value in attributes.items():
            called = written.rpartition("}")[2]
            if called == "href" and not _stays(value, clicked=name in _CLICKED):
                raise reaching(self._what)
            is_reckoned = called in _RECKONED or (called == _CONDITION and "calcext" in space)
            if is_reckoned and formulas.open_reaches(value):
                raise reaching(self._what)

    def pi(self, target: str, _data: str | None = None) -> None:
        raise xmlparts.unusual(self._what)

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        raise xmlparts.unusual(self._what)

    def close(self) -> None:
        """Nothing is kept."""


def _is_known(space: str, name: str) -> bool:
    return space in _ALL_OF or name in _ALLOWED.get(space, ())


def _stays(address: str, *, clicked: bool) -> bool:
    """Whether an address leads to a part of the file, or, where somebody clicks it, to nothing bad."""
    if clicked:
        return links.is_harmless(address)
    return not address or bool(_NAMED.fullmatch(address.removeprefix("./")))
