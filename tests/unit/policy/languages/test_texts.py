"""What people read in the packs is found by the shapes that declare it: no list beside them to be forgotten."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import huigong
from huigong.kernel.packs import Shape, speaks, spoken
from huigong.kernel.packs.kinds import flag, mapped, named, one, rows, text, texts
from huigong.policy import plainwords
from huigong.policy.languages import report
from huigong.policy.languages.texts import texts as said
from tests.registries import copied, copied_items

LIMIT = Shape("时限", {"stage": text(said=True), "article": text()})
OFFER = Shape(
    "招工",
    {
        "id": text(),
        "name": text(said=True),
        "pay": text("", said=True),
        "open": flag(True),
        "ways": texts(said=True),
        "limits": rows(LIMIT),
        "first": one(LIMIT, None),
        "by_place": mapped(named(LIMIT), inside=LIMIT),
    },
)
OFFERS = """
- id: 瓦工
  name: 招瓦工
  pay: 一天三百
  ways: [打电话, 来工地]
  limits: [{stage: 报名, article: 招工第一条}]
  first: {stage: 面谈, article: 招工第二条}
  by_place: {这里: {stage: 上工, article: 招工第三条}}
"""


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this test registers is forgotten behind it."""
    monkeypatch.setattr(spoken, "_ALL", copied_items(spoken._ALL))
    monkeypatch.setattr(spoken, "_AFTER", copied(spoken._AFTER))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "510400/plan").mkdir(parents=True)
    (tmp_path / "510400/plan/offers.yaml").write_text(OFFERS, encoding="utf-8")
    return tmp_path


def test_a_text_declared_in_a_shape_is_missing_in_every_language(folder: Path) -> None:
    assert "offers" not in said(folder)
    speaks("offers", after="notices", packs=("*/offers.yaml",), shape=OFFER, at="*")
    row = next(row for row in report(folder, "en") if row.domain == "offers")
    assert sorted(row.missing) == sorted(["招瓦工", "一天三百", "打电话", "来工地", "报名", "面谈", "上工"])


def test_the_first_domain_keeps_a_sentence_that_two_say(folder: Path) -> None:
    speaks("later", after="offers", packs=("*/offers.yaml",), keys=("*.pay", "*.name"))
    speaks("offers", after="notices", packs=("*/offers.yaml",), keys=("*.pay",))
    told = said(folder)
    assert (list(told["offers"]), list(told["later"])) == (["一天三百"], ["招瓦工"])
    assert told["offers"]["一天三百"] == ("510400/plan/offers.yaml:0.pay",)


def test_two_folders_that_place_a_domain_differently_are_refused() -> None:
    speaks("offers", after="notices", packs=("*/offers.yaml",), keys=("*.pay",))
    with pytest.raises(ValueError, match=r"offers .*notices.*forms"):
        speaks("offers", after="forms", packs=("*/offers.yaml",), keys=("*.name",))


def test_what_is_asked_in_a_registered_file_must_be_plain(folder: Path) -> None:
    (folder / plainwords.FILE).write_text(
        "words: {户籍: {say: 户口}}\ncommon: 您的在哪里户籍\n", encoding="utf-8"
    )
    (folder / "510400/plan/offers.yaml").write_text("- {id: 户, ask: 您的户籍在哪里？}\n", encoding="utf-8")
    assert plainwords.check(folder) == []
    speaks("offers", after="notices", packs=("*/offers.yaml",), shape=OFFER, at="*", asked=True)
    (error,) = plainwords.check(folder)
    assert (error.file, error.what) == ("510400/plan/offers.yaml", "“户籍”是公文里的词")


def test_every_module_that_registers_is_loaded_by_the_command_that_lists_the_texts() -> None:
    root = Path(huigong.__file__).parent
    registering = {
        ".".join(("huigong", *path.relative_to(root).with_suffix("").parts))
        for path in root.rglob("*.py")
        if path.name != "spoken.py" and "\nspeaks(" in path.read_text(encoding="utf-8")
    }
    assert len(registering) > 10
    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'huigong.config.settings'; django.setup()\n"
        "import huigong.portals.cli.pack; print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert registering <= set(loaded.split())
