"""Checks that the clause which a decision names is one of a document in the library."""

from __future__ import annotations

import re

from huigong.casework.actions.moving import Making
from huigong.casework.servicesteps import service_of
from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.sentences import say
from huigong.policy.packs import PackDocument, library

_FIGURES = "零〇一二三四五六七八九十百千0-9"
_ONE = rf"(?:[{_FIGURES}]+、)?(?:第[{_FIGURES}]+条(?:之[{_FIGURES}]+)?(?:第[{_FIGURES}]+款)?(?:第?[（(]?[{_FIGURES}]+[）)]?项)?|[（(][{_FIGURES}]+[）)])"
_NUMBERS = re.compile(rf"{_ONE}(?:[、和及]{_ONE})*")
_PRINTED_NUMBER = re.compile(r"^[（(][^（）()]*[〔\[令][^（）()]*[）)]")
_STATE = "中华人民共和国"


def require_known(making: Making, clause: str) -> None:
    """Checks that officers named a clause: one that the page offers, `<document id>#<number>`, or `居住证暂行条例第二条`.

    Packs hold the articles that they use and not the whole law, so any number that reads
    as one of a document in the library will do; several are parted by `；`.
    Raises `DomainError` (`case.clause_unknown`).
    """
    parts = [part.strip() for part in re.split("[；;]", clause)]
    unknown = next((part for part in parts if not _is_known(part)), None)
    if unknown is not None and clause not in _offered(making):
        raise Invalid(
            code="case.clause_unknown",
            about="clause",
            what=say("资料库里没有“{unknown}”这一条", unknown=unknown[:60]),
            why="决定和暂停都要依据一条真实的规定，当事人才能核对和救济",
            do="请从列出的依据里选，或写全文件名和条款，例如：居住证暂行条例第二条；资料库没有的文件，请政策人员先收进来",
        )


def _offered(making: Making) -> tuple[str, ...]:
    service = service_of(making.case)
    return service.clauses if service else making.procedure.clauses


def _is_known(clause: str) -> bool:
    document_id, mark, number = clause.partition("#")
    if mark:
        try:
            return _has(library().document(document_id), number)
        except DomainError:
            return False
    words = re.sub(r"[\s《》〈〉]", "", clause)
    return any(_has(document, _rest(words, document)) for document in library().documents.values())


def _rest(words: str, document: PackDocument) -> str:
    """What follows the name of the document; "" where the words do not begin with it."""
    title = re.sub(r"[\s《》〈〉]", "", document.title)
    names = (title, title.removeprefix(_STATE), document.number)
    name = next((each for each in names if each and words.startswith(each)), None)
    return _PRINTED_NUMBER.sub("", words.removeprefix(name)) if name else ""


def _has(document: PackDocument, number: str) -> bool:
    return number in {clause.number for clause in document.clauses} or bool(_NUMBERS.fullmatch(number))
