"""Formulas of sheets: that none of them runs something, or fetches it from elsewhere.

Said by what is allowed: a formula calls the functions that are known to stay in the workbook. What stands in quotation
marks is only text, and which quotation marks those are depends on the names and brackets before them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from huigong.files.content import functions, links

_LONGEST = 32_767  # characters; office programs write a quarter of it
_TOKEN = re.compile(
    r"(?P<name>'(?:[^']|'')*+')|(?P<text>\"(?:[^\"]|\"\")*+\")|(?P<word>[^\W\d][\w.]*+)|(?P<blank>\s++)|(?P<sign>.)",
    re.DOTALL,
)
_IN_BRACKETS = re.compile(r"'?+.", re.DOTALL)
_PREFIXES = re.compile(
    r"(?:_xlfn\.|_xlws\.|COM\.MICROSOFT\.|ORG\.LIBREOFFICE\.|ORG\.OPENOFFICE\.)*+", re.IGNORECASE
)
_LANGUAGE = re.compile(r"\s*+[A-Za-z]++:(?==)")  # `of:=`
_ANOTHER_BOOK = re.compile(r"'\s*#")
_OWN, _PASSED_ON = "_XLPM.", "_XLETA."  # a parameter of a formula; a function as the argument of another
_CELL = re.compile(r"[A-Za-z]{1,3}\d+")
_ELSEWHERE = re.compile(r"\\\\|//|file:", re.IGNORECASE)
_COULD_BECOME_A_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")
_ADDRESS, _LINK = "INDIRECT", "HYPERLINK"


@dataclass(frozen=True)
class _Token:
    kind: str
    said: str


def reaches(formula: str, *, known: Collection[str] = functions.KNOWN) -> bool:
    """Whether a formula leaves its workbook, or is written so that nobody can tell; `known` are the functions that stay."""
    if len(formula) > _LONGEST:
        return True
    tokens = list(_tokens(formula))
    return any(_is_reaching(tokens, at, known) for at in range(len(tokens)))


def open_reaches(formula: str) -> bool:
    """The same of a formula or condition of an OpenDocument: `of:=SUM([.A1:.A9])`, `['file:///x.ods'#$a.A1]`."""
    written = _LANGUAGE.sub("", formula, count=1)
    return bool(_ANOTHER_BOOK.search(written)) or reaches(written, known=functions.OPEN)


def _tokens(formula: str) -> Iterator[_Token]:
    """Words, names of sheets, texts and signs, without blanks between; what stands in brackets is one name."""
    at = 0
    while at < len(formula):
        if formula[at] == "[":
            end = _end_of_brackets(formula, at)
            yield _Token("brackets", formula[at:end])
            at = end
            continue
        token = _TOKEN.match(formula, at)
        assert token
        at = token.end()
        yield _Token(token.lastgroup or "", token.group())


def _end_of_brackets(formula: str, at: int) -> int:
    """Behind the bracket that closes the one at `at`; an apostrophe takes the meaning from what follows it."""
    depth = 0
    while at < len(formula):
        step = _IN_BRACKETS.match(formula, at)
        if step is None:
            break
        depth += {"[": 1, "]": -1}.get(step.group(), 0)
        at = step.end()
        if not depth:
            break
    return max(at, 1)


def _is_reaching(tokens: list[_Token], at: int, known: Collection[str]) -> bool:
    token = tokens[at]
    match token.kind:
        case "sign":
            # A quotation mark that nothing closes; and what stands between a program and what it is told.
            is_share = token.said == "\\" and _at(tokens, at + 1).said == "\\"
            is_file = token.said == ":" and tokens[at - 1].said.lower() == "file"
            return token.said in "'\"|" or is_share or is_file
        case "name" | "brackets":
            return bool(_ELSEWHERE.search(token.said))
        case "word":
            return _calls_something_else(tokens, at, known)
    return False


def _calls_something_else(tokens: list[_Token], at: int, known: Collection[str]) -> bool:
    word = tokens[at].said
    name = _PREFIXES.sub("", word, count=1).upper()
    if name.startswith(_PASSED_ON):
        return name.removeprefix(_PASSED_ON) not in known
    following = _at(tokens, at + 1)
    opens = _at(tokens, at + 2) if following.kind == "blank" else following
    if opens.said != "(" or name.startswith(_OWN):
        return False
    if name not in known:
        return not (following.kind == "blank" and _CELL.fullmatch(word))
    if name == _ADDRESS:
        return any(token.kind == "text" and _ELSEWHERE.search(token.said) for token in tokens)
    return name == _LINK and not _leads_nowhere_bad(
        [each for each in tokens[at + 1 :] if each.kind != "blank"]
    )


def _leads_nowhere_bad(tokens: list[_Token]) -> bool:
    """Of what follows the name of the function: the address begins with a text that settles where it leads."""
    begins = _at(tokens, 1)
    if begins.kind != "text":
        return False
    address = begins.said[1:-1].strip()
    if not links.is_harmless(address):
        return False
    is_whole = _at(tokens, 2).said in (",", ")")
    # A drive, a folder or a place in the book; no letters that become `file:` with what is joined to them.
    return is_whole or (address[:1] not in ("", "/", "\\") and not _COULD_BECOME_A_SCHEME.fullmatch(address))


def _at(tokens: list[_Token], at: int) -> _Token:
    return tokens[at] if at < len(tokens) else _Token("", "")
