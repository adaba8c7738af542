"""How the outcome of a public event is written: one spelling, declared before the event, so that nobody can choose among several."""

from __future__ import annotations

import unicodedata

from huigong.kernel.errors import Invalid

DIGIT = "#"
"""Stands for one digit in the form of an outcome; every other sign stands for itself."""
LEAST_DIGITS = 6
"""With fewer, so few outcomes there are that a list can be made which suits most of them."""


def form_of(text: str) -> str:
    """The form as it is kept. Raises `DomainError` (`lot.form`) for one with too few digits or with digits of its own."""
    form = _plain(text)
    if form.count(DIGIT) < LEAST_DIGITS or any(sign.isdigit() for sign in form):
        raise Invalid(
            code="lot.form",
            about="form",
            what="没有写清楚公开事件的结果怎么写",
            why=f"写法要事先定好，每一位数字写一个{DIGIT}，至少{LEAST_DIGITS}位",
            do=f"例如 {' '.join(DIGIT * 2 for _ in range(6))} + {DIGIT * 2}",
        )
    return form


def written_as(form: str, text: str) -> str:
    """The outcome in the one spelling of its form. Raises `DomainError` (`lot.outcome`) for whatever is written otherwise."""
    outcome = _plain(text)
    alike = len(outcome) == len(form) and all(
        (sign in "0123456789") if place == DIGIT else sign == place
        for place, sign in zip(form, outcome, strict=True)
    )
    if not form or not alike:
        raise Invalid(
            code="lot.outcome",
            about="outcome",
            what="公开事件的结果写得不对",
            why=f"开始这一轮的时候定了写法：{form}",
            do="请照这个写法写，不足两位的前面补0",
        )
    return outcome


def _plain(text: str) -> str:
    """Full-width signs as plain ones, one blank between words."""
    return " ".join(unicodedata.normalize("NFKC", text).split())
