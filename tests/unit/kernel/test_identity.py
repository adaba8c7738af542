"""Resident numbers, phone numbers, credit codes, and how they are hidden."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huigong.kernel.errors import DomainError
from huigong.kernel.identity import (
    ResidentId,
    Sex,
    age_on,
    check_character,
    mask_name,
    mask_phone,
    mask_resident_id,
    normalise_phone,
    normalise_uscc,
)

NOWHERE = "999999"  # no such region, so no such person


def number(born="19800229", order="001"):
    body = f"{NOWHERE}{born}{order}"
    return body + check_character(body)


@pytest.mark.parametrize(("body", "check"), [("11010519491231002", "X"), ("44052418800101001", "4")])
def test_check_characters_of_the_standards_own_samples(body, check):  # GB 11643-1999 (X01)
    assert check_character(body) == check


def test_a_number_tells_birth_sex_and_region():
    person = ResidentId.parse(number(born="19800229", order="002"))

    assert (person.born, person.sex) == (date(1980, 2, 29), Sex.FEMALE)
    assert ResidentId.parse(number(order="003")).sex is Sex.MALE


def test_an_unknown_region_is_no_reason_to_refuse():
    assert ResidentId.parse(number()).number.startswith(NOWHERE)


def test_full_width_lower_case_and_spaces_are_understood():
    ends_in_x = next(n for n in (number(order=f"{k:03}") for k in range(100)) if n.endswith("X"))
    full_width = ends_in_x.translate({ord(a): ord(a) + 0xFEE0 for a in "0123456789"})

    assert ResidentId.parse(ends_in_x.lower()).number == ends_in_x
    assert ResidentId.parse(full_width).number == ends_in_x
    assert ResidentId.parse(f" {ends_in_x[:6]} {ends_in_x[6:14]}-{ends_in_x[14:]}").number == ends_in_x


@pytest.mark.parametrize("length", [15, 16, 17])
@pytest.mark.parametrize("born", ["20050307", "20101231", "19800229", "20120102"])
def test_a_number_cut_short_is_never_another_person(born, length):
    """The first 15 characters of 2001–2012 births read as a date of the 1920s."""
    with pytest.raises(DomainError) as refused:
        ResidentId.parse(number(born=born)[:length])

    assert refused.value.code == "identity.length"
    assert f"少了{18 - length}位" in refused.value.what


def test_an_old_number_is_refused_with_the_way_to_a_present_one():
    with pytest.raises(DomainError) as refused:
        ResidentId.parse(f"{NOWHERE}800229001")

    assert "停用" in refused.value.why
    assert "窗口" in refused.value.do


@pytest.mark.parametrize("look", "xX×Ⅹⅹ✕ХΧｘ")
def test_what_looks_like_the_letter_x_is_one(look):
    ends_in_x = next(n for n in (number(order=f"{k:03}") for k in range(100)) if n.endswith("X"))

    assert ResidentId.parse(ends_in_x[:-1] + look).number == ends_in_x


@pytest.mark.parametrize("separator", [" ", "\u3000", "-", "—", "\u2212", "\u200b", "\ufeff", "\t"])
def test_separators_and_unseen_characters_are_left_out(separator):
    whole = number()

    assert ResidentId.parse(separator.join((whole[:6], whole[6:14], whole[14:]))).number == whole
    assert normalise_phone(separator.join(("138", "0000", "0000"))) == "13800000000"


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("12345", "identity.length", "5位"),
        (number()[:-1], "identity.length", "17位"),
        (number()[:3] + "O" + number()[4:], "identity.character", "第4位“O”"),
        (number() + "1", "identity.length", "多了1位"),
        ("", "identity.length", "没有填写"),
        ("\u200b", "identity.length", "没有填写"),
        (number()[:9] + "①" + number()[10:], "identity.character", "第10位“①”"),
        (number(born="18500101"), "identity.date", "1850年"),
        (number(born="00010101"), "identity.date", "0001年"),
        (number(born="29900101"), "identity.date", "2990年"),
        (number()[:6] + "19810229" + number()[14:], "identity.date", "1981年02月29日"),
        (number()[:17] + ("0" if number()[17] != "0" else "1"), "identity.checksum", "校验码"),
    ],
)
def test_a_refusal_names_what_is_wrong(text, code, told):
    with pytest.raises(DomainError) as refused:
        ResidentId.parse(text)

    assert refused.value.code == code
    assert told in refused.value.what
    assert refused.value.do


@given(
    st.integers(0, 16), st.integers(1, 9), st.dates(date(1930, 1, 1), date(2026, 1, 1)), st.integers(1, 999)
)
def test_one_wrong_digit_never_passes_as_the_same_person(place, shift, born, order):
    right = number(born=born.strftime("%Y%m%d"), order=f"{order:03}")
    wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]

    with pytest.raises(DomainError):
        ResidentId.parse(wrong)


def test_a_number_prints_masked():
    person = ResidentId.parse(number())

    assert person.number[6:14] not in str(person)
    assert person.number[6:14] not in repr(person)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2000, 6, 2), date(2016, 6, 1), 15),
        (date(2000, 6, 2), date(2016, 6, 2), 16),
        (date(2000, 2, 29), date(2018, 2, 27), 17),
        (date(2000, 2, 29), date(2018, 2, 28), 18),  # common year: the month's last day
        (date(2000, 2, 29), date(2020, 2, 28), 19),  # leap year: the day itself
        (date(2000, 2, 29), date(2020, 2, 29), 20),
        (date(2016, 6, 2), date(2016, 6, 2), 0),
    ],
)
def test_age(born, day, age):
    assert age_on(born, day) == age


def test_age_before_birth_is_refused():
    with pytest.raises(DomainError) as refused:
        ResidentId.parse(number()).age_on(date(1970, 1, 1))

    assert refused.value.code == "identity.not_born"


@pytest.mark.parametrize(
    "text",
    [
        "13800000000",
        "+86 138-0000-0000",
        "0086 13800000000",
        "8613800000000",
        "(+86) 138 0000 0000",
        "013800000000",
        "１３８００００００００",
        "＋８６１３８００００００００",
        "138.0000.0000",
        "١٣٨٠٠٠٠٠٠٠٠",
    ],
)
def test_phones_are_made_alike(text):
    assert normalise_phone(text) == "13800000000"


@pytest.mark.parametrize(
    "text", ["1380000000", "12800000000", "0416-1234567", "138000000001", "", "13800000000\n1", "①3800000000"]
)
def test_a_phone_that_is_no_mobile_number_is_refused(text):
    with pytest.raises(DomainError) as refused:
        normalise_phone(text)

    assert refused.value.code == "identity.phone"


@pytest.mark.parametrize("text", ["91350100M000100Y43", "91350100m000100y43", " 9135 0100 M000 100Y 43"])
def test_credit_codes_of_the_standards_sample(text):  # GB 32100-2015 (X02)
    assert normalise_uscc(text) == "91350100M000100Y43"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("91350100M000100Y4", "identity.uscc_length"),
        ("91350100I000100Y43", "identity.uscc_character"),
        ("91350100M000100Y44", "identity.uscc_checksum"),
    ],
)
def test_a_wrong_credit_code_is_refused(text, code):
    with pytest.raises(DomainError) as refused:
        normalise_uscc(text)

    assert refused.value.code == code


def test_village_collectives_have_letters_in_front():
    from stdnum.cn import uscc

    body = "N2999999000000000"

    assert normalise_uscc(body + uscc.calc_check_digit(body)).startswith("N2")


def test_masks():
    assert mask_resident_id("999999198002290010") == "999***********0010"
    assert mask_resident_id("12345") == "*****"
    assert mask_resident_id("B1234567") == "B******7", "of a passport no more than a third stays"
    assert mask_phone("13800001234") == "138****1234"
    assert [mask_name(name) for name in ("虚甲", "虚构甲", "买买提·虚构", "甲", "")] == [
        "虚*",
        "虚**",
        "买**·**",
        "*",
        "",
    ]
