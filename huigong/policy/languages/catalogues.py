"""Reads and writes gettext catalogues (`.po`): what translators' tools such as Weblate work on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from huigong.kernel.packs import PackError, Place

_QUOTED = re.compile(
    r'^(?:(msgid|msgid_plural|msgstr|msgstr\[\d\]|#\|\s*msgid)\s+)?(?:#\|\s*)?"((?:[^"\\]|\\.)*)"\s*$'
)
_ESCAPED = {"\\n": "\n", '\\"': '"', "\\\\": "\\", "\\t": "\t"}
_PLURAL = re.compile(r'^"Plural-Forms: [^"]*plural=([^;"]+);.*"$', re.MULTILINE)
_HEADER = 'msgid ""\nmsgstr ""\n"Language: {code}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'


@dataclass(frozen=True)
class Entry:
    """One text and its translation, "" where there is none yet.

    `forms` are those of a text that says how many, as the language's rule numbers them, `translation` the last of them.
    `references` are places that say it (`life_events.yaml:events.unpaid.name`). A `fuzzy` translation is only
    a proposal, made for the Chinese text `previous`.
    """

    text: str
    translation: str = ""
    references: tuple[str, ...] = ()
    fuzzy: bool = False
    previous: str = ""
    forms: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether the translation may be shown."""
        return bool(self.translation) and not self.fuzzy


@dataclass
class _Block:
    references: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)
    current: str = ""


def read(text: str, *, file: str = "") -> list[Entry]:
    """The entries of a catalogue without its header; raises `PackError` with the line that cannot be read."""
    entries: list[Entry] = []
    block = _Block()
    for number, line in enumerate((*text.splitlines(), ""), start=1):
        if not line.strip():
            entries += _entry(block)
            block = _Block()
        elif line.startswith("#~") or (line.startswith("#") and line[1:2] not in (":", ",", "|")):
            continue
        elif line.startswith("#:"):
            block.references += line[2:].split()
        elif line.startswith("#,"):
            block.flags |= {flag.strip() for flag in line[2:].split(",")}
        else:
            _take(line, block, Place(file, number, 1))
    return entries


def _take(line: str, block: _Block, place: Place) -> None:
    quoted = _QUOTED.match(line)
    if quoted is None or not (quoted[1] or block.current):
        raise PackError(
            "languages.unreadable",
            what="译文文件里有一行读不懂",
            why="每条译文写成 msgid 和 msgstr，各用一对英文引号",
            do="请用翻译工具打开改好，或者照别的译文写",
            place=place,
        )
    if quoted[1]:
        block.current = "previous" if quoted[1].startswith("#") else quoted[1]
    said = re.sub(r"\\.", lambda escaped: _ESCAPED.get(escaped[0], escaped[0]), quoted[2])
    block.texts[block.current] = block.texts.get(block.current, "") + said


def _entry(block: _Block) -> Iterator[Entry]:
    text = block.texts.get("msgid", "")
    forms = tuple(said for key, said in sorted(block.texts.items()) if key.startswith("msgstr["))
    if text:
        yield Entry(
            text,
            forms[-1] if forms else block.texts.get("msgstr", ""),
            tuple(block.references),
            "fuzzy" in block.flags,
            block.texts.get("previous", ""),
            forms,
        )


def plural_line(text: str) -> str:
    """The line of a catalogue's head that says which form goes with which count; "" where it has none."""
    line = _PLURAL.search(text)
    return f"{line[0]}\n" if line else ""


def plural_rule(text: str) -> str:
    """That rule of the language, `n != 1`; "" where the head has none."""
    line = _PLURAL.search(text)
    return line[1].strip() if line else ""


def written(entries: Iterable[Entry], *, code: str, plural: str = "") -> str:
    """A catalogue as a file, one text a line, so that a change shows as one line; `plural` is the line of its head on forms."""
    return _HEADER.format(code=code) + plural + "".join(f"\n{_written(entry)}" for entry in entries)


def _written(entry: Entry) -> str:
    lines = [f"#: {reference}" for reference in entry.references]
    if entry.fuzzy:
        lines += ["#, fuzzy", f"#| msgid {_quoted(entry.previous)}"]
    lines.append(f"msgid {_quoted(entry.text)}")
    if entry.forms:
        lines.append(f"msgid_plural {_quoted(entry.text)}")
        lines += [f"msgstr[{number}] {_quoted(form)}" for number, form in enumerate(entry.forms)]
    else:
        lines.append(f"msgstr {_quoted(entry.translation)}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
