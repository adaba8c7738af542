"""One test that tries many values, each as if it stood alone, and tells all that fail.

`pytest.mark.parametrize` makes a test of each value, with fixtures of its own. Where these are what costs, `each`
makes them once for all values.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest

Test = Callable[..., None]


def each(
    names: str, values: Iterable[Any], *, told: Callable[..., str] | None = None
) -> Callable[[Test], Test]:
    """Calls the test for each of `values`: for `"form"` a value each, for `"region, id"` a tuple each.

    `told` makes of what the test is given the words that name it in a failure; without it they are written out.
    The rest of what the test takes are fixtures, which all values share.
    """
    listed = names.split(", ")
    given = [value if len(listed) > 1 else (value,) for value in values]

    def told_of(parts: tuple[Any, ...]) -> str:
        return told(*parts) if told else ", ".join(map(str, parts))

    def of(test: Test) -> Test:
        def every(**fixtures: Any) -> None:
            assert given, "there is nothing to try"
            failed: list[tuple[str, BaseException]] = []
            for parts in given:
                try:
                    test(**fixtures, **dict(zip(listed, parts, strict=True)))
                except (Exception, pytest.fail.Exception) as error:
                    failed.append((told_of(parts), error))
            if failed:
                raise all_told(failed, of=len(given)) from failed[0][1]

        functools.update_wrapper(every, test)
        del every.__wrapped__  # type: ignore[attr-defined]
        signature = inspect.signature(test)
        left = [parameter for name, parameter in signature.parameters.items() if name not in listed]
        every.__signature__ = signature.replace(parameters=left)  # type: ignore[attr-defined]
        return every

    return of


def all_told(failed: Sequence[tuple[str, BaseException]], *, of: int) -> AssertionError:
    """One failure that names what failed and how: the words for what was tried, with its error."""
    lines = [f"{words}: {type(error).__name__}: {error}" for words, error in failed]
    return AssertionError(f"{len(failed)} of {of} fail:\n" + "\n".join(lines))
