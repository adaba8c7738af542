"""Values of `pytest.mark.parametrize` that need nothing set up between them are one test of a run.

A test costs about three milliseconds of processor time whatever it does. Where a function takes only its values, and
fixtures that stay for the whole module or run, its tests are folded into one, which tries all values and tells
all that fail. A single one is still run by its own name: `pytest "tests/x.py::test_y[value]"`.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

import pytest

from tests.each import all_told

# What a test may be marked with and be folded: other marks ask pytest or Django for something around each test.
HARMLESS = frozenset(("parametrize", "corpus"))


def fold(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """The tests in their order, those of neighbouring values as one."""
    folded: list[pytest.Item] = []
    for _, neighbours in groupby(items, key=_place):
        together = list(neighbours)
        folded += [_as_one(together)] if len(together) > 1 else together
    return folded


def _place(item: pytest.Item) -> tuple[str, str] | int:
    """What the tests that become one have in common; of each other test something of its own."""
    if isinstance(item, pytest.Function) and isinstance(item.parent, pytest.Module) and _needs_nothing(item):
        return item.parent.nodeid, item.originalname
    return id(item)


def _needs_nothing(item: pytest.Function) -> bool:
    if not hasattr(item, "callspec") or hasattr(item.obj, "hypothesis"):
        return False
    if any(mark.name not in HARMLESS for mark in item.iter_markers()):
        return False
    return set(item.callspec.params) == set(_values(item)) and all(
        name in item.callspec.params or _stays(item, name) for name in item._fixtureinfo.initialnames
    )


def _values(item: pytest.Function) -> Iterator[str]:
    """The names that the test's own marks give values to, where no fixture makes something of these."""
    for mark in item.iter_markers("parametrize"):
        if not mark.kwargs.get("indirect"):
            names = mark.args[0]
            yield from (name.strip() for name in names.split(",")) if isinstance(names, str) else names


def _stays(item: pytest.Function, fixture: str) -> bool:
    """Whether it is made once for many tests, or is one of those that pytest-django puts around each test."""
    if fixture.startswith("_"):
        return True
    made_by = item._fixtureinfo.name2fixturedefs.get(fixture)
    return bool(made_by) and all(each.scope != "function" for each in made_by)


def _as_one(items: Sequence[pytest.Item]) -> pytest.Item:
    """The test that tries the values of all of these."""
    tests = [item for item in items if isinstance(item, pytest.Function)]
    first = tests[0]

    def every(**shared: Any) -> None:
        failed: list[tuple[str, BaseException]] = []
        skipped: list[BaseException] = []
        for test in tests:
            try:
                first.obj(**shared, **test.callspec.params)
            except pytest.skip.Exception as reason:
                skipped.append(reason)
            except (Exception, pytest.fail.Exception) as error:
                failed.append((test.callspec.id, error))
        if failed:
            raise all_told(failed, of=len(tests)) from failed[0][1]
        if len(skipped) == len(tests):
            raise skipped[0]

    every.__doc__ = first.obj.__doc__
    parameters = inspect.signature(first.obj).parameters
    left = [each for name, each in parameters.items() if name not in first.callspec.params]
    every.__signature__ = inspect.Signature(left)  # type: ignore[attr-defined]
    return pytest.Function.from_parent(first.parent, name=first.originalname, callobj=every)
