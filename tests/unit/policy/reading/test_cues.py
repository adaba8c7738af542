"""Every cue of the reader, by the sentence that its table gives for it."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable
from typing import Any

import pytest

from huigong.policy import reading
from huigong.policy.reading import ReadDocument, Target, read_text
from huigong.policy.reading.answering import parse_attribution
from huigong.policy.reading.cleaning import cleaned
from huigong.policy.reading.cues import Cue
from huigong.policy.reading.departments import looks_like_body
from huigong.policy.reading.quantities import quantities
from huigong.policy.reading.roles import RoleCue
from huigong.policy.reading.target_cues import KindCue

ROLES = ("lead", "support", "joint", "guiding")


def tables() -> dict[str, tuple[Any, ...]]:
    """Every tuple of cues in the reader's modules, by its name."""
    found = {}
    for module in pkgutil.iter_modules(reading.__path__):
        for name, value in vars(importlib.import_module(f"{reading.__name__}.{module.name}")).items():
            if name.isupper() and isinstance(value, tuple) and value and isinstance(value[0], Cue | KindCue):
                found[name] = value
    return found


def plan(words: str, *, top: str = "", end: str = "") -> ReadDocument:
    return read_text(
        f"{top or '云中市服务工作方案'}\n一、重点任务\n（一）推进落实。完善制度，{words}。（市织造局负责）\n"
        f"（二）加强管理。完善政策，规范服务。（市灯塔局负责）\n{end}"
    )


def targets(words: str) -> tuple[Target, ...]:
    return plan(words).clauses[0].targets


def kind_is(cue: Cue) -> None:
    (target,) = targets(cue.example)
    assert target.kind == cue.means


def row_decides(cue: KindCue) -> None:
    assert [target.kind for target in targets(cue.example)] == ([cue.kind] if cue.kind else [])


def ending_gives_its_part(cue: RoleCue) -> None:
    attribution = parse_attribution(f"（{cue.example}）")
    assert attribution is not None
    assert cue.means in attribution.mode.split("+")
    held = {role for role in ROLES if getattr(attribution, role)}
    assert {"plain": "joint", "carry_out": "support"}.get(cue.role, cue.role) in held


def label_gives_its_part(cue: Cue) -> None:
    attribution = parse_attribution(f"（{cue.example}）")
    assert attribution is not None
    part = {"plain": "joint", "rest": "none"}.get(cue.means, cue.means)
    named = {role for role in ROLES if "市织造局" in getattr(attribution, role)}
    assert named == ({part} - {"none"})


def document_states(cue: Cue) -> None:
    rule = f"（{cue.example}）"
    assert cue.example in "".join(plan("规范服务", end=rule).rules)


def everything_below_is_carried_on(cue: Cue) -> None:
    assert plan(f"规范服务。{cue.example}").inherited == (cue.means,)


def names_only(cue: Cue) -> None:
    attribution = parse_attribution(f"（{cue.example}）")
    assert attribution is not None
    named = [name for role in ROLES for name in getattr(attribution, role)]
    assert named == cue.means.split("|")


def is_no_attribution(cue: Cue) -> None:
    assert parse_attribution(cue.example) is None


def is_a_body(cue: Cue) -> None:
    assert looks_like_body(cue.example)


def measure_is_read(cue: Cue) -> None:
    (quantity,) = quantities(cue.example)
    assert (quantity.value, quantity.measure) == (3, cue.form)


def title_is(cue: Cue) -> None:
    assert plan("规范服务", top=cue.example).title == cue.example.replace("\n", "")


def enclosed_is_the_title(cue: Cue) -> None:
    assert plan("规范服务", top=cue.example).title == cue.means


def issuer_is(cue: Cue) -> None:
    assert plan("规范服务", top=cue.example).issuer == cue.means


def head_says(cue: Cue) -> None:
    read = plan("规范服务", top=f"{cue.example}\n云中市服务工作方案")
    seen = {"title": read.title, "issuer": read.issuer, "date": read.date, "number": read.document_number}
    value = cue.example.partition("：")[2]
    if cue.means == "date":
        assert str(seen["date"]) == "2031-05-06"
    elif cue.means:
        assert seen[cue.means] == value
    else:
        assert value not in map(str, seen.values())
        assert seen["title"] == "云中市服务工作方案"


def addresses(cue: Cue) -> None:
    read = plan("规范服务", top=f"云中市服务工作方案\n{cue.example}\n为做好服务，制定本方案。")
    assert read.recipients == (cue.example.rstrip("：") if cue.means else None)


def ends_the_last_clause(cue: Cue) -> None:
    read = plan("规范服务", end=f"云中市人民政府\n2031年5月6日\n{cue.example}\n")
    assert cue.example not in read.clauses[-1].text
    assert (read.issuer, str(read.date)) == ("云中市人民政府", "2031-05-06")


def is_no_title(cue: Cue) -> None:
    assert plan("规范服务", top=f"{cue.example}\n云中市服务工作方案").title == "云中市服务工作方案"


def closes_the_document(cue: Cue) -> None:
    assert cue.example not in plan("规范服务", end=f"{cue.example}。\n").clauses[-1].text


def is_left_out(cue: Cue) -> None:
    read = plan("规范服务", end=f"{cue.example}\n附加的一行正文。")
    assert cue.example not in read.clauses[-1].text
    assert "附加的一行正文" in read.clauses[-1].text


def rests_on(cue: Cue) -> None:
    read = plan("规范服务", top=f"云中市服务工作方案\n各单位：\n{cue.example}，制定本方案。")
    assert [citation.number for citation in read.basis] == ["云岭政发〔2030〕53号"]


def is_no_basis(cue: Cue) -> None:
    assert not plan("规范服务", top=f"云中市服务工作方案\n各单位：\n{cue.example}。").basis


LONG_LINE = "加强组织，完善制度，推进各项服务管理工作落实落细落到实处取得实效并且"


def stands_alone(cue: Cue) -> None:
    lines = cleaned(
        f"云中市服务工作方案\n为加强服务：\n{LONG_LINE}\n{cue.example}\n{LONG_LINE}\n"
    ).traced.text
    assert cue.example in lines.split("\n")


def goes_no_further(cue: Cue) -> None:
    lines = cleaned(f"云中市服务工作方案\n为加强服务：\n{cue.example}\n{LONG_LINE}\n").traced.text
    assert cue.example in lines.split("\n")


def is_a_heading_of_its_own(cue: Cue) -> None:
    read = plan("规范服务", top=f"云中市服务工作方案\n一、{cue.example}到2031年加强服务，完善制度。")
    assert f"一、{cue.example}" in read.chapters


def body_begins(cue: Cue) -> None:
    """From there on cut lines are put together again; above, every line stays as printed."""
    text = cleaned(f"云中市服务工作方案\n{cue.example}\n{LONG_LINE}\n完善服务。\n").traced.text
    assert f"{LONG_LINE}完善服务" in text


def phrase_is(cue: Cue) -> None:
    assert cue.means in [target.text for target in targets(cue.example)]


PROBES: dict[str, Callable[[Any], None]] = {
    **dict.fromkeys(("TIME", "RATE", "MONEY", "COUNT"), row_decides),
    **dict.fromkeys(("ELIGIBLE", "CAPS", "SUMS_TO_REACH", "PAID_BEFORE_RATE", "PAID_AFTER_RATE"), kind_is),
    **dict.fromkeys(("RATES_TO_REACH", "RATE_WORDS", "FINISHED_WITHIN", "SHORTENED", "TERMS"), kind_is),
    **dict.fromkeys(("LET_OFF", "FEW"), kind_is),
    "ENDINGS": ending_gives_its_part,
    **dict.fromkeys(("LEAD_LABELS", "PLAIN_LABELS", "SUPPORT_LABELS"), label_gives_its_part),
    **dict.fromkeys(("GUIDING_LABELS", "OTHER_LABELS", "LABELS"), label_gives_its_part),
    **dict.fromkeys(("FIRST", "STAR"), document_states),
    "CARRIED_ON": everything_below_is_carried_on,
    **dict.fromkeys(("TIMES", "TOGETHER"), names_only),
    **dict.fromkeys(("SENTENCES", "EVERYBODY"), is_no_attribution),
    "BODY_ENDS": is_a_body,
    "MEASURES": measure_is_read,
    **dict.fromkeys(("GENRES", "TITLE_VERBS", "ISSUER_ENDS"), title_is),
    **dict.fromkeys(("ISSUING", "NOTICES"), enclosed_is_the_title),
    "AFTER_ISSUER": issuer_is,
    "HEAD_LABELS": head_says,
    **dict.fromkeys(("ADDRESSEES", "NOT_ADDRESSEES"), addresses),
    **dict.fromkeys(("REMARKS", "IMPRINTS"), ends_the_last_clause),
    "FILLERS": is_no_title,
    "CLOSINGS": closes_the_document,
    "SITE_LINES": is_left_out,
    **dict.fromkeys(("CITED_GENRES", "RESTS_ON"), rests_on),
    "ISSUED": is_no_basis,
    "ALONE": stands_alone,
    "TITLE_GENRES": goes_no_further,
    "OPENERS": is_a_heading_of_its_own,
    "BODY_OPENINGS": body_begins,
    **dict.fromkeys(("FINISHED_BY", "POSTPONED", "DEADLINE_ENDS"), kind_is),
    "PHRASE_BREAKS": phrase_is,
}  # fmt: skip
EXAMPLES = [(name, cue) for name, table in tables().items() if name != "LABELS" for cue in table]


def test_every_table_is_tried() -> None:
    assert tables().keys() == PROBES.keys()


@pytest.mark.parametrize(
    ("table", "cue"), EXAMPLES, ids=[f"{name}:{cue.example[:24]}" for name, cue in EXAMPLES]
)
def test_a_cue_means_what_its_table_says(table: str, cue: Any) -> None:
    PROBES[table](cue)


def test_a_cue_stands_in_its_own_example() -> None:
    """Else the example would prove nothing about it."""
    for name, cue in EXAMPLES:
        if isinstance(cue, Cue):
            assert re.search(cue.form.strip("^$"), cue.example), (name, cue)
