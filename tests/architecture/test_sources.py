"""What may not stand in any file, and how long files and functions may grow."""

from __future__ import annotations

import re
import subprocess

from tests.architecture.house import ROOT, functions, parsed, short, sources

# Written so that this file does not find itself.
FOREIGN = re.compile(
    "|".join(
        ["/wo" + "rk/", "/ro" + "ot/", "py" + r"pi\.(org|python)", "registry" + r"\.npm", "mirr" + "ors?[./]"]
    )
)
BANNED_WORDS = ("salary", "construction_" + "unit", "escrow", "service_" + "layer", "subsidy_" + "policy")
LONGEST_FILE, LONGEST_FUNCTION = 350, 60


def tracked_texts() -> list[tuple[str, str]]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    texts = []
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.suffix in {".png", ".mo", ".lock", ".docx", ".xlsx"} or not path.is_file():
            continue
        texts.append((name, path.read_text(encoding="utf-8")))
    return texts


def test_no_machine_and_no_registry_is_named() -> None:
    found = [(name, hit.group()) for name, text in tracked_texts() if (hit := FOREIGN.search(text))]
    assert not found


def test_banned_words_stay_out_of_names() -> None:
    """One thing, one word: GLOSSARY.md says which, these are the ones it replaces."""
    for path in sources():
        for word in BANNED_WORDS:
            assert word not in path.read_text().lower(), f"{short(path)} says {word}"


def test_no_page_is_a_promise() -> None:
    for name, text in tracked_texts():
        if name.endswith(".md"):
            assert not re.search(r"(?<!pack )\b(TODO|TBD|FIXME|lorem ipsum)\b", text, re.IGNORECASE), name


def test_files_and_functions_stay_short() -> None:
    long_files = {short(p): n for p in sources() if (n := len(p.read_text().splitlines())) > LONGEST_FILE}
    long_functions = {
        f"{short(path)}:{function.name}": length
        for path in sources()
        for function in functions(path)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
    }
    assert not long_files
    assert not long_functions


def test_modules_and_public_functions_of_the_core_say_what_they_do() -> None:
    import ast

    silent = []
    for path in sources():
        tree = parsed(path)
        if tree.body and path.name != "apps.py" and not ast.get_docstring(tree):
            silent.append(short(path))
    assert not silent


def test_no_test_races_the_clock() -> None:
    """Speed is measured in bench/, beside a peer; a timed assertion fails on somebody's busy machine."""
    races = re.compile(r"perf_counter|time\.monotonic|time\.time\(|process_time")
    for path in sources(folder=ROOT / "tests"):
        if path.name != "test_sources.py":
            assert not races.search(path.read_text()), short(path)


def test_days_are_written_in_one_way() -> None:
    """`kernel.days.in_words`: `%-m` is unknown on some systems, and people do not read 2016-06-02."""
    spelt = [short(path) for path in sources() if "%-m" in path.read_text() or "%-d" in path.read_text()]
    assert not spelt


def test_pages_go_by_the_kind_of_an_error_and_not_by_part_of_its_code() -> None:
    """`except NoAccess`, not `code.startswith("access.")`: a code is for programs, renaming one changes no page."""
    taken_apart = [
        short(path)
        for path in sources()
        if re.search(r"\b(error|refused)\.code\.(startswith|endswith|partition|split)", path.read_text())
    ]
    assert not taken_apart
