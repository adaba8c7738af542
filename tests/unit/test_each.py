"""A test of many values fails for each of them that would fail alone, and names it."""

from __future__ import annotations

import pytest

from tests.each import each


@each("number", [1, 2, 3])
def small(number: int) -> None:
    assert number < 2, "too large"


@each("word, length", [("一", 1), ("二", 2), ("三", 0)], told=lambda word, length: f"{word} of {length}")
def long(word: str, length: int, least: int) -> None:
    with pytest.raises(IndexError):
        word[max(length, least)]


@each("number", [])
def none(number: int) -> None:
    raise AssertionError(number)


@each("number", [1, 2])
def test_what_holds_of_each_holds(number: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert number < 3
    assert tmp_path_factory.getbasetemp().exists(), "fixtures are given as to any test"


def test_all_that_fail_are_told() -> None:
    with pytest.raises(AssertionError) as failed:
        small()
    first, *rest = str(failed.value).split("\n")
    assert first == "2 of 3 fail:"
    told = [line.partition("\n")[0] for line in rest if "too large" in line]
    assert told == ["2: AssertionError: too large", "3: AssertionError: too large"]


def test_an_error_that_does_not_come_is_a_failure_and_is_named_in_words() -> None:
    with pytest.raises(AssertionError) as failed:
        long(least=0)
    assert "1 of 3 fail" in str(failed.value)
    assert "三 of 0: Failed: DID NOT RAISE" in str(failed.value)


def test_trying_nothing_is_a_failure() -> None:
    with pytest.raises(AssertionError, match="nothing to try"):
        none()
