"""What a worker types is read as the register reads it."""

from __future__ import annotations

import pytest

from huigong.kernel.identity import ResidentId
from huigong.portals.worker.forms import OwnerForm, PersonForm
from tests.unit.portals.worker.visiting import NAME, made_up_number

# 999999 19850312 006 has the check character X.
WITH_X = next(number for serial in range(1, 60) if (number := made_up_number(serial=serial)).endswith("X"))


def spellings(text: str) -> list[str]:
    """The same characters as input methods, phones and copies write them."""
    return [
        f"{text[:3]}\u200b{text[3:]}",
        f"{text[:2]}-{text[2:]}",
        f" {text[:4]} {text[4:]}\u3000",
        text.translate({ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789X"}),
        text.lower(),
        *(text.replace("X", look_like) for look_like in "ХхΧ×Ⅹ"),
    ]


@pytest.mark.parametrize("typed", spellings(WITH_X[-6:]))
def test_the_end_of_a_number_is_read_like_the_whole(typed: str) -> None:
    form = OwnerForm({"ending": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["ending"] == ResidentId.parse(WITH_X[:-6] + typed).number[-6:]


@pytest.mark.parametrize("typed", spellings(WITH_X))
def test_a_number_is_read_whatever_it_is_written_with(typed: str) -> None:
    form = PersonForm({"name": NAME, "resident_number": typed, "hukou_place": "盐边县", "consent": "on"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["resident_number"] == WITH_X
    assert form.cleaned_data["hukou_place"] == "510422"


@pytest.mark.parametrize("typed", ["12345", "1234567", "12345！", "①②③④⑤⑥"])
def test_what_cannot_be_an_ending_is_refused(typed: str) -> None:
    assert OwnerForm({"ending": typed}).errors["ending"] == [
        "要填6位：证件号码的最后6位，身份证的最后一位可能是X。"
    ]
