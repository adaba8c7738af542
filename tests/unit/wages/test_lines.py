"""What a line of money says that takes something back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.wages.worlds import WORKDAYS, A, B, clean, credit, kinds, pay, run, write


@pytest.mark.parametrize(
    ("memo", "credited"),
    [
        ("冲正", 1_200_000),
        ("冲正：错付", 1_200_000),
        ("退款S1", 1_200_000),
        ("", 1_200_000),
        ("冲正S1", 1_199_900),
        ("冲正：S1", 1_199_900),
        ("冲 正 S1", 1_199_900),
        ("错付，冲正流水号Ｓ１", 1_199_900),
    ],
)
def test_a_reversal_names_the_line_that_it_reverses(memo: str, credited: int, tmp_path: Path) -> None:
    world = clean()
    world["bank"].append(credit(A, "-1.00", serial="R1", 附言=memo))
    outcome = run(write(world, tmp_path))
    assert outcome.totals["credited"] == credited
    assert outcome.refused["bank"] == int(credited == 1_200_000)


def test_a_second_line_may_take_days_and_money_back(tmp_path: Path) -> None:
    world = clean()
    world["payroll"] = [
        pay(A, net="6500.00", count=str(len(WORKDAYS) + 2)),
        pay(A, net="-500.00", count="-2"),
        pay(B),
    ]
    outcome = run(write(world, tmp_path))
    assert (outcome.totals["net"], outcome.refused["payroll"], kinds(outcome)) == (1_200_000, 0, {})
