"""No small number is shown, and none can be worked out from what is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huigong.statistics.cells import NOBODY, Cell, hidden, is_small, total

LEAST = 5
_COUNT = st.integers(0, 12)
CELLS = st.dictionaries(st.sampled_from("ABCDEFGH"), st.builds(Cell, _COUNT, _COUNT, _COUNT), min_size=1)


def test_just_below_is_hidden_and_just_the_least_is_shown() -> None:
    others = {"B": Cell(9, 0, 0), "C": Cell(20, 0, 0)}
    assert hidden({"A": Cell(5, 0, 0), **others}, least=LEAST) == frozenset()
    assert hidden({"A": Cell(4, 0, 0), **others}, least=LEAST) == {"A", "B"}, "A is the total less B and C"


def test_nought_gives_nobody_away() -> None:
    assert hidden({"A": NOBODY, "B": Cell(5, 0, 0)}, least=LEAST) == frozenset()


def test_the_few_who_are_not_so_are_hidden_too() -> None:
    cells = {"A": Cell(40, 1, 0), "B": Cell(30, 9, 0), "C": Cell(30, 30, 0)}
    assert "A" in hidden(cells, least=LEAST)


@given(CELLS)
def test_what_is_hidden_cannot_be_worked_out(cells: dict[str, Cell]) -> None:
    gone = hidden(cells, least=LEAST)
    assert not any(is_small(cell, LEAST) for place, cell in cells.items() if place not in gone)
    if gone and len(gone) < len(cells):
        assert len(gone) > 1
        assert not is_small(total(cells[place] for place in gone), LEAST), "the total less all that is shown"


@given(CELLS)
def test_nothing_is_hidden_where_nothing_is_small(cells: dict[str, Cell]) -> None:
    if not any(is_small(cell, LEAST) for cell in cells.values()):
        assert hidden(cells, least=LEAST) == frozenset()
