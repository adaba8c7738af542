"""The process in which typst runs: one request on stdin, the PDFs on stdout, one after the other.

It knows no database and no settings, and bounds its own memory: typst has no limit of its own.
"""

from __future__ import annotations

import base64
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import typst

_SOURCE = Path(__file__).with_name("letter.typ")
_TYPES = ((b"\x89PNG", "png"), (b"\xff\xd8", "jpg"))


def main() -> None:
    """Answers one request: `{"fonts": […], "memory": megabytes, "letters": […]}`."""
    asked = json.load(sys.stdin.buffer)
    bound_memory(asked["memory"] * 1024 * 1024)
    with tempfile.TemporaryDirectory(prefix="huigong-letters-") as folder:
        root = Path(folder)
        (root / _SOURCE.name).write_bytes(_SOURCE.read_bytes())
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=asked["fonts"]
        )
        compiler = typst.Compiler(
            str(root / _SOURCE.name), root=folder, font_paths=fonts, ignore_system_fonts=True
        )
        for number, letter in enumerate(asked["letters"]):
            answer(compiler, letter, families=fonts.families(), root=root / str(number))


def answer(compiler: typst.Compiler, letter: dict[str, Any], *, families: list[str], root: Path) -> None:
    """Writes one PDF, or what is wrong with it."""
    root.mkdir()
    inputs = {"letter": json.dumps({**with_files(letter, root), "families": families}, ensure_ascii=False)}
    try:
        pdf = compiler.compile(sys_inputs=inputs, format="pdf", pdf_standards="a-2a")
    except typst.TypstError as error:
        say({"error": error.message})
        return
    assert isinstance(pdf, bytes)
    say({"size": len(pdf)}, pdf)


def with_files(value: Any, root: Path) -> Any:
    """The letter with its pictures written beside it, which is how typst reads them."""
    if isinstance(value, list):
        return [with_files(each, root) for each in value]
    if not isinstance(value, dict):
        return value
    values = {name: with_files(each, root) for name, each in value.items()}
    key = {"picture": "content", "code": "picture"}.get(str(value.get("kind")))
    if key:
        values[key] = written(base64.b64decode(value[key]), root)
    return values


def written(picture: bytes, root: Path) -> str:
    """The picture's path below the root of the process."""
    kind = next((kind for begin, kind in _TYPES if picture.startswith(begin)), "svg")
    path = root / f"{len(list(root.iterdir()))}.{kind}"
    path.write_bytes(picture)
    return f"/{root.name}/{path.name}"


def say(head: dict[str, Any], body: bytes = b"") -> None:
    """One line of JSON, then so many bytes."""
    sys.stdout.buffer.write(json.dumps(head, ensure_ascii=False).encode() + b"\n" + body)
    sys.stdout.buffer.flush()


def bound_memory(size: int) -> None:
    """Beyond it this process fails, and not the machine. Windows has no such bound."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


if __name__ == "__main__":
    main()
