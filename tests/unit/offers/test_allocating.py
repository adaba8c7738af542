"""Who gets which place, whatever the list."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from huigong.offers.frozen import Entry, Frozen, Offer, Reserve, Wish, checked, read
from huigong.offers.mechanisms import Mechanism, Ties
from huigong.offers.mechanisms.allocating import Allocation, allocate
from huigong.offers.mechanisms.choosing import Held
from huigong.offers.mechanisms.following import Waiting, next_of
from tests import effort
from tests.each import each
from tests.unit.offers.lists import GROUPS, SEED, closed, lists


def test_a_queue_serves_whoever_came_first_within_a_tier() -> None:
    bays = [Offer("bays", 2)]
    frozen = closed(
        Mechanism.QUEUE,
        bays,
        ("early", [Wish("bays", tier=1)]),
        ("late", [Wish("bays", tier=1)]),
        ("disabled", [Wish("bays", tier=0)]),
    )
    allocation = allocate(frozen, seed=SEED)
    assert allocation.placed == {"disabled": "bays", "early": "bays"}
    assert allocation.ranks["bays"] == {"disabled": 1, "early": 2, "late": 3}


def test_more_points_go_first_and_equal_points_are_decided_by_who_came_first_where_the_list_says_so() -> None:
    frozen = closed(
        Mechanism.POINTS,
        [Offer("flats", 1)],
        ("few", [Wish("flats", points=10)]),
        ("many", [Wish("flats", points=30)]),
        ("as-many", [Wish("flats", points=30)]),
        ties=Ties.ARRIVED,
    )
    assert list(allocate(frozen).ranks["flats"]) == ["many", "as-many", "few"]


def test_a_reserved_place_goes_to_its_group_and_an_unused_one_to_everybody() -> None:
    offer = Offer("bays", 2, (Reserve("本乡镇", 1), Reserve("残疾", 1)))
    frozen = closed(
        Mechanism.POINTS,
        [offer],
        ("outside-30", [Wish("bays", points=30)]),
        ("outside-20", [Wish("bays", points=20)]),
        ("local-10", [Wish("bays", points=10, groups=frozenset({"本乡镇"}))]),
    )
    assert set(allocate(frozen, seed=SEED).placed) == {"outside-30", "local-10"}


def test_one_person_fills_one_reserved_place() -> None:
    """Who belongs to both groups is not counted for both."""
    offer = Offer("bays", 2, (Reserve("本乡镇", 1), Reserve("残疾", 1)))
    both, local = frozenset({"本乡镇", "残疾"}), frozenset({"本乡镇"})
    frozen = closed(
        Mechanism.POINTS,
        [offer],
        ("both", [Wish("bays", points=30, groups=both)]),
        ("nobody", [Wish("bays", points=20)]),
        ("local", [Wish("bays", points=10, groups=local)]),
    )
    assert set(allocate(frozen, seed=SEED).placed) == {"both", "local"}


def test_naming_the_dearest_wish_first_costs_nobody_the_second() -> None:
    """Under a plain first-wish-first rule B would lose the second school to C, who named it first and stands behind."""
    frozen = closed(
        Mechanism.MATCH,
        [Offer("first", 1), Offer("second", 1)],
        ("A", [Wish("first", points=30)]),
        ("B", [Wish("first", points=20), Wish("second", points=20)]),
        ("C", [Wish("second", points=10)]),
    )
    assert allocate(frozen, seed=SEED).placed == {"A": "first", "B": "second"}


def test_where_both_sides_choose_the_offering_sides_order_counts_and_nobody_is_made_to_take_who_is_barred() -> (
    None
):
    frozen = closed(
        Mechanism.MUTUAL,
        [Offer("shop", 1), Offer("farm", 1)],
        ("A", [Wish("shop", tier=1), Wish("farm", tier=0)]),
        ("B", [Wish("shop", tier=0), Wish("farm", tier=1)]),
        ("C", [Wish("shop", barred="单位没有选"), Wish("farm", tier=2)]),
    )
    assert allocate(frozen, seed=SEED).placed == {"A": "farm", "B": "shop"}


@settings(max_examples=effort.examples(80, release=400))
@given(lists(), st.randoms())
def test_the_result_is_the_same_in_whatever_order_the_list_stands_and_after_it_was_written_and_read(
    frozen: Frozen, shuffled: object
) -> None:
    checked(frozen)
    result = allocate(frozen, seed=SEED)
    entries, offers = list(frozen.entries), list(frozen.offers)
    shuffled.shuffle(entries), shuffled.shuffle(offers)  # type: ignore[attr-defined]
    other = replace(frozen, entries=tuple(entries), offers=tuple(offers))
    assert other.digest == frozen.digest
    for again in (allocate(other, seed=SEED), allocate(read(frozen.document), seed=SEED)):
        assert (again.placed, again.ranks) == (result.placed, result.ranks)


@settings(max_examples=effort.examples(80, release=400))
@given(lists(), st.data())
def test_striking_an_entry_moves_nobody_else_in_any_order(frozen: Frozen, data: st.DataObject) -> None:
    if frozen.entries:
        struck = data.draw(st.sampled_from(frozen.entries))
        left = replace(frozen, entries=tuple(entry for entry in frozen.entries if entry is not struck))
        before, after = allocate(frozen, seed=SEED).ranks, allocate(left, seed=SEED).ranks
        for offer, ranks in before.items():
            assert list(after[offer]) == [entry for entry in ranks if entry != struck.id]


@settings(max_examples=effort.examples(60, release=400))
@given(lists(), st.data())
def test_nobody_gains_by_naming_other_wishes_than_the_true_ones(frozen: Frozen, data: st.DataObject) -> None:
    """Proposers are strict, so deferred acceptance is proof against it."""
    if not frozen.entries:
        return
    at = data.draw(st.integers(0, len(frozen.entries) - 1))
    entry = frozen.entries[at]
    claimed = data.draw(st.permutations(entry.wishes))[: data.draw(st.integers(0, len(entry.wishes)))]
    lied = replace(frozen, entries=_replaced(frozen, at, replace(entry, wishes=tuple(claimed))))
    assert _liking(entry, allocate(lied, seed=SEED)) >= _liking(entry, allocate(frozen, seed=SEED))


def _replaced(frozen: Frozen, at: int, entry: Entry) -> tuple[Entry, ...]:
    return (*frozen.entries[:at], entry, *frozen.entries[at + 1 :])


def _liking(entry: Entry, allocation: Allocation) -> int:
    """0 for the dearest wish; as many as there are wishes for nothing."""
    got = allocation.placed.get(entry.id)
    wished = [wish.offer for wish in entry.wishes]
    return wished.index(got) if got else len(wished)


PEOPLE = st.lists(st.frozensets(st.sampled_from(GROUPS)), max_size=7)


@settings(max_examples=effort.examples(100, release=500))
@given(PEOPLE, st.lists(st.integers(0, 2), min_size=3, max_size=3), st.integers(0, 2), st.randoms())
def test_an_offer_holds_the_best_set_whatever_the_order_in_which_people_came(
    people: list[frozenset[str]], at_least: list[int], more: int, shuffled: object
) -> None:
    """Against trying every set: the most reserved places filled, then those who stand first."""
    reserves = tuple(Reserve(group, count) for group, count in zip(GROUPS, at_least, strict=True))
    offer = Offer("bays", sum(at_least) + more, reserves)
    came = list(enumerate(people))
    shuffled.shuffle(came)  # type: ignore[attr-defined]
    held, kept = Held(offer), set(range(len(people)))
    for rank, groups in came:
        gone = held.take(rank, groups)
        if gone is not None:
            kept.discard(gone)
    size = min(offer.capacity, len(people))
    sets = [set(chosen) for chosen in combinations(range(len(people)), size)]
    assert kept == min(sets, key=lambda chosen: (-_seats(chosen, people, offer), sorted(chosen)))


def _seats(chosen: set[int], people: list[frozenset[str]], offer: Offer) -> int:
    """By trying: how many reserved places these can fill."""
    seats = [reserve.group for reserve in offer.reserves for _ in range(reserve.at_least)]

    def best(at: int, left: tuple[str, ...]) -> int:
        if at == len(order) or not left:
            return 0
        ways = [
            1 + best(at + 1, left[:number] + left[number + 1 :])
            for number, group in enumerate(left)
            if group in people[order[at]]
        ]
        return max([best(at + 1, left), *ways])

    order = sorted(chosen)
    return best(0, tuple(seats))


@each(
    "holding, expected",
    [
        ([{"本乡镇"}, set()], None),
        ([set()], "local"),
        ([{"本乡镇"}], "first"),
        ([], "local"),
    ],
)
def test_a_freed_place_goes_to_the_list_and_a_reserved_one_to_its_group(
    holding: list[set[str]], expected: str | None
) -> None:
    offer = Offer("bays", 2, (Reserve("本乡镇", 1),))
    waiting = [
        Waiting("first", frozenset()),
        Waiting("local", frozenset({"本乡镇"})),
        Waiting("refused", frozenset({"本乡镇"})),
    ]
    following = next_of(offer, holding, waiting)
    assert (following and following.entry) == expected
