"""The keys that a notice and a way of service may have in a pack, each of which kind."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from huigong.kernel.packs import Shape, speaks
from huigong.kernel.packs.kinds import choice, day, flag, items, line, one, rows, text, texts
from huigong.kernel.packs.shapes import Key, Spot
from huigong.notices.letters import Paper


class FieldKind(StrEnum):
    """What a named field holds; each is written into the letter in one way."""

    TEXT = "text"  # several lines become several paragraphs where it stands alone
    DAY = "day"  # 2026年11月25日
    MONEY = "money"  # fen, written as yuan
    LIST = "list"  # texts, for the one repeat


class Says(StrEnum):
    """What a letter must say; the last three are printed by themselves where there is something to print."""

    FACTS = "事实"
    REASONS = "理由"
    BASIS = "依据"
    ASKED = "要补的内容"
    DECISION = "决定"
    LIMIT = "期限"
    REMEDY = "救济途径和期限"
    OFFICE = "机关"
    DAY = "日期"


class Made(StrEnum):
    """When a letter is made: with the move that owes it, or when somebody asks for it."""

    WITH_MOVE = "with_move"
    ON_REQUEST = "on_request"


def _paper(raw: Any, spot: Spot) -> Any:
    word = choice((Paper.A4, Paper.RECEIPT)).kind(raw, spot)
    return Paper(word) if isinstance(word, str) else word


def _says(raw: Any, spot: Spot) -> Any:
    return choice(Says).kind(raw, spot)


def _example(raw: Any, spot: Spot) -> Any:
    """An invented value, as it would be given."""
    if isinstance(raw, Mapping):
        return spot.wrong("例子要写成文字、日期、整数或者列表")
    return tuple(map(str, raw)) if isinstance(raw, list) else raw


def _fill(raw: Any, spot: Spot) -> Any:
    """One name, or several of which the first that has something counts."""
    return items(line).kind(raw if isinstance(raw, list) else [raw], spot)


FOR = Shape(
    "用在哪里",
    {"procedure": text(), "moves": texts(needed="写哪些步骤发这份文书"), "services": texts()},
)
FIELD = Shape(
    "字段",
    {
        "id": text(),
        "kind": choice(FieldKind, FieldKind.TEXT),
        "required": flag(True),
        "fill": Key(_fill, ()),
        "usual": text(""),
        "ask": flag(False),
        "example": items(_example, needed="写一个虚构的例子，列表里写一个值"),
        "longest": items(_example),
    },
    named="id",
)
PARAGRAPH = Shape(
    "段落",
    {"text": text(), "says": items(_says), "each": text(""), "if": text("")},
)
NOTICE = Shape(
    "文书",
    {
        "id": text(),
        "name": text(said=True),
        "from": day(),
        "until": day(None),
        "for": one(FOR),
        "made": choice(Made, Made.WITH_MOVE),
        "to": texts(),
        "paper": items(_paper, needed="写 [a4]，窗口小票写 [a4, receipt80]"),
        "series": text(),
        "clauses": texts(needed="写这份文书依据的条款"),
        "must": items(_says, needed="写这份文书依法要有的内容"),
        "fields": rows(FIELD, needed="至少写一个字段"),
        "body": rows(PARAGRAPH, needed="至少写一段"),
        "remedy": text(""),
        "signed": flag(True),
        "discreet": text(said=True),
        "serve": texts(needed="写可以怎样送达"),
    },
    named="id",
)
WAY = Shape(
    "送达方式",
    {
        "id": text(),
        "name": text(said=True),
        "happens": text(said=True),
        "after": text(""),
        "clause": text(),
        "verified": flag(True),
        "proof": text(said=True),
        "fails_to": texts(),
        "at_counter": flag(False),
    },
    named="id",
)
WAYS = Shape("送达方式文件", {"ways": rows(WAY, needed="至少写一种")})
speaks("notices", after="procedures", packs=("*/notices/*.yaml", "notices/*.yaml"), shape=NOTICE)
speaks("notices", after="procedures", packs=("*/notices/*.yaml", "notices/*.yaml"), shape=WAYS)
