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

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from huigong.catalogue.screening import Answer, screen_one
from huigong.catalogue.services import Catalogue
from huigong.directory.offices import OfficeBook
from huigong.kernel.errors import DomainError
from huigong.kernel.money import Fen, yuan
from huigong.kernel.packs import Entry, Kept, PackFile, Place, Report, Shape, files
from huigong.kernel.packs.kinds import as_written, choice, day, flag, mapped, rows, text
from huigong.rules.values import Answer as Known

ANSWERS = {"是": "yes", "否": "no", "不知道": "unknown", "已经有了": "held"}
SAID = {verdict: word for word, verdict in ANSWERS.items()}
EXAMPLE = Shape(
    "示例",
    {
        "name": text(),
        "facts": mapped(as_written),
        "answer": choice(ANSWERS),
        "because": text(),
        "on": day(None),
        "amount": text(""),
        "boundary": flag(False),
        "nearest": text(""),
        "step": text(""),
    },
    named="name",
)
EXAMPLES = Shape(
    "示例",
    {
        "service": text(),
        "region": text(""),
        "on": day(None),
        "person": mapped(as_written),
        "unverified": flag(False),
        "examples": rows(EXAMPLE),
    },
)


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
    step: str
    boundary: bool
    unverified: bool
    source: str
    place: Place = field(default=Place(), compare=False, repr=False)

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


def read_examples(policies_folder: Path, report: Report) -> tuple[Example, ...]:
    """Every example that is well formed; what is wrong with others is put into the report."""
    return tuple(
        example
        for file in files(policies_folder, "*/examples/*.yaml")
        if (raw := file.read(report)) is not None
        for example in _file(raw, file, report)
    )


examples = Kept(read_examples)
"""The examples of the installed packs, read once; another folder may be named."""


def run_example(
    example: Example, catalogue: Catalogue, *, offices: OfficeBook | None = None
) -> ExampleResult:
    """Asks the service about the example's person; raises `DomainError` for a fact or service nobody declared."""
    service = catalogue.get(example.service_id, example.region, example.on, unverified=example.unverified)
    values: Mapping[str, Known] = catalogue.facts.parse_values(example.facts)
    answer = screen_one(
        service,
        catalogue=catalogue,
        region=example.region,
        on=example.on,
        values=values,
        offices=offices,
        unverified=example.unverified,
    )
    return ExampleResult(example, answer, tuple(_differences(example, answer)))


def _differences(example: Example, answer: Answer) -> list[str]:
    differences = []
    if answer.verdict != example.expected:
        differences.append(f"应当答“{SAID[example.expected]}”，答的是“{SAID[answer.verdict]}”")
    read = {name for reason in answer.explanation.reasons for name in reason.facts}
    if example.because not in read:
        differences.append(f"理由里应当有“{example.because}”，有的是{'、'.join(sorted(read))}")
    if example.amount is not None and example.amount != answer.amount_fen:
        differences.append(f"金额应当是{example.amount}分，算出来是{answer.amount_fen}分")
    if example.nearest and example.nearest not in (answer.nearest or ""):
        differences.append(f"应当说“{example.nearest}”，说的是“{answer.nearest}”")
    if example.step and not any(example.step in step for step in answer.steps):
        differences.append(f"可以先做的应当有“{example.step}”，有的是{'、'.join(answer.steps)}")
    return differences


def _file(raw: object, file: PackFile, report: Report) -> Iterator[Example]:
    head = EXAMPLES.read(raw, report=report, place=Place(file.name))
    if head is None:
        return
    for entry in head["examples"]:
        before = len(report.errors)
        example = _example(entry, head, file)
        if len(report.errors) == before:
            yield example


def _example(entry: Entry, head: Entry, file: PackFile) -> Example:
    on = entry["on"] or head["on"]
    if on is None:
        entry.wrong("on", "没有写是哪一天", "例如 on: 2026-11-21，写在文件开头或这个示例里")
    return Example(
        service_id=head["service"],
        name=entry["name"],
        region=head["region"] or file.region,
        on=on,
        facts=head["person"] | entry["facts"],
        expected=ANSWERS[entry["answer"]],
        because=entry["because"],
        amount=_amount(entry),
        nearest=entry["nearest"],
        step=entry["step"],
        boundary=entry["boundary"],
        unverified=head["unverified"],
        source=file.name,
        place=entry.place,
    )


def _amount(entry: Entry) -> Fen | None:
    if not entry["amount"]:
        return None
    try:
        return yuan(entry["amount"])
    except DomainError as error:
        entry.wrong("amount", error.what, error.do)
        return None
