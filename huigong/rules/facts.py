"""The dictionary of facts: what rules may know, how a worker is asked, and who can verify it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from huigong.kernel.errors import DomainError
from huigong.rules import bounds, check, parse, relatives
from huigong.rules.errors import Place, RuleError, nearest_name, unknown_name
from huigong.rules.grammar import FUNCTIONS
from huigong.rules.marked import load, load_file, place_of
from huigong.rules.nodes import Fact, depth, fact_names
from huigong.rules.reading import parse_value, written_value
from huigong.rules.spans import months_after
from huigong.rules.tokens import KEYWORDS
from huigong.rules.values import FEN, MONTHS, Answer, Type

__all__ = ["Fact", "FactDictionary", "parse_value", "written_value"]

_WORDS = ("question", "measure", "phrase", "not_phrase", "attain", "help", "derived")
_KEYS = ("type", "values", "verified_by", "good_for", "counted", *bounds.KEYS, *_WORDS)


class FactDictionary(Mapping[str, Fact]):
    """All declared facts by name, in the order of the file; derived facts carry their trees.

    `related` holds the facts of someone related: `监护人.持有居住证` → (`监护人`, `持有居住证`).
    `counted` says which facts are totals of a household: `子女数` → `子女`.
    """

    def __init__(
        self,
        facts: Mapping[str, Fact],
        *,
        places: Mapping[str, Place] | None = None,
        counted: Mapping[str, str] | None = None,
    ) -> None:
        self._places = dict(places or {})
        self.related = relatives.related(facts)
        self.counted = dict(counted or {})
        self._facts = self._with_derivations(dict(facts))

    @classmethod
    def load(cls, path: Path | str) -> FactDictionary:
        """The dictionary in a YAML file; raises `RuleError` with the place of what is wrong."""
        return cls.read(load_file(Path(path)))

    @classmethod
    def loads(cls, text: str, *, file: str = "") -> FactDictionary:
        """The dictionary in YAML text."""
        return cls.read(load(text, file=file))

    @classmethod
    def read(cls, content: object) -> FactDictionary:
        """The dictionary in a loaded YAML mapping of name to declaration."""
        if not isinstance(content, dict):
            raise RuleError(
                "facts.not_a_mapping", what="事实文件应当是“名称：说明”的列表", place=place_of(content)
            )
        places = {str(name): place_of(name) or Place() for name in content}
        facts = {str(name): _fact(str(name), body, places[str(name)]) for name, body in content.items()}
        for fact in facts.values():
            for taken in set(fact.values) & set(facts):
                raise RuleError("facts.name_taken", what=f"“{taken}”既是事实又是选项", place=places[taken])
            relatives.check_related(fact, facts, places[fact.name])
        types = {name: fact.type for name, fact in facts.items()}
        bounds.check_names({name: fact.bounds for name, fact in facts.items()}, types, places)
        counted = {str(name): body["counted"] for name, body in content.items() if "counted" in body}
        for name, word in counted.items():
            relatives.check_counted(facts[name], word, place_of(word, places[name]))
        return cls(facts, places=places, counted=counted)

    def __getitem__(self, name: str) -> Fact:
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def named(self, name: str) -> Fact:
        """The fact called `name`; raises `DomainError` that proposes the nearest name."""
        if name in self._facts:
            return self._facts[name]
        raise unknown_name("facts.unknown", kind="事实", name=name, known=self._facts, place=place_of(name))

    def parse_values(self, raw: Mapping[str, object], *, today: date | None = None) -> dict[str, Answer]:
        """What people wrote, as typed values; raises `DomainError` for the first that cannot be read or cannot be.

        `today` None leaves out the bounds that depend on the day.
        """
        values = {str(name): parse_value(self.named(str(name)), word) for name, word in raw.items()}
        bounds.require_possible(self, values, today=today)
        return values

    def _with_derivations(self, facts: dict[str, Fact]) -> dict[str, Fact]:
        derived = {name: fact for name, fact in facts.items() if fact.derived}
        needs = {}
        for name, fact in derived.items():
            tree = parse.parse_expression(fact.derived, facts=facts, where=self._places.get(name))
            needs[name] = set(fact_names(tree)) & set(derived)
        try:
            order = list(TopologicalSorter(needs).static_order())
        except CycleError as error:
            circle = " → ".join(error.args[1])
            raise RuleError(
                "facts.cycle",
                what=f"事实互相推算，绕成了圈：{circle}",
                place=self._places.get(error.args[1][0]),
            ) from None
        for name in order:
            facts[name] = self._derive(derived[name], facts)
        return facts

    def _derive(self, fact: Fact, facts: Mapping[str, Fact]) -> Fact:
        place = self._places.get(fact.name)
        tree = parse.parse_expression(fact.derived, facts=facts, where=place_of(fact.derived, place))
        found = check.shape(tree, None)
        if (found.type, found.measure) != (fact.type, fact.measure):
            raise RuleError(
                "facts.derived_type",
                what=f"“{fact.name}”登记为{fact.type.chinese}{fact.measure}，推算出来却是{found}",
                place=place,
            )
        if depth(tree) > 100:
            raise RuleError("facts.derived_depth", what=f"“{fact.name}”的推算套得太深", place=place)
        return replace(fact, derivation=tree)


def _fact(name: str, body: Any, place: Place) -> Fact:
    if not isinstance(body, dict):
        raise RuleError("facts.not_a_mapping", what=f"“{name}”下面要写 type 和 question", place=place)
    for key in body:
        if key not in _KEYS:
            suggestion = nearest_name(str(key), _KEYS)
            raise RuleError(
                "facts.unknown_key",
                what=f"“{name}”里不认识“{key}”",
                do=f"是不是“{suggestion}”？" if suggestion else "",
                place=place_of(key, place),
                suggestion=suggestion,
            )
    kind = _type(name, body.get("type"), place)
    values = tuple(str(value) for value in body.get("values") or ())
    for one in (name, *values):
        _check_name(one, place)
    if (kind is Type.ENUM) != bool(values):
        raise RuleError("facts.values", what=f"“{name}”：enum 要列出 values，其他类型不要列", place=place)
    if kind is Type.DECIMAL and body.get("measure") == FEN:
        raise RuleError("facts.money", what=f"“{name}”：金额的 type 写 int，按分计", place=place)
    words: dict[str, Any] = {key: body.get(key) or "" for key in _WORDS}
    if not all(isinstance(word, str) for word in words.values()) or not words["question"]:
        raise RuleError("facts.question", what=f"“{name}”要有一句 question，各项都写成文字", place=place)
    return Fact(
        name=name,
        type=kind,
        values=values,
        verified_by=tuple(str(word) for word in body.get("verified_by") or ()),
        good_for_months=_months(name, body.get("good_for"), place),
        bounds=bounds.read(name, kind, body, place),
        **words,
    )


def _type(name: str, word: object, place: Place) -> Type:
    try:
        return Type(str(word))
    except ValueError:
        known = [one.value for one in Type]
        suggestion = nearest_name(str(word), known)
        raise RuleError(
            "facts.type",
            what=f"“{name}”的 type 写的是“{word}”",
            do=f"请写 {'、'.join(known)} 之一",
            place=place_of(word, place),
            expected="、".join(known),
            suggestion=suggestion,
        ) from None


def _check_name(name: str, place: Place) -> None:
    if name in KEYWORDS or name in FUNCTIONS:
        raise RuleError("facts.reserved_name", what=f"“{name}”是规则语言自己的词，不能作名称", place=place)
    provisional = {name: Fact(name, Type.BOOL)}
    try:
        named = fact_names(parse.parse_expression(name, facts=provisional)) == (name,)
    except DomainError:
        named = False
    if not named:
        raise RuleError(
            "facts.name",
            what=f"“{name}”不能作事实或选项的名称",
            do="名称用汉字、字母和数字，不能以数字开头",
            place=place,
        )


def _months(name: str, wording: object, place: Place) -> int | None:
    if wording is None:
        return None
    number = str(wording).removesuffix("个月").strip()
    if not number.isdecimal() or len(number) > 4:
        raise RuleError(
            "facts.good_for", what=f"“{name}”的 good_for 请写成“12个月”", place=place, expected=f"{MONTHS}数"
        )
    return int(number)


def stale_from(fact: Fact, *, verified_on: date) -> date | None:
    """The day from which a value verified on `verified_on` must be verified again; None where it does not age."""
    return None if fact.good_for_months is None else months_after(verified_on, fact.good_for_months)
