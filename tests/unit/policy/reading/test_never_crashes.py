"""Whatever the input, the reader answers with a document or with a `DomainError`, and in bounded steps."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huigong.kernel.errors import DomainError
from huigong.policy.reading import ReadDocument, read_text, to_json
from huigong.policy.reading.sources import text_of
from tests import effort
from tests.unit.policy.reading.invented import PLAN
from tests.unit.policy.reading.test_sources import pdf_file, word_file

PIECES = [
    *"一二三四、。，；：（）()〔〕[]《》*１2３\n \u3000",
    *["（一）", "1.", "第一条", "一、", "（1）", "牵头", "配合", "负责", "责任单位：", "以下简称", "以下均需", "不再列出", "各市、县〔区〕人民政府"],
    *["2031年底前", "30%", "5万人次", "《", "国发203140号", "关于", "的通知", "印发", "云中市人民政府", "展开阅读全文", "2、", "— 3 —", "完善制度", "推进落实"],
]  # fmt: skip
policy_like = st.lists(st.sampled_from(PIECES), max_size=120).map("".join)


def check_refusal(error: DomainError) -> None:
    assert error.code.startswith("reading.")
    assert error.what


def answered(text: str) -> ReadDocument | None:
    try:
        read = read_text(text)
    except DomainError as error:
        return check_refusal(error)
    to_json(read)
    for clause in read.clauses:
        assert 0 <= clause.span[0] <= clause.span[1] <= len(text)
        for found in (*clause.attributions, *clause.targets):
            assert 0 <= found.span[0] <= found.span[1] <= len(text)
    return read


@given(st.text(max_size=400))
@settings(max_examples=effort.examples(70, release=150))
def test_any_text(text: str) -> None:
    answered(text)


@given(policy_like)
@settings(max_examples=effort.examples(150, release=300))
def test_text_made_of_the_words_of_policies(text: str) -> None:
    answered(text)
    answered(PLAN + text)


@given(st.integers(min_value=0, max_value=10**9))
@settings(max_examples=effort.examples(70, release=150))
def test_a_plan_cut_and_stirred(seed: int) -> None:
    stirred = random.Random(seed)
    text = PLAN
    for _ in range(stirred.randint(1, 12)):
        a = stirred.randrange(len(text) + 1)
        b = min(len(text), a + stirred.randint(0, 60))
        text = stirred.choice(
            [
                text[:a] + text[b:],
                text[:a] + stirred.choice(PIECES) + text[a:],
                text[:a] + text[a:b] * 2 + text[b:],
                text[a:] + text[:a],
            ]
        )
    answered(text)


@given(
    st.sampled_from(["raw", "txt", "docx", "pdf", "html"]),
    st.integers(min_value=0, max_value=10**9),
    st.binary(max_size=300),
)
@settings(max_examples=effort.examples(50, release=100))
def test_any_bytes(kind: str, seed: int, noise: bytes) -> None:
    whole = {
        "raw": b"",
        "txt": PLAN.encode(),
        "docx": WORD,
        "pdf": PDF,
        "html": f"<html><body><p>{PLAN}</p></body></html>".encode(),
    }[kind]
    place = random.Random(seed).randrange(len(whole) + 1)
    try:
        read_text(text_of(whole[:place] + noise + whole[place + len(noise) :]))
    except DomainError as error:
        check_refusal(error)


WORD = word_file(PLAN)
PDF = pdf_file(PLAN.splitlines())
LARGE = {
    "open brackets": "（" * 60_000,
    "nested brackets": "（" * 30_000 + "）" * 30_000,
    "dots": "目录" + "." * 12_000 + "a",
    "spaces": "一、落实" + " " * 12_000 + "。",
    "line ends": "\n1、" * 15_000,
    "digits": "1" * 60_000,
    "numbers": "1." * 4_000,
    "one list": "（" + "省织造厅、" * 12_000 + "负责）",
    "attributions": "一、落实工作\n" + "（省织造厅负责）责任单位：省灯塔局。" * 3_000,
    "points of one article": "第一条 规范服务。\n" + "（一）落实工作。\n" * 4_000,
    "targets": "（一）培训5万人次，2031年底前完成30%；" * 1_500,
    "labels": "责任单位：" * 8_000,
    "titles": "关于" * 20_000 + "的通知",
    "books": "《" * 40_000,
    "rows of a table": "序号\t任务\t责任单位\n" + "1\t落实工作\t省织造厅\n" * 4_000,
    "heads of tables": "序号\t任务\t责任单位\n" * 8_000,
    "table after clauses": "（一）落实工作。（省织造厅负责）\n" * 800
    + "任务\t责任单位\n"
    + "落实工作\t省织造厅\n" * 800,
    "one cell a line": "序号\n任务\n责任单位\n" * 4_000,
    "spaces between names": "（责任单位：" + "省织造厅 " * 8_000 + "）",
    "numbered names": "责任单位：" + "1.省织造厅；" * 8_000,
    "sentences": "第一条 " + "由省织造厅会同省灯塔局负责，" * 4_000 + "。",
    "headers": "（一）落实工作，完善\n云岭省公报\n— 3 —\n" * 3_000,
    "foot lines": "打印\n关闭\n" * 6_000,
    "labels of a site": "发文字号 发文机关 成文日期 " * 4_000,
    "cut lines": "推进农\n民工工作落实\n" * 4_000,
}


# A rule of the reader that takes too long takes it with most of them.
FIRST, APART = effort.some_of(3)


@pytest.mark.parametrize("name", [*LARGE][FIRST::APART])
def test_large_hostile_texts_end(name: str) -> None:
    answered(LARGE[name])
    answered(PLAN + LARGE[name])
