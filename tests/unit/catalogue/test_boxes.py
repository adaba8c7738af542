"""A box beside others says at least what its question says, since an empty box is a no."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.catalogue.checking import boxes
from huigong.catalogue.services import Catalogue, load_catalogue
from huigong.kernel.packs import PackError, Report
from tests.shipped import shipped_catalogue
from tests.unit.catalogue.packs import service, write

AGED = "您家有老人一个人住，或者照顾不了自己吗？（身体好的也算）"


def packs(folder: Path, *, question: str, box: str) -> Catalogue:
    files = {
        "facts.yaml": f"有老人: {{type: bool, question: {question}, phrase: 有老人}}\n"
        "有孩子: {type: bool, question: 您有孩子吗？, phrase: 您有孩子}\n",
        "questions.yaml": "together:\n  family:\n    ask: 家里有下面的情况吗？\n"
        f"    options:\n      有孩子: 有孩子\n      有老人: {box}\n    none: 都没有\n",
        "100000/law/services/help.yaml": service(rule="有老人", for_whom="{says: 人, age: {none: 不限}}"),
    }
    return load_catalogue(write(folder, files))


def told(catalogue: Catalogue) -> list[PackError]:
    report = Report()
    boxes.check(catalogue, report)
    return list(report)


@pytest.mark.parametrize(
    ("box", "missing"),
    [
        ("家里有老人一个人住，或者照顾不了自己（身体好的也算）", ""),
        ("家里有身体好的、一个人住的老人，或者照顾不了自己的，也算", ""),
        ("家里有老人照顾不了自己（身体好的也算）", "一个住或者"),
        ("家里有老人一个人住，或者照顾不了自己", "身体好也算"),
    ],
)
def test_a_box_says_every_word_of_its_question(box: str, missing: str) -> None:
    assert boxes.left_out(AGED, box) == missing


def test_numbers_are_words_too() -> None:
    assert boxes.left_out("您发病48小时内去世的吗？", "发病小时内去世") == "48"
    assert boxes.left_out("您发病48小时内去世的吗？", "发病8小时内去世，4") == "48"


def test_that_nobody_has_to_answer_need_not_stand_in_a_box() -> None:
    assert boxes.left_out("您最近准备结婚吗？（可以不回答）", "最近准备结婚") == ""


def test_a_box_that_says_less_is_reported_with_its_place(tmp_path: Path) -> None:
    (error,) = told(packs(tmp_path, question=AGED, box="有老人照顾不了自己（身体好的也算）"))
    assert (error.code, error.place and error.place.file) == ("pack.box", "questions.yaml")
    assert error.place is not None and error.place.line == 6
    assert "一个人住" in error.why


def test_a_question_of_a_box_says_nothing_of_buttons_that_are_not_there(tmp_path: Path) -> None:
    question = "您有老人吗？（公婆选“有”）"
    (error,) = told(packs(tmp_path, question=question, box="有老人（公婆选“有”）"))
    assert error.code == "pack.box_choice"


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("成员身份受影响", "不管什么原因"),
        ("因婚姻变化失地", "已经收回了"),
        ("脱贫人口", "监测户"),
        ("零就业或低保家庭", "登记了失业"),
        ("已登记失业", "这次没工作以后"),
        ("家里有老人要照看", "一个人住"),
        ("靠工资生活", "跑网约车"),
        ("有留守子女", "替孩子的父母照看孩子"),
        ("家人因工死亡", "48小时"),
        ("被拖欠工资", "乱扣了的"),
        ("加班没给加班费", "没给够"),
        ("劳动关系已结束", "没闹矛盾"),
        ("单位违法用工", "少交"),
    ],
)
def test_nobody_is_left_out_by_a_box_of_the_packs(fact: str, words: str) -> None:
    catalogue = shipped_catalogue()
    assert words in catalogue.conversation.screen_of[fact].options[fact] + catalogue.facts[fact].help


def test_what_the_help_of_the_screen_says_once_need_not_stand_in_each_box(tmp_path: Path) -> None:
    known = packs(tmp_path, question=AGED, box="家里有老人一个人住，或者照顾不了自己")
    assert told(known)
    text = (tmp_path / "questions.yaml").read_text(encoding="utf-8")
    helped = text.replace("    options:", "    help: 身体好的也算。\n    options:")
    (tmp_path / "questions.yaml").write_text(helped, encoding="utf-8")
    assert not told(load_catalogue(tmp_path))
