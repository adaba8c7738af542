"""docs/how-to/add-a-document.md shows what really happens: its commands are run on its own text."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from huigong.portals.cli import read
from huigong.portals.cli.pack import run

ROOT = Path(__file__).resolve().parents[4]
SHOWN = (ROOT / "docs/how-to/add-a-document.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(?:^    .*\n|^\n(?=    ))+", SHOWN, re.MULTILINE)
NEEDED = ("facts.yaml", "systems.yaml", "100000/offices.yaml", "510400/offices.yaml", "510421/offices.yaml",
          "100000/messages", "100000/guofa-2014-40")  # fmt: skip
FOLDER = "510421/xugoubanfa-2026-7"


def block(begins: str) -> list[str]:
    """The lines of the block with this beginning, without what stands for more."""
    lines = next(lines for each in BLOCKS if (lines := _lines(each))[0].startswith(begins))
    return [line for line in lines if line.strip()]


def _lines(text: str) -> list[str]:
    return [line.removeprefix("    ").removesuffix("…") for line in text.strip("\n").splitlines()]


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The document of the page, and packs that know its county."""
    packs = tmp_path / "policies"
    for name in NEEDED:
        source, target = ROOT / "policies" / name, packs / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    monkeypatch.setenv("HUIGONG_POLICIES", str(packs))
    document = tmp_path / "opinion.txt"
    document.write_text("\n".join(block("米易县人民政府办公室关于")), encoding="utf-8")
    return document


def test_the_page_shows_what_the_commands_say(
    copy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["new", "510421", "--from", str(copy), "--into", "xugoubanfa-2026-7"]) == 0
    said = capsys.readouterr().out
    for line in block("$ huigong pack new")[1:]:
        assert line in said

    draft = copy.parent / "policies" / FOLDER / "document.yaml"
    written = draft.read_text(encoding="utf-8")
    for line in block("# policies/510421")[1:]:
        assert line in written.splitlines(), "the page shows another draft"

    assert read.run([str(copy), "--check"]) == 0
    capsys.readouterr()
    changed = shutil.copytree(
        copy.parent / "policies", copy.parent / "changed"
    )  # packs are read once a folder
    changed.joinpath(FOLDER, "document.yaml").write_text(
        written.replace("      support: [县人社局, 县总工会]\n", ""), encoding="utf-8"
    )
    monkeypatch.setenv("HUIGONG_POLICIES", str(changed))
    assert read.run([str(copy), "--check"]) == 1
    said = capsys.readouterr().out
    for line in block("$ huigong read opinion.txt --check")[1:]:
        assert line.strip() in said
