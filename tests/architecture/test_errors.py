"""What cannot be used as given names the value at fault, so that a page can say it beside the field."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.house import PRODUCT, parsed, sources

ABOUT_A_WHOLE = {
    "portals": "the request, or a form that says its mistakes itself",
    "policy/reading": "a document that cannot be read",
    "catalogue/screening_many": "a file of many people, which names its column in words",
    "registry/linking": "a file of people, which names its column in words",
    "files": "the one file that somebody hands in",
    "wages/reconciling": "files of a whole month; each refused line stands with its file, row and reason",
    "registry/intake": "a file of people; each problem stands with its row and column",
    "forms": "mistakes stand with the answers that they are about",
    "audit": "a file of published heads",
}
ABOUT_NO_VALUE = {
    "application.key_missing": "the page itself sends it",
    "case.key_missing": "the page itself sends it",
    "case.party_unclear": "which of four fields says who it is; the caller knows which party",
    "case.party_unfit": "several parties",
    "text.too_long": "the caller's label says which text",
    "text.unreadable": "the caller knows which text",
    "base45.malformed": "what was scanned",
    "json.malformed": "what was handed in",
    "takeaway.too_large": "what is to be printed",
    "takeaway.malformed": "what was handed in",
    "notice.fields": "several fields, each named in words",
    "record.fields": "several fields, each named in words",
    "policy.draft_open": "the whole draft",
    "policy.draft_incomplete": "the whole draft",
    "policy.draft_invalid": "several fields, each named in words",
    "row.number_cell": "the cell of a file, named in words",
    "row.cell": "the cell of a file, named in words",
    "person.one_criterion": "one of three fields",
}


def refused_values() -> Iterator[tuple[str, str, bool]]:
    """Where, under which code, and whether it names the value; a code that is worked out is told as written."""
    for path in sources():
        folder = path.relative_to(PRODUCT).as_posix()
        if any(folder.startswith(f"{whole}/") for whole in ABOUT_A_WHOLE):
            continue
        for call in ast.walk(parsed(path)):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Invalid":
                given = {keyword.arg: keyword.value for keyword in call.keywords}
                code = given.get("code") or call.args[0]
                yield f"{folder}:{call.lineno}", _code(code, path), "about" in given


def _code(node: ast.expr, path: Path) -> str:
    """A literal code, or the usual value of the argument that has it."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.Name):
        for function in ast.walk(parsed(path)):
            if isinstance(function, ast.FunctionDef):
                names = [argument.arg for argument in function.args.kwonlyargs]
                usual = function.args.kw_defaults[names.index(node.id)] if node.id in names else None
                if isinstance(usual, ast.Constant):
                    return str(usual.value)
    return ast.unparse(node)


def test_whatever_cannot_be_used_names_the_value_at_fault() -> None:
    silent = {
        where: code for where, code, named in refused_values() if not named and code not in ABOUT_NO_VALUE
    }
    assert silent == {}


def test_the_lists_name_nothing_that_is_gone() -> None:
    codes = {code for _, code, named in refused_values() if not named}
    assert ABOUT_NO_VALUE.keys() == codes
    assert all((PRODUCT / folder).is_dir() for folder in ABOUT_A_WHOLE)
