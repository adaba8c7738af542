"""Which article of the wage payment regulation is executed by what: examples of the packs, and tests that name the article."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from huigong.kernel import numerals
from huigong.kernel.packs import Report
from tests.architecture.house import ROOT

DOCUMENT = "100000/wage-payment-regulation"
FIRST, LAST = 6, 37
TESTS = "tests/unit/wages/test_articles.py"
NOTHING_TO_DECIDE = {
    8: "what unions and other organisations do for workers: nothing in it is decided here",
    9: "what newspapers and broadcasters publish",
}


def shown_by() -> dict[int, dict[str, int]]:
    """Article → what executes it → how many examples."""
    counted: defaultdict[int, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for clause, what, count in (*_warnings(), *_liability(), *_services()):
        document, _, article = clause.partition("#")
        if document == DOCUMENT and count:
            counted[int(numerals.figures(article).strip("第条"))][what] += count
    for article_number, what in _tests():
        counted[article_number][what] += 1
    return {article: dict(whats) for article, whats in counted.items()}


def _warnings() -> Iterator[tuple[str, str, int]]:
    from huigong.wages.warnings.declaring import book

    for written in book().shelf.written:
        for clause in written.clauses:
            yield clause, f"warning `{written.id}`", len(written.entry["examples"])


def _liability() -> Iterator[tuple[str, str, int]]:
    """The rules that hold in worked examples of who must pay."""
    from huigong.kernel.packs import entries
    from huigong.kernel.packs.where import folder
    from huigong.wages.liability.cases import case_of
    from huigong.wages.liability.declaring import FILE, SHAPE, law
    from huigong.wages.liability.resolving import resolve

    known = law()
    for _, entry in entries(folder(), FILE, SHAPE, Report()):
        for example in entry["examples"]:
            case = case_of(example, known)
            assert case is not None
            for each in resolve(case, known).liabilities:
                if each.holds:
                    yield each.rule.clause, f"who must pay: `{each.rule.id}`", 1


def _services() -> Iterator[tuple[str, str, int]]:
    """The services that rest on an article, with how many people they are tried on."""
    import yaml

    from huigong.catalogue.services import catalogue
    from huigong.kernel.packs.where import folder

    people: defaultdict[str, int] = defaultdict(int)
    for path in folder().glob("*/*/examples/*.yaml"):
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
        people[written["service"]] += len(written["examples"])
    seen = set()
    for entry in catalogue().resting_on(DOCUMENT):
        id = getattr(entry, "service_id", "") or getattr(entry, "id", "")
        for clause in entry.clauses:
            if (id, clause) not in seen:
                seen.add((id, clause))
                yield clause, f"service `{id}`", people[id]


def _tests() -> Iterator[tuple[int, str]]:
    tree = ast.parse((ROOT / TESTS).read_text(encoding="utf-8"))
    for function in (each for each in tree.body if isinstance(each, ast.FunctionDef)):
        if function.name.startswith("test_article_"):
            yield int(function.name.split("_")[2]), f"`{function.name}`"


def bare() -> list[int]:
    """The articles that nothing executes and of which nobody said why."""
    shown = shown_by()
    return [
        article
        for article in range(FIRST, LAST + 1)
        if article not in shown and article not in NOTHING_TO_DECIDE
    ]


def page() -> str:
    """The table of `docs/reference/wage-regulation.md`."""
    from huigong.policy.packs import library
    from tests.architecture.pages import table

    document = library().document(DOCUMENT)
    told = {int(numerals.figures(clause.number).strip("第条")): clause.heading for clause in document.clauses}
    shown = shown_by()
    rows = (
        (
            str(article),
            told.get(article, "—"),
            NOTHING_TO_DECIDE.get(article, "")
            or "; ".join(f"{what} ({count})" for what, count in sorted(shown.get(article, {}).items())),
        )
        for article in range(FIRST, LAST + 1)
    )
    return (
        "# The wage payment regulation, article by article\n\nWhat executes each of its articles "
        f"{FIRST} to {LAST}, with the number of examples: those of the packs run in `huigong pack check`, the functions stand in "
        f"`{TESTS}`. A test fails for an article that has none.\n\n"
        + table(("Article", "", "Executed by"), rows)
    )
