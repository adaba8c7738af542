"""What is taken away can be verified without us, and every change of it is found."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huigong.kernel import base45, canonical, takeaways
from huigong.kernel.errors import DomainError
from huigong.kernel.signing import Signer
from huigong.kernel.takeaways import Signed, Verdict

SIGNER, STRANGER = (Signer(key * 32, setting="A_KEY") for key in ("11", "22"))
TRUSTED = {SIGNER.public_keys[0].hex()}
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DOCUMENT: dict[str, Any] = {
    "姓名": "虚构甲",
    "拖欠": [{"月份": "2026-01", "分": 320000}],
    "已核": True,
    "备注": None,
}


def sign(document: dict[str, Any] = DOCUMENT, *, signer: Signer = SIGNER) -> Signed:
    return takeaways.sign(document, what="个人信息副本", by="虚构市 惠工平台", now=NOW, signer=signer)


def verdict(signed: Signed) -> Verdict:
    return takeaways.verify(signed, trusted=TRUSTED)


def test_a_whole_file_says_who_when_and_what() -> None:
    seen = verdict(takeaways.read(takeaways.as_json(sign())))
    assert seen.is_good and seen.is_whole
    assert (seen.seal.what, seen.seal.by, seen.seal.at) == (
        "个人信息副本",
        "虚构市 惠工平台",
        "2026-03-02T09:00:00+00:00",
    )


def test_spaces_and_order_are_no_change() -> None:
    loose = json.dumps(json.loads(takeaways.as_json(sign())), indent=4, ensure_ascii=True)
    assert verdict(takeaways.read(loose)).is_good


@pytest.mark.parametrize("change", [{"姓名": "虚构乙"}, {"多": 1}, {"拖欠": []}, {"已核": 1}])
def test_a_changed_content_is_found(change: dict[str, Any]) -> None:
    seen = verdict(replace(sign(), document={**DOCUMENT, **change}))
    assert seen.is_genuine and seen.is_whole is False and not seen.is_good


@pytest.mark.parametrize(
    "change", [{"what": "工资结清证明"}, {"by": "别处"}, {"at": "2026-03-03T09:00:00+00:00"}]
)
def test_a_changed_seal_is_found(change: dict[str, str]) -> None:
    signed = sign()
    assert not verdict(replace(signed, seal=replace(signed.seal, **change))).is_genuine


def test_a_stranger_who_signs_for_us_is_not_known() -> None:
    seen = verdict(sign(signer=STRANGER))
    assert seen.is_genuine and seen.is_whole and not seen.is_known and not seen.is_good


def test_our_name_over_a_strangers_signature_is_forged() -> None:
    signed = sign(signer=STRANGER)
    ours = replace(signed.seal, public=SIGNER.public_keys[0].hex())
    assert not verdict(replace(signed, seal=ours)).is_genuine


class TestCode:
    def test_it_holds_the_document_where_there_is_room(self) -> None:
        signed = takeaways.read(takeaways.payload(sign()))
        assert signed.document == DOCUMENT
        assert verdict(signed).is_good

    def test_it_holds_the_seal_alone_where_there_is_not(self) -> None:
        large = {"行": [f"{number * 7919 % 10007}" for number in range(2000)]}
        text = takeaways.payload(sign(large))
        assert len(text) < takeaways.MOST_IN_CODE
        seen = verdict(takeaways.read(text))
        assert seen.is_good and seen.is_whole is None

    def test_the_drawing_is_a_picture_without_anything_inline(self) -> None:
        drawing = takeaways.qr(sign()).decode()
        assert ElementTree.fromstring(drawing).tag == "{http://www.w3.org/2000/svg}svg"
        assert "style=" not in drawing and "<script" not in drawing

    def test_only_characters_that_a_code_keeps_small(self) -> None:
        assert re.fullmatch(r"[0-9A-Z $%*+\-./:]+", takeaways.payload(sign()))

    @pytest.mark.parametrize("place", [5, 60, 150, -1])
    def test_a_changed_character_is_found(self, place: int) -> None:
        text = takeaways.payload(sign())
        other = "0" if text[place] != "0" else "1"
        at = place % len(text)
        try:
            seen = verdict(takeaways.read(text[:at] + other + text[at + 1 :]))
        except DomainError:
            return
        assert not seen.is_good

    def test_a_code_that_unpacks_to_a_flood_is_refused(self) -> None:
        import zlib

        bomb = bytes(128) + zlib.compress(b'["' + b"a" * 50_000_000 + b'"]', 9)
        with pytest.raises(DomainError):
            takeaways.read(takeaways.MARK + base45.encode(bomb))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "HG1:",
        "HG1:\u4e00",
        "HG1:AAAA",
        '{"document": {}, "seal": {}}',
        '{"a": 1, "a": 2}',
        "[" * 9999,
        "1e5",
    ],
)
def test_what_nobody_signed_is_refused_in_words(text: str) -> None:
    with pytest.raises(DomainError) as error:
        takeaways.read(text)
    assert error.value.do


def test_what_machines_write_differently_is_not_signed() -> None:
    with pytest.raises(TypeError):
        sign({"金额": 12.5})
    with pytest.raises(ValueError, match="aware"):
        takeaways.sign({}, what="a", by="b", now=datetime(2026, 3, 2), signer=SIGNER)


@given(st.binary(max_size=200))
def test_base45_gives_back_what_it_was_given(data: bytes) -> None:
    assert base45.decode(base45.encode(data)) == data


@pytest.mark.parametrize(
    ("plain", "text"), [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"ietf!", "QED8WEX0")]
)
def test_base45_writes_what_its_specification_shows(plain: bytes, text: str) -> None:
    assert base45.encode(plain) == text


@pytest.mark.parametrize("text", ["A", ":::", "GGW", "abc", "::"])
def test_base45_refuses_what_it_never_writes(text: str) -> None:
    with pytest.raises(DomainError):
        base45.decode(text)


def test_one_spelling_for_one_value() -> None:
    assert canonical.written({"乙": [1, True, None], "a": "字"}) == '{"a":"字","乙":[1,true,null]}'
