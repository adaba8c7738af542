"""What is asked can be read with nine years of school."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.kernel import packs
from huigong.policy import plainwords
from tests.unit.portals.shared.translation import messages

WORDS = """words:
  户籍: {say: 户口}
  流转: {say: 转给别人种, unless: [租出去]}
common: 您的在哪里户口籍租出去地流转想吗好与
"""


def checked(folder: Path, facts: str) -> list[str]:
    (folder / plainwords.FILE).write_text(WORDS, encoding="utf-8")
    (folder / "facts.yaml").write_text(facts, encoding="utf-8")
    return [f"{error.place}：{error.what}" for error in plainwords.check(folder)]


def test_an_official_word_is_named_with_its_place(tmp_path: Path) -> None:
    told = checked(tmp_path, "户口地:\n  type: text\n  question: 您的户籍在哪里？\n")
    assert told == ["facts.yaml:2:3：“户籍”是公文里的词"]


@pytest.mark.parametrize(
    ("question", "help", "hard"),
    [("您想流转地吗？", "", True), ("您想流转地吗？", "租出去", False), ("您想租出去吗？", "", False)],
)
def test_a_word_explained_on_the_same_screen_may_stay(
    tmp_path: Path, question: str, help: str, hard: bool
) -> None:
    facts = f"想:\n  type: bool\n  question: {question}\n  help: {help or '好'}\n"
    assert bool(checked(tmp_path, facts)) is hard


def test_a_rare_character_is_named(tmp_path: Path) -> None:
    assert checked(tmp_path, "想:\n  type: bool\n  question: 您想龘吗？\n") == [
        "facts.yaml:2:3：“龘”不是常用字"
    ]


@pytest.mark.parametrize("wrong", ["comon: 您\n", "- 您\n", "words: {户籍: 户口}\ncommon: 您\n", ""])
def test_a_list_of_words_that_cannot_be_read_does_not_pass_everything(tmp_path: Path, wrong: str) -> None:
    (tmp_path / plainwords.FILE).write_text(wrong, encoding="utf-8")
    (tmp_path / "facts.yaml").write_text("想:\n  type: bool\n  question: 您想龘吗？\n", encoding="utf-8")
    assert {error.file for error in plainwords.check(tmp_path)} == {plainwords.FILE}


def test_every_question_of_the_packs_is_plain() -> None:
    assert plainwords.check(packs.folder()) == []


def test_every_sentence_of_the_workers_pages_is_plain() -> None:
    words = plainwords.plain_words(packs.folder())
    said = [text for text, files in messages().items() if any(name.startswith("worker/") for name in files)]
    assert len(said) > 200
    hard = {text: list(words.faults(text)) for text in said if list(words.faults(text))}
    assert not hard
