"""Worked, fictitious people with the answer that a service must give them, kept beside the rules.

Shape of `policies/<region>/<document>/examples/*.yaml`:

    service: residence-permit
    region: "510400"          # where the person asks; the folder's region when absent
    on: 2026-11-21
    person: {离开户籍地: 是}    # what the examples of this file share
    examples:
      - {name: …, facts: {居住月数: 6}, answer: 是, because: 居住月数, boundary: true}

A fact written as 不知道 takes it away from the shared person. `because` names
a fact that one of the deciding reasons must have read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from huigong.catalogue.fields import Fields
from huigong.catalogue.screening import Answer, screen_one
from huigong.catalogue.services import Catalogue
from huigong.directory.offices import OfficeBook
from huigong.kernel import packs
from huigong.kernel.money import Fen, yuan
from huigong.kernel.packs import PackError
from huigong.rules.values import Answer as Known

FILE_KEYS = ("service", "region", "on", "person", "unverified", "examples")
EXAMPLE_KEYS = ("name", "facts", "answer", "because", "on", "amount", "boundary", "nearest")
ANSWERS = {"是": "yes", "否": "no", "不知道": "unknown"}
SAID = {verdict: word for word, verdict in ANSWERS.items()}


@dataclass(frozen=True)
class Example:
    """One worked person: `expected` is yes, no or unknown; `amount` in fen where one is stated."""

    service_id: str
    name: str
    region: str
    on: date
    facts: Mapping[str, object]
    expected: str
    because: str
    amount: Fen | None
    nearest: str
    boundary: bool
    unverified: bool
    source: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.service_id}：{self.name}（{self.region}，{self.on}）"


@dataclass(frozen=True)
class ExampleResult:
    """What the service answered, and in Chinese how that differs from what the example expects."""

    example: Example
    answer: Answer
    differences: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the example came out as written."""
        return not self.differences


def load_examples(policies_folder: Path, *, errors: list[PackError] | None = None) -> tuple[Example, ...]:
    """Every example of every pack; raises `PackError` for one that cannot be read.

    Where `errors` is given, a file that cannot be read is left out and noted there.
    """
    found: list[Example] = []
    for path in sorted(policies_folder.glob("[0-9]*/*/examples/*.yaml")):
        try:
            found.extend(_file(path, str(path.relative_to(policies_folder))))
        except PackError as error:
            if errors is None:
                raise
            errors.append(error)
    return tuple(found)


def run_example(
    example: Example, catalogue: Catalogue, *, offices: OfficeBook | None = None
) -> ExampleResult:
    """Asks the service about the example's person; raises `DomainError` for a fact or service nobody declared."""
    service = catalogue.get(example.service_id, example.region, example.on, unverified=example.unverified)
    values: Mapping[str, Known] = catalogue.facts.parse_values(example.facts)
    found = screen_one(
        service,
        catalogue=catalogue,
        region=example.region,
        on=example.on,
        values=values,
        offices=offices,
        unverified=example.unverified,
    )
    return ExampleResult(example, found, tuple(_differences(example, found)))


def _differences(example: Example, found: Answer) -> list[str]:
    differences = []
    if found.verdict != example.expected:
        differences.append(f"应当答“{SAID[example.expected]}”，答的是“{SAID[found.verdict]}”")
    read = {name for reason in found.explanation.reasons for name in reason.facts}
    if example.because not in read:
        differences.append(f"理由里应当有“{example.because}”，有的是{'、'.join(sorted(read))}")
    if example.amount is not None and example.amount != found.amount_fen:
        differences.append(f"金额应当是{example.amount}分，算出来是{found.amount_fen}分")
    if example.nearest and example.nearest not in (found.nearest or ""):
        differences.append(f"应当说“{example.nearest}”，说的是“{found.nearest}”")
    return differences


def _file(path: Path, file: str) -> list[Example]:
    report = packs.Report()
    loaded = packs.PackFile(path, file).read(report)
    report.refuse()
    head = Fields(loaded, file=file, entry="示例", known=FILE_KEYS)
    return [_example(raw, head, file) for raw in head.items("examples")]


def _example(raw: object, head: Fields, file: str) -> Example:
    fields = Fields(raw, file=file, entry="示例", known=EXAMPLE_KEYS)
    answer = fields.text("answer")
    if answer not in ANSWERS:
        raise fields.wrong("answer", "只能写是、否或不知道")
    amount = fields.text("amount", "")
    return Example(
        service_id=head.text("service"),
        name=fields.text("name"),
        region=head.text("region", file.split("/", 1)[0]),
        on=(fields if "on" in fields.raw else head).day("on"),
        facts=_mapping(head, "person") | _mapping(fields, "facts"),
        expected=ANSWERS[answer],
        because=fields.text("because"),
        amount=yuan(amount) if amount else None,
        nearest=fields.text("nearest", ""),
        boundary=fields.flag("boundary", default=False),
        unverified=head.flag("unverified", default=False),
        source=file,
        line=fields.place.line,
    )


def _mapping(fields: Fields, key: str) -> dict[str, Any]:
    value = fields.raw.get(key) or {}
    if not isinstance(value, dict):
        raise fields.wrong(key, "这里应当是“事实: 值”的形式")
    return dict(value)
