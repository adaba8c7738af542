"""Anybody can verify what was published, and a verifier that finds nothing in a wrong result is none."""

from __future__ import annotations

import ast
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from huigong.kernel.errors import DomainError
from huigong.offers import verifying
from huigong.offers.frozen import Frozen, Offer, Reserve, Wish
from huigong.offers.lots import PublicEvent, Revealed, Urn, commitment, seed_of_parties
from huigong.offers.mechanisms import Mechanism
from huigong.offers.mechanisms.allocating import allocate
from huigong.offers.published import document_of, seed_of
from huigong.offers.verifying import verify
from tests import effort
from tests.each import each
from tests.unit.offers.lists import SEED, closed, lists

EVENT = PublicEvent("2027年3月8日福利彩票双色球开奖号码", "03 07 11 19 24 32 + 08")
LOCAL = frozenset({"本乡镇"})
SECRETS = (
    "教育局的密语，一共三十二个字符以上，谁也猜不到的那种，一二三四五六七",
    "家长代表的密语，一共三十二个字符以上，谁也猜不到的那种，七六五四三二一",
)


def published(frozen: Frozen) -> dict[str, Any]:
    source = EVENT if frozen.by_lot else None
    return document_of(allocate(frozen, seed=seed_of(frozen.digest, source)), source)


@settings(max_examples=effort.examples(120, release=800))
@given(lists())
def test_whatever_is_allocated_is_without_a_fault(frozen: Frozen) -> None:
    assert verify(published(frozen), published_digest=frozen.digest) == ()


@settings(max_examples=effort.examples(120, release=800))
@given(lists(), st.data())
def test_whatever_else_is_said_to_be_the_result_is_faulty_or_takes_nothing_from_anybody(
    frozen: Frozen, data: st.DataObject
) -> None:
    """Of the results without a fault the one that was worked out is the best for every entry."""
    assume(frozen.entries)
    document = published(frozen)
    moved = data.draw(st.lists(st.sampled_from(frozen.entries), min_size=1, max_size=3))
    for entry in moved:
        options = [None, *(wish.offer for wish in entry.wishes)]
        document["placed"][entry.id] = data.draw(st.sampled_from(options))
    true = published(frozen)["placed"]
    if not verify(document):
        for entry in frozen.entries:
            wished = [wish.offer for wish in entry.wishes]
            liking = {offer: at for at, offer in enumerate(wished)} | {None: len(wished)}
            assert liking[true[entry.id]] <= liking[document["placed"][entry.id]]


def bays() -> dict[str, Any]:
    frozen = closed(
        Mechanism.LOT,
        [Offer("bays", 2, (Reserve("本乡镇", 1),)), Offer("yard", 1)],
        ("a", [Wish("bays")]),
        ("b", [Wish("bays")]),
        ("c", [Wish("bays", groups=LOCAL)]),
        ("d", [Wish("yard", barred="没有电动车牌")]),
    )
    return published(frozen)


def put(document: dict[str, Any], entry: str, offer: str | None) -> None:
    document["placed"][entry] = offer


def first_outsider(document: dict[str, Any]) -> str:
    return next(entry for entry in document["order"]["bays"] if entry != "c")


def second_outsider(document: dict[str, Any]) -> str:
    return next(entry for entry in reversed(document["order"]["bays"]) if entry != "c")


def exchange(document: dict[str, Any]) -> None:
    put(document, first_outsider(document), None)
    put(document, second_outsider(document), "bays")


def serve_outsiders(document: dict[str, Any]) -> None:
    put(document, "c", None)
    put(document, second_outsider(document), "bays")


FAULTS = [
    ("entry.missing", lambda document: document["placed"].pop("a")),
    ("entry.unknown", lambda document: put(document, "x", None)),
    ("place.wrongful", lambda document: put(document, "d", "yard")),
    ("place.wrongful", lambda document: put(document, "a", "yard")),
    ("capacity.exceeded", lambda document: put(document, second_outsider(document), "bays")),
    ("place.empty", lambda document: put(document, first_outsider(document), None)),
    ("order.envied", exchange),
    ("reserve.unserved", serve_outsiders),
    ("ranks.differ", lambda document: document["order"]["bays"].reverse()),
    ("list.changed", lambda document: document["list"]["entries"][0].update(arrived=9)),
    ("entry.twice", lambda document: document["list"]["entries"].append(document["list"]["entries"][0])),
    ("seed.differs", lambda document: document["seed_from"].update(outcome="01 02")),
    ("seed.unknown", lambda document: document.update(seed_from=None)),
]


@each("code, spoil", FAULTS)
def test_every_fault_is_told(code: str, spoil: Any) -> None:
    document = deepcopy(bays())
    spoil(document)
    assert code in {finding.code for finding in verify(document)}


def test_a_list_changed_together_with_its_digest_differs_from_the_digest_that_was_published() -> None:
    before, other = bays(), closed(Mechanism.LOT, [Offer("bays", 1)], ("friend", [Wish("bays")]))
    findings = verify(published(other), published_digest=before["list_digest"])
    assert [finding.code for finding in findings] == ["list.changed"]


def test_what_is_no_published_file_is_refused_in_words() -> None:
    with pytest.raises(DomainError, match="没法核验"):
        verify({"format": "huigong.allocation/1"})


def test_the_verifier_knows_no_mechanism() -> None:
    tree = ast.parse(Path(verifying.__file__).read_text())
    modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {module for module in modules if module.startswith("huigong")} == {
        "huigong.kernel",
        "huigong.kernel.errors",
        "huigong.kernel.signing",
    }


def revealed(round: str) -> list[Revealed]:
    parties = zip(("教育局", "家长代表"), SECRETS, strict=True)
    return [Revealed(party, secret, commitment(round, party, secret)) for party, secret in parties]


def test_two_parties_make_a_seed_that_neither_chose_and_the_verifier_works_it_out_too() -> None:
    frozen = closed(Mechanism.LOT, [Offer("bays", 1)], ("a", [Wish("bays")]), ("b", [Wish("bays")]))
    told = revealed(frozen.round)
    seed = seed_of_parties(frozen.digest, told, round=frozen.round)
    assert seed == seed_of_parties(frozen.digest, told[::-1], round=frozen.round)
    assert verify(document_of(allocate(frozen, seed=seed), told)) == ()


@each("spoil", [
    lambda told: told[:1],
    lambda told: [told[0], told[0]],
    lambda told: [told[0], Revealed(told[1].party, SECRETS[0], told[1].commitment)],
])  # fmt: skip
def test_a_seed_of_one_party_or_of_another_secret_than_promised_is_refused(spoil: Any) -> None:
    with pytest.raises(DomainError):
        seed_of_parties(SEED, spoil(revealed("r")), round="r")


def test_a_secret_committed_to_for_one_round_is_good_for_no_other() -> None:
    with pytest.raises(DomainError, match="对不上"):
        seed_of_parties(SEED, revealed("r"), round="s")


def test_a_lot_depends_on_its_own_entry_and_offer_alone() -> None:
    """SM3 of three lines, so that anybody can work it out with a common tool."""
    from huigong.kernel.signing import sm3_hex

    assert Urn(SEED, "bays").lot("a").hex() == sm3_hex(f"{SEED}\nbays\na".encode())
