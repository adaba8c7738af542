"""The values of a parameter drawn along the years: coordinates here, SVG in the template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huigong.catalogue.parameters import DatedValue
from huigong.portals.desk.parts.looking import place_name
from huigong.rules.values import show

LEFT, WIDTH, RIGHT = 76, 560, 24
ROW, BAR, TOP = 32, 24, 8
AXIS = 22
MOST_TICKS = 8
DIGIT, CHARACTER = 8, 13  # pixels that a digit and a Chinese character take at the drawing's type size


@dataclass(frozen=True)
class Stretch:
    """A value as a bar; `label` is empty where the bar is too short for it."""

    x: int
    y: int
    width: int
    label: str
    title: str
    verified: bool
    in_force: bool

    @property
    def text_x(self) -> int:
        return self.x + 8

    @property
    def text_y(self) -> int:
        return self.y + 17


@dataclass(frozen=True)
class Timeline:
    """Bars in a lane for each region; `here_x` is the day looked at, None when it is off the drawing."""

    width: int
    height: int
    axis_y: int
    stretches: tuple[Stretch, ...]
    lanes: tuple[tuple[int, str], ...]
    ticks: tuple[tuple[int, int], ...]
    here_x: int | None
    bar_height: int = BAR


def timeline(
    values: Sequence[DatedValue], *, measure: str, on: date, now: DatedValue | None
) -> Timeline | None:
    """The drawing, or None without values. A value that still holds runs to the right edge."""
    if not values:
        return None
    first = date(min(value.valid_from.year for value in values), 1, 1)
    ends = [value.valid_until.year for value in values if value.valid_until]
    last = date(max([on.year, *ends]) + 1, 1, 1)

    def across(day: date) -> int:
        inside = min(max(day, first), last)
        return LEFT + (inside - first).days * WIDTH // (last - first).days

    placed = lanes(values)
    stretches = tuple(
        _stretch(
            value,
            x=across(value.valid_from),
            end=across(value.valid_until or last),
            row=row,
            measure=measure,
            now=now,
        )
        for row, (_region, held) in enumerate(placed)
        for value in held
    )
    axis_y = TOP + ROW * len(placed)
    step = -(-(last.year - first.year) // MOST_TICKS)
    return Timeline(
        width=LEFT + WIDTH + RIGHT,
        height=axis_y + AXIS,
        axis_y=axis_y,
        stretches=stretches,
        lanes=tuple((TOP + ROW * row + 17, place_name(region)) for row, (region, _) in enumerate(placed)),
        ticks=tuple((across(date(year, 1, 1)), year) for year in range(first.year, last.year + 1, step)),
        here_x=across(on) if first <= on <= last else None,
    )


def lanes(values: Sequence[DatedValue]) -> list[tuple[str, list[DatedValue]]]:
    """Values side by side in the lane of their region; what overlaps in time gets another lane."""
    rows: list[tuple[str, list[DatedValue]]] = []
    for value in values:
        fitting = next(
            (held for region, held in rows if region == value.region and _after(held[-1], value)), None
        )
        if fitting is None:
            rows.append((value.region, [value]))
        else:
            fitting.append(value)
    return rows


def _after(earlier: DatedValue, later: DatedValue) -> bool:
    return earlier.valid_until is not None and earlier.valid_until < later.valid_from


def _stretch(
    value: DatedValue, *, x: int, end: int, row: int, measure: str, now: DatedValue | None
) -> Stretch:
    label = show(value.value, measure)
    needed = sum(CHARACTER if ord(character) > 127 else DIGIT for character in label) + 16
    width = max(end - x - 2, 2)
    return Stretch(
        x=x,
        y=TOP + ROW * row,
        width=width,
        label=label if needed <= width else "",
        title=f"{label}（{value.valid_from}—{value.valid_until or ''}）",
        verified=value.verified,
        in_force=value == now,
    )
