"""docs/reference/performance.md: each bench owns what stands between its two marks, and nothing else moves."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "performance.md"


def put(bench: str, text: str, *, title: str, path: Path = PAGE) -> None:
    """Puts `text` between the marks of this bench, or at the end under `title` where it has none yet."""
    begin, end = f"<!-- bench {bench} -->", f"<!-- end of bench {bench} -->"
    part = f"{begin}\n{text.strip()}\n{end}"
    page = path.read_text(encoding="utf-8")
    before, mark, rest = page.partition(begin)
    own = before + part + rest.partition(end)[2]
    path.write_text(own if mark else f"{page.rstrip()}\n\n## {title}\n\n{part}\n", encoding="utf-8")
