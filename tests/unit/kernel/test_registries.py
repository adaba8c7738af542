"""Registered twice has one meaning: the same is harmless, another under the same name is refused with both."""

from __future__ import annotations

import pytest

from huigong.kernel.registries import Registered, Registry


def says_yes() -> bool:
    return True


def says_no() -> bool:
    return False


def test_the_same_again_is_harmless_and_the_order_is_that_of_registration() -> None:
    registry: Registry[str, int] = Registry("number")
    for name, number in (("two", 2), ("one", 1), ("two", 2)):
        assert registry.add(name, number) == number
    assert (tuple(registry), registry.values()) == (("two", "one"), (2, 1))


def test_another_value_under_a_name_that_is_taken_is_refused_and_both_are_named() -> None:
    registry = Registry("answer", {"answer": says_yes})
    assert registry.takes("answer", says_no)
    assert not registry.takes("answer", says_yes)
    with pytest.raises(ValueError, match=r"answer .*registered twice.*says_yes.*says_no"):
        registry.add("answer", says_no)
    assert registry["answer"] is says_yes
    assert registry.add_missing("answer", says_no) is says_yes


def test_what_is_forgotten_may_be_registered_anew() -> None:
    registry = Registry("answer", {"answer": says_yes})
    registry.forget("answer")
    assert "answer" not in registry
    assert registry.get("answer") is None
    registry.add("answer", says_no)
    with pytest.raises(KeyError):
        registry.forget("question")


def test_what_has_no_name_is_known_once() -> None:
    known = Registered([says_yes])
    for check in (says_no, says_yes, says_no):
        known.add(check)
    assert list(known) == [says_yes, says_no]
    for check in known:
        known.forget(check)
    assert list(known) == []
