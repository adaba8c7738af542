"""Every cue of the reader, by the sentence that its table gives for it."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable
from typing import Any

from huigong.policy import reading
from huigong.policy.reading import ReadDocument, Target, read_text
from huigong.policy.reading.answering import parse_attribution
from huigong.policy.reading.cleaning import cleaned
from huigong.policy.reading.cues import Cue
from huigong.policy.reading.departments import is_collective, looks_like_body, split_names
from huigong.policy.reading.formats.web import web_text
from huigong.policy.reading.quantities import quantities
from huigong.policy.reading.roles import RoleCue
from huigong.policy.reading.sentences import duties_in_sentences
from huigong.policy.reading.stated import LeadRule
from huigong.policy.reading.table_cues import head_of
from huigong.policy.reading.target_cues import KindCue
from tests.each import each

ROLES = ("lead", "support", "joint", "guiding")


def tables() -> dict[str, tuple[Any, ...]]:
    """Every tuple of cues in the reader's modules, by its name."""
    found = {}
    for module in pkgutil.walk_packages(reading.__path__, f"{reading.__name__}."):
        for name, value in vars(importlib.import_module(module.name)).items():
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


def bounds_its_number(cue: Cue) -> None:
    (target,) = targets(cue.example)
    assert (target.bound, target.value) == (cue.means, 3)


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


def label_tells_the_day(cue: Cue) -> None:
    (clause, _) = read_text(
        f"云中市服务工作方案\n一、重点任务\n（一）推进落实。完善制度。\n{cue.example.replace('。', chr(10))}\n"
        "（二）加强管理。完善政策，规范服务。\n责任单位：市织造局\n"
    ).clauses
    assert clause.joint == ("市灯塔局",)
    assert [(target.kind, target.by_when) for target in clause.targets] == [("deadline", "2031年5月6日前")]


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
    seen = {
        "title": read.title,
        "issuer": read.issuer,
        "date": read.date,
        "number": read.document_number,
        "recipients": read.recipients,
    }
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


def heads_a_column(cue: Cue) -> None:
    assert head_of(cue.example) == cue.means


def captions_a_table(cue: Cue) -> None:
    """Above a table it belongs to the table: the signature stays the end of the text."""
    text = (
        "云中市服务工作方案\n为加强服务、完善制度，制定本方案，现将任务分工表印发给你们，请认真贯彻落实，按时报送。\n"
        f"云中市人民政府\n2031年5月6日\n{cue.example}\n序号\t任务\t责任单位\n1\t办好夜校\t市织造局\n"
    )
    read = read_text(text)
    assert (read.issuer, str(read.date)) == ("云中市人民政府", "2031-05-06")
    assert [clause.joint for clause in read.clauses] == [("市织造局",)]


def mark_gives_its_part(cue: Cue) -> None:
    attribution = parse_attribution(f"（{cue.example}）")
    assert attribution is not None
    assert "市织造局" in getattr(attribution, cue.means)
    assert "市灯塔局" in (*attribution.lead, *attribution.support)


def stays_whole(cue: Cue) -> None:
    assert split_names(cue.example).names == (cue.means,)


def names_many(cue: Cue) -> None:
    assert is_collective(cue.example)
    attribution = parse_attribution(f"（{cue.example}、市织造局负责）", rule=LeadRule(first=True))
    assert attribution is not None
    assert not attribution.lead


def list_before_comma_leads(cue: Cue) -> None:
    assert cue.example in "".join(plan("规范服务", end=f"（{cue.example}）").rules)
    attribution = parse_attribution(f"（责任单位：市织造局、市信鸽委，市灯塔局；{cue.example}）")
    assert attribution is not None
    assert (attribution.lead, attribution.support) == (("市织造局", "市信鸽委"), ("市灯塔局",))


def verb_gives_its_part(cue: RoleCue) -> None:
    (duty,) = duties_in_sentences(f"{cue.example}。")
    part = "joint" if cue.role == "plain" else cue.role
    assert any("织造" in name for name in getattr(duty, part))
    assert cue.means in duty.mode.split("+")


def sentence_names(cue: Cue) -> None:
    (duty,) = duties_in_sentences(f"{cue.example}。")
    assert cue.means in (*duty.lead, *duty.support, *duty.joint)


def is_foot(cue: Cue) -> None:
    read = plan("规范服务", end=f"云中市人民政府\n2031年5月6日\n{cue.example}\n打印 关闭\n")
    assert cue.example not in read.clauses[-1].text
    assert str(read.date) == "2031-05-06"


def signs_for_the_office(cue: Cue) -> None:
    read = read_text(
        f"云中市人民政府令\n第3号\n《云中市服务规定》已经通过，现予公布。\n{cue.example}\n2031年5月6日\n云中市服务规定\n第一条 为了加强服务管理，保障权益，制定本规定。\n"
    )
    assert read.issuer == "云中市人民政府"


def opens_an_annex(cue: Cue) -> None:
    read = plan(
        "规范服务", end=f"云中市人民政府\n2031年5月6日\n{cue.example}\n驿站名单\n（三）东站\n（四）西站\n"
    )
    assert [clause.number for clause in read.clauses] == ["（一）", "（二）"]


def stands_around(cue: Cue) -> None:
    page = f"<html><body><div class='{cue.example}'>虚构的栏目</div><p>加强服务。</p></body></html>"
    assert "虚构的栏目" not in web_text(page.encode())


PROBES: dict[str, Callable[[Any], None]] = {
    **dict.fromkeys(("TIME", "RATE", "MONEY", "COUNT"), row_decides),
    **dict.fromkeys(("ELIGIBLE", "CAPS", "SUMS_TO_REACH", "PAID_BEFORE_RATE", "PAID_AFTER_RATE"), kind_is),
    **dict.fromkeys(("RATES_TO_REACH", "RATE_WORDS", "FINISHED_WITHIN", "SHORTENED", "TERMS"), kind_is),
    **dict.fromkeys(("LET_OFF", "FEW"), kind_is),
    **dict.fromkeys(
        ("AT_MOST_BEFORE", "AT_MOST_AFTER", "AT_LEAST_BEFORE", "AT_LEAST_AFTER"), bounds_its_number
    ),
    "ENDINGS": ending_gives_its_part,
    **dict.fromkeys(("LEAD_LABELS", "PLAIN_LABELS", "SUPPORT_LABELS"), label_gives_its_part),
    **dict.fromkeys(("GUIDING_LABELS", "OTHER_LABELS", "LABELS"), label_gives_its_part),
    "TIME_LABELS": label_tells_the_day,
    **dict.fromkeys(("FIRST", "STAR"), document_states),
    "COMMA": list_before_comma_leads,
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
    "HOLDING": kind_is,
    **dict.fromkeys(("SERIAL_HEADS", "TASK_HEADS", "GROUP_HEADS", "TIME_HEADS"), heads_a_column),
    **dict.fromkeys(("OTHER_HEADS", "ROLE_HEADS", "VALUE_HEADS", "MEASURE_HEADS"), heads_a_column),
    "CAPTIONS": captions_a_table,
    **dict.fromkeys(("LEAD_MARKS", "OTHER_MARKS"), mark_gives_its_part),
    "GENERAL": stays_whole,
    "COLLECTIVES": names_many,
    "VERBS": verb_gives_its_part,
    **dict.fromkeys(("BETWEEN", "BEFORE", "GOES_ON"), sentence_names),
    **dict.fromkeys(("FOOT", "FOOT_BELOW_SIGNATURE"), is_foot),
    "OFFICE_HOLDERS": signs_for_the_office,
    "ANNEX_OPENINGS": opens_an_annex,
    "AROUND": stands_around,
}  # fmt: skip
EXAMPLES = [(name, cue) for name, table in tables().items() if name != "LABELS" for cue in table]


def test_every_table_is_tried() -> None:
    assert tables().keys() == PROBES.keys()


@each("table, cue", EXAMPLES, told=lambda table, cue: f"{table}:{cue.example[:24]}")
def test_a_cue_means_what_its_table_says(table: str, cue: Any) -> None:
    PROBES[table](cue)


def test_a_cue_stands_in_its_own_example() -> None:
    """Else the example would prove nothing about it."""
    for name, cue in EXAMPLES:
        if isinstance(cue, Cue):
            assert re.search(cue.form.strip("^$"), cue.example), (name, cue)
