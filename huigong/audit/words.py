"""What the verbs of events are called: each folder names its own from `AppConfig.ready`, for every reader of the trail."""

from __future__ import annotations

from collections.abc import Mapping

_WORDS: dict[str, str] = {}


def register(words: Mapping[str, str]) -> None:
    """From `AppConfig.ready`: verb → what it is called in Chinese.

    Raises `ValueError` for a verb that has other words already.
    """
    for verb, called in words.items():
        if _WORDS.setdefault(verb, called) != called:
            raise ValueError(f"{verb} is already called {_WORDS[verb]}, not {called}")


def register_missing(words: Mapping[str, str]) -> None:
    """As `register`, but leaves alone a verb that has words: several procedures share verbs and name them differently."""
    for verb, called in words.items():
        _WORDS.setdefault(verb, called)


def in_words(verb: str) -> str:
    """What the verb is called; the verb itself where no installed folder names it."""
    return _WORDS.get(verb, verb)


def everything() -> dict[str, str]:
    """Verb → words, sorted by verb."""
    return dict(sorted(_WORDS.items()))
