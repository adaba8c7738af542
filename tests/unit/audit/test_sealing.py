"""Sealing keeps what it hides, and opens only where it was sealed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huigong.audit.sealing import Sealer
from huigong.kernel.errors import DomainError
from huigong.kernel.signing import sm3_hex

KEY, OTHER_KEY = "11" * 32, "22" * 32
CONTEXT = "registry.Person.phone"
# Surrogates are no characters: they cannot be encoded at all.
texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(texts)
def test_what_is_sealed_is_read_back(plain: str) -> None:
    sealer = Sealer(KEY)
    assert sealer.unseal(sealer.seal(plain, context=CONTEXT), context=CONTEXT) == plain


@given(texts)
def test_equal_texts_have_equal_indexes_and_different_seals(plain: str) -> None:
    sealer = Sealer(KEY)
    assert sealer.blind_index(plain, context=CONTEXT) == Sealer(KEY).blind_index(plain, context=CONTEXT)
    assert sealer.seal(plain, context=CONTEXT) != sealer.seal(plain, context=CONTEXT)


def test_the_seal_does_not_show_the_text() -> None:
    token = Sealer(KEY).seal("13800000000", context=CONTEXT)
    assert "13800000000" not in token
    assert token.partition(".")[0] not in KEY


def test_a_text_moved_to_another_field_does_not_open() -> None:
    token = Sealer(KEY).seal("13800000000", context=CONTEXT)
    with pytest.raises(DomainError) as refused:
        Sealer(KEY).unseal(token, context="registry.Person.name")
    assert refused.value.code == "sealing.broken"


def test_a_changed_text_does_not_open() -> None:
    token = Sealer(KEY).seal("13800000000", context=CONTEXT)
    changed = token[:-6] + ("A" if token[-6] != "A" else "B") + token[-5:]
    with pytest.raises(DomainError) as refused:
        Sealer(KEY).unseal(changed, context=CONTEXT)
    assert refused.value.code == "sealing.broken"


@pytest.mark.parametrize("token", ["", "plain text", "ab.cd", "ab.***", "13800000000"])
def test_a_text_that_was_never_sealed_says_so(token: str) -> None:
    with pytest.raises(DomainError) as refused:
        Sealer(KEY).unseal(token, context=CONTEXT)
    assert refused.value.code == "sealing.malformed"


def test_an_old_key_still_opens_after_a_new_one_took_over() -> None:
    old = Sealer(OTHER_KEY).seal("虚构甲", context=CONTEXT)
    both = Sealer(f"{KEY}, {OTHER_KEY}")
    assert both.unseal(old, context=CONTEXT) == "虚构甲"
    assert both.blind_index("虚构甲", context=CONTEXT) == Sealer(KEY).blind_index("虚构甲", context=CONTEXT)
    with pytest.raises(DomainError) as refused:
        Sealer(KEY).unseal(old, context=CONTEXT)
    assert refused.value.code == "sealing.unknown_key"


def test_indexes_differ_by_context_and_by_key() -> None:
    indexes = {
        Sealer(KEY).blind_index("甲", context="a"),
        Sealer(KEY).blind_index("甲", context="b"),
        Sealer(OTHER_KEY).blind_index("甲", context="a"),
    }
    assert len(indexes) == 3


@pytest.mark.parametrize("key", ["", "zz", "11" * 8, f"{KEY},"])
def test_a_key_that_is_too_weak_is_refused(key: str) -> None:
    with pytest.raises(DomainError) as refused:
        Sealer(key)
    assert refused.value.code == "sealing.key"


def test_sm3_of_the_standards_first_example() -> None:
    assert sm3_hex(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
