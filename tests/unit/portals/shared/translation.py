"""The English of the portals: what the pages say, and what the catalogue of translations holds.

    python -m tests.unit.portals.shared.translation

adds every new Chinese text to the .po file (with an empty English side to be
filled in), drops those that no page says any more, and compiles the .mo file.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import django
import polib
from django.utils.translation.template import templatize

from huigong.casework.procedures import register
from huigong.casework.procedures.effects import form_of
from huigong.casework.procedures.reading import read_procedures
from huigong.casework.procedures.terms import Procedure
from huigong.kernel import packs
from huigong.kernel.labelled import Labelled
from huigong.kernel.sentences import CHINESE
from huigong.policy.documents import LEVELS, ROLES
from tests.architecture.house import parsed

PORTALS = Path(__file__).resolve().parents[4] / "huigong" / "portals"
FILES = PORTALS.parent / "files"
PO = PORTALS / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
_CALLS = {"_", "gettext", "gettext_lazy", "pgettext", "ngettext"}
_COMPOSED = {"say": 0, "wording": 0, "listed": 1}
_ERRORS = {"Invalid", "NotFound", "Denied", "NoAccess", "Conflict", "TooMany", "Unavailable"}
_REFUSING = {"refused", "_refused"}
# What only a command, a file of many rows or the reading of packs refuses is told to whoever keeps the house.
_TOLD_ELSEWHERE = (
    *(
        "audit",
        "catalogue",
        "config",
        "declarations",
        "demo",
        "files",
        "oversight",
        "policy",
        "rules",
        "portals/cli",
    ),
    *("directory/offices", "forms/codes", "forms/library", "forms/locking", "forms/sheets", "forms/shelf"),
    *(
        "forms/workbook",
        "kernel/data",
        "kernel/packs",
        "kernel/signing",
        "messages/sms",
        "messages/templates",
    ),
    *("notices/printing", "notices/templates", "notices/word", "registry/actions/population"),
    *("registry/cells", "registry/filerows", "registry/roll"),
)
_SAID = re.compile(r'\{\{ "([^"]+)"\|say(?:_plain)? \}\}|\|say_list:"([^"]+)"')
_IN_TEMPLATE = re.compile(r"""\b(n?gettext|_)\((u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))""")


@cache
def messages() -> dict[str, set[str]]:
    """Chinese text → the files that say it."""
    found: dict[str, set[str]] = {}
    for path in sorted(PORTALS.rglob("*")):
        if path.suffix not in {".html", ".py"}:
            continue
        texts = _of_template(path) if path.suffix == ".html" else _of_python(path)
        for text in texts:
            found.setdefault(text, set()).add(str(path.relative_to(PORTALS)))
    for path in sorted(FILES.rglob("*.py")):  # what is refused of a file is read by whoever sent it
        for text in _of_python(path):
            found.setdefault(text, set()).add(f"files/{path.relative_to(FILES)}")
    for path in sorted(PORTALS.parent.rglob("*.py")):
        for text in _composed_in(path):
            found.setdefault(text, set()).add(str(path.relative_to(PORTALS.parent)))
        for text in _refused_in(path):
            found.setdefault(text, set()).add(str(path.relative_to(PORTALS.parent)))
    for text in of_procedures():
        found.setdefault(text, set()).add("casework/procedures")
    for text in _of_trail():
        found.setdefault(text, set()).add("audit/words")
    for text, where in _labels():
        found.setdefault(text, set()).add(where)
    for text in (*(role.label for role in ROLES.values()), *LEVELS.values()):
        found.setdefault(text, set()).add("policy/documents")
    return found


def _composed_in(path: Path) -> Iterator[str]:
    """The patterns and words of the sentences that the code puts together (`kernel/sentences.py`)."""
    for node in ast.walk(parsed(path)):
        name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        place = _COMPOSED.get(name, -1)
        if not isinstance(node, ast.Call) or not 0 <= place < len(node.args):
            continue
        told = node.args[place]
        if isinstance(told, ast.Constant) and isinstance(told.value, str) and _needs(told.value):
            yield told.value


def _refused_in(path: Path) -> Iterator[str]:
    """What errors say in so many words (`kernel/errors.py`); those put together are `say`."""
    if str(path.relative_to(PORTALS.parent).with_suffix("")).startswith(_TOLD_ELSEWHERE):
        return
    for node in ast.walk(parsed(path)):
        name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        if isinstance(node, ast.Call) and name in _ERRORS | _REFUSING:
            told = [each.value for each in node.keywords if each.arg in ("what", "why", "do")]
            for part in (*told, *(node.args if name in _REFUSING else ())):
                yield from filter(CHINESE.search, _words(part))


def _words(told: ast.expr) -> Iterator[str]:
    match told:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=first, orelse=second):
            yield from (*_words(first), *_words(second))
        case ast.BoolOp(values=parts):
            for part in parts:
                yield from _words(part)


def _needs(text: str) -> bool:
    """Chinese, or a pattern whose order or spaces another language may want otherwise."""
    return bool(CHINESE.search(text)) or "}{" in text


def _of_trail() -> Iterator[str]:
    """What the trail calls the events of every folder."""
    for path in (apps.with_name("trail.py") for apps in sorted(PORTALS.parent.rglob("apps.py"))):
        if not path.exists():
            continue
        name = ".".join(path.relative_to(PORTALS.parents[1]).with_suffix("").parts)
        yield from getattr(import_module(name), "WORDS", {}).values()


def of_procedures() -> Iterator[str]:
    """What the procedures that folders register say on buttons and forms; the catalogues of the packs hold theirs."""
    of_packs = {procedure.id for procedure, _ in read_procedures(packs.folder()).procedures}
    for procedure in register.everyone():
        if procedure.id not in of_packs:
            yield from _of_procedure(procedure)


def _labels() -> Iterator[tuple[str, str]]:
    """What the kinds of the product are called on screen, and where each kind stands."""
    for kind in Labelled.__subclasses__():
        folders = kind.__module__.split(".")
        if folders[0] == PORTALS.parent.name:
            yield from ((member.label, "/".join(folders[1:])) for member in kind)


def _of_procedure(procedure: Procedure) -> Iterator[str]:
    yield from filter(None, (procedure.name, procedure.opened_trail, *procedure.trail_words.values()))
    for move in procedure.moves:
        for complaint in (False, True):
            words = move.words(complaint=complaint)
            yield from filter(None, (words.button, words.advice, words.done))
        for field in form_of(move):
            yield from filter(None, (field.ask, field.help))
        if move.decision is not None:
            yield move.decision.name
    for status in procedure.statuses:
        yield from (status.name, status.next_step, *(status.complaint or ()))
    for stage in procedure.stages:
        yield from filter(None, (stage.words, stage.words_by_time))


def _of_template(path: Path) -> Iterator[str]:
    for _call, literal in _IN_TEMPLATE.findall(
        templatize(path.read_text(encoding="utf-8"), origin=str(path))
    ):
        yield ast.literal_eval(literal.removeprefix("u"))
    for words in _SAID.findall(path.read_text(encoding="utf-8")):
        yield from filter(CHINESE.search, words)


def _of_python(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        first = node.args[0]
        if name in _CALLS and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


def catalogue() -> polib.POFile:
    return polib.pofile(str(PO), wrapwidth=0)


def brought_up_to_date(translations: polib.POFile) -> polib.POFile:
    """The same translations for exactly the texts of today, in the order of the texts."""
    fresh = polib.POFile(wrapwidth=0)
    fresh.metadata = translations.metadata
    known = {entry.msgid: entry for entry in translations}
    for text, files in sorted(messages().items()):
        entry = known.get(text) or polib.POEntry(msgid=text)
        entry.occurrences = [(name, "") for name in sorted(files)]
        entry.flags = ["python-format"] if re.search(r"%\(\w+\)s", text) else []
        fresh.append(entry)
    return fresh


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()  # folders register what they say
    fresh = brought_up_to_date(catalogue())
    fresh.save(str(PO))
    fresh.save_as_mofile(str(MO))
    empty = [entry.msgid for entry in fresh if not entry.translated()]
    print(f"{len(fresh)} texts, {len(empty)} without English")
    print("\n".join(empty))


if __name__ == "__main__":
    main()
