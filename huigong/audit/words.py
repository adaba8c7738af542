"""What the verbs of events are called: each folder names its own from `AppConfig.ready`, for every reader of the trail."""

from __future__ import annotations

from collections.abc import Mapping

from huigong.kernel.registries import Registry

_WORDS: Registry[str, str] = Registry("verb")


def register(words: Mapping[str, str]) -> None:
    """From `AppConfig.ready`: verb → what it is called in Chinese.

    Raises `ValueError` for a verb that has other words already.
    """
    for verb, called in words.items():
        _WORDS.add(verb, called)


def register_missing(words: Mapping[str, str]) -> None:
    """As `register`, but leaves alone a verb that has words: several procedures share verbs and name them differently."""
    for verb, called in words.items():
        _WORDS.add_missing(verb, called)


def in_words(verb: str) -> str:
    """What the verb is called; the verb itself where no installed folder names it."""
    return _WORDS.get(verb) or verb


def everything() -> dict[str, str]:
    """Verb → words, sorted by verb."""
    return {verb: _WORDS[verb] for verb in sorted(_WORDS)}
