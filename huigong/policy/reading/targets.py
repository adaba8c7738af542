"""What a clause promises in numbers and dates, sorted by what kind of promise it is.

goal: a result to reach; standard: an amount, rate, cap or term; deadline: a date to finish by.
These three count. threshold: who is meant (居住半年以上); period: how long a policy runs;
descriptor: a number that only describes (12大类). The sort rests on the words around the
number, never on what the policy is about.
"""

from __future__ import annotations

import re
from dataclasses import replace

from huigong.policy.reading.bounds import bound_of
from huigong.policy.reading.cues import any_of
from huigong.policy.reading.dates import PRINTED
from huigong.policy.reading.document import Span, Target, TargetKind
from huigong.policy.reading.numerals import narrow
from huigong.policy.reading.quantities import DATE, QUANTITY, RANGE, WORDED, WORDED_GOAL, Quantity, quantities
from huigong.policy.reading.roles import TIME_LABEL
from huigong.policy.reading.target_cues import (
    COUNT,
    ELIGIBLE_BEFORE,
    MONEY,
    RATE,
    REACH,
    SHARES,
    TIME,
    KindCue,
    kind_of,
)
from huigong.policy.reading.target_words import DEADLINE_ENDS, FINISHED_BY, HOLDING, PHRASE_BREAKS, POSTPONED

LABELLED_END = re.compile("[，。；;、）)\\]】\n]|$")
BREAKS = "，。；;！？\n,：:、"
PHRASE_BREAK = re.compile(any_of(PHRASE_BREAKS))
SENTENCE_BREAKS = "。！？\n"
MOST_TARGETS = 200
FEWEST_ALIKE = 6
"""Promises in fewer letters are too bare to be known again."""
REPEATABLE = ("threshold", "period", "descriptor")
TIME_MEASURES = frozenset({"年", "个月", "天", "日", "工作日", "个工作日", "小时", "分钟", "周", "个季度"})
DATE_FINISH = re.compile(any_of(FINISHED_BY))
HOLDS = re.compile(rf"(?:{any_of(HOLDING)})(?:期限?)?$")
PUT_OFF = re.compile(rf"(?:{any_of(POSTPONED)})(?:申报)?$")
BY_THE_END = tuple(cue.form for cue in DEADLINE_ENDS)


def find_targets(printed: str, attributions: list[Span]) -> list[Target]:
    """The targets in a clause's words, in print order; `attributions` are spans to leave out."""
    text = narrow(printed)
    taken = bytearray(len(text))
    targets = _labelled_days(text, taken)
    for span in attributions:
        _take((max(0, span[0]), min(len(text), span[1])), taken)
    if QUANTITY.search(text) or DATE.search(text) or WORDED.search(text) or WORDED_GOAL.search(text):
        targets += _periods(text, taken)
        counted = _counted(text, taken)[:MOST_TARGETS]
        targets += counted
        targets += _dates(text, taken, counted)
        targets += _worded(text, taken)
    targets = [_as_printed(target, text, printed) for target in targets]
    return _each_once(sorted(targets, key=lambda target: target.span))[:MOST_TARGETS]


def _as_printed(target: Target, narrowed: str, printed: str) -> Target:
    """The target with the words of the print: figures are read in ASCII and shown as they stand."""
    start = narrowed.find(target.text, target.span[0])
    return replace(target, text=printed[start : start + len(target.text)])


def _each_once(targets: list[Target]) -> list[Target]:
    """What is said again in the same clause is one finding: the same condition, or a figure in the same words."""
    kept: list[Target] = []
    for target in targets:
        if not any(_says_the_same(target, other) for other in kept):
            kept.append(target)
    return kept


def _says_the_same(target: Target, other: Target) -> bool:
    if (target.kind, target.value, target.upper, target.measure) != (
        other.kind,
        other.value,
        other.upper,
        other.measure,
    ):
        return False
    if target.kind in REPEATABLE:
        return target.text == other.text
    words, others = target.text, other.text
    return (
        target.value is not None
        and len(min(words, others, key=len)) >= FEWEST_ALIKE
        and (words in others or others in words)
    )


def _free(span: Span, taken: bytearray) -> bool:
    return not any(taken[span[0] : span[1]])


def _take(span: Span, taken: bytearray) -> None:
    taken[span[0] : span[1]] = b"\1" * (span[1] - span[0])


def _phrase(text: str, start: int, end: int) -> Span:
    """The words around a number up to the next sign or number, for people to recognise it by."""
    first = max(0, start - REACH)
    opened = list(PHRASE_BREAK.finditer(text, first, start))
    begin = opened[-1].end() if opened else first
    stop = PHRASE_BREAK.search(text, end, end + REACH)
    return begin, stop.start() if stop else end


def _target(text: str, kind: TargetKind, quantity: Quantity) -> Target:
    start, end = _words(text, kind, quantity)
    dated = DATE.search(_sentence_before(text, quantity.start))
    by_when = dated["date"] if dated and (dated["lead"] or dated["end"]) and kind == "goal" else ""
    return Target(
        text=text[start:end].strip(" 和及与"),
        kind=kind,
        value=quantity.value,
        measure=quantity.measure,
        by_when=by_when,
        span=(start, end),
        upper=quantity.upper,
        about=quantity.about,
        bound=bound_of(text, quantity) if quantity.value is not None else "",
    )


def _words(text: str, kind: TargetKind, quantity: Quantity) -> Span:
    """Conditions and periods keep to the words that set them; promises show the phrase they stand in."""
    if kind in REPEATABLE:
        before = text[max(0, quantity.start - 16) : quantity.start]
        cue = re.search(ELIGIBLE_BEFORE, before) if kind == "threshold" else re.search("在$", before)
        after = re.match(r"(?:及?以[上下内])?内?", text[quantity.end : quantity.end + 4])
        return quantity.start - (len(cue.group()) if cue else 0), quantity.end + (after.end() if after else 0)
    return _phrase(text, quantity.start, quantity.end)


def _sentence_before(text: str, place: int) -> str:
    start = max((text.rfind(sign, max(0, place - 200), place) for sign in SENTENCE_BREAKS), default=-1)
    return text[max(start + 1, place - 200) : place]


def stated_day(words: str) -> str:
    """The day that a cell or label of times names, as printed; "" for 长期坚持 and 每年."""
    words = narrow(words).strip()
    match = DATE.match(words)
    if match and (match["date"] != "年" or match["end"]):
        return match["date"] + (match["end"] or "")
    printed = PRINTED.match(words)
    return printed.group() if printed else ""


def _labelled_days(text: str, taken: bytearray) -> list[Target]:
    """完成时限：2031年5月6日前 is a deadline of its own, although it stands among those who answer."""
    targets = []
    for label in TIME_LABEL.finditer(text):
        end = LABELLED_END.search(text, label.end()) or label
        words = text[label.end() : end.start()].strip()
        by_when = stated_day(words)
        if by_when:
            span = (label.end(), label.end() + len(words))
            _take(span, taken)
            targets.append(Target(words, "deadline", by_when=by_when, span=span))
    return targets


def _periods(text: str, taken: bytearray) -> list[Target]:
    targets = []
    for match in RANGE.finditer(text):
        if _free(match.span(), taken):
            _take(match.span(), taken)
            targets.append(Target(match.group(), "period", span=match.span()))
    return targets


def _counted(text: str, taken: bytearray) -> list[Target]:
    targets = []
    dates = [match.span() for match in DATE.finditer(text) if "年" in match["date"] or "月" in match["date"]]
    for quantity in quantities(text):
        if not _free((quantity.start, quantity.end), taken) or _is_calendar(text, quantity, dates):
            continue
        kind = _kind(text, quantity)
        if kind:
            targets.append(_target(text, kind, quantity))
    return targets


def _is_calendar(text: str, quantity: Quantity, dates: list[Span]) -> bool:
    if quantity.measure not in TIME_MEASURES:
        return False
    year = quantity.measure == "年" and quantity.value is not None and quantity.value >= 1900
    return year or any(start <= quantity.start and quantity.end <= end for start, end in dates)


def _kind(text: str, quantity: Quantity) -> TargetKind | None:
    before = text[max(0, quantity.start - REACH) : quantity.start]
    after = text[quantity.end : quantity.end + REACH]
    return kind_of(before, after, quantity, _table_for(quantity.measure))


def _table_for(measure: str) -> tuple[KindCue, ...]:
    if measure in TIME_MEASURES:
        return TIME
    if measure in SHARES:
        return RATE
    return MONEY if measure == "元" else COUNT


def _dates(text: str, taken: bytearray, counted: list[Target]) -> list[Target]:
    """Dates to finish by; a date in a sentence with a goal is that goal's date and no target of its own."""
    targets = []
    for match in DATE.finditer(text):
        kind = _kind_of_date(text, match) if _free(match.span(), taken) else None
        if kind is None:
            continue
        end = _sentence_end(text, match.end())
        if any(
            goal.kind == "goal" and match.start() <= goal.span[1] and goal.span[0] < end for goal in counted
        ):
            continue
        start, stop = match.span()
        words = text[start : min(_clause_end(text, stop), stop + 30)]
        targets.append(
            Target(
                words,
                kind,
                by_when=match["date"] + (match["end"] or ""),
                span=(start, start + len(words)),
            )
        )
    return targets


def _kind_of_date(text: str, match: re.Match[str]) -> TargetKind | None:
    before = text[max(0, match.start() - 8) : match.start()]
    if match["lead"] in ("到", "至") and HOLDS.search(before):
        return "period"
    return "deadline" if _is_deadline(text, match) else None


def _is_deadline(text: str, match: re.Match[str]) -> bool:
    lead, end = match["lead"] or "", match["end"] or ""
    if (
        text[max(0, match.start() - 1) : match.start()].isdigit()
        or text[max(0, match.start() - 1) : match.start()] == "每"
    ):
        return False
    before = text[max(0, match.start() - 8) : match.start()]
    after = text[match.end() : match.end() + REACH]
    if match["date"] == "年":
        return end in ("底", "底前", "底之前", "底以前", "末前") and bool(DATE_FINISH.search(after[:12]))
    if PUT_OFF.search(before) and lead in ("到", "至", ""):
        return True
    if end in BY_THE_END:
        return True
    return lead in ("到", "至", "截至") and bool(DATE_FINISH.search(after)) and "年" in match["date"]


def _sentence_end(text: str, place: int) -> int:
    return min(
        (at for sign in SENTENCE_BREAKS if (at := text.find(sign, place, place + 300)) >= 0),
        default=min(len(text), place + 300),
    )


def _clause_end(text: str, place: int) -> int:
    return min(
        (at for sign in BREAKS if (at := text.find(sign, place, place + 40)) >= 0),
        default=min(len(text), place + 40),
    )


def _worded(text: str, taken: bytearray) -> list[Target]:
    targets = []
    for match in WORDED.finditer(text):
        start, end = _phrase(text, *match.span())
        if _free(match.span(), taken) and not QUANTITY.search(text[start:end]):
            targets.append(Target(text[start:end].strip(), "standard", span=(start, end)))
    for match in WORDED_GOAL.finditer(text):
        if _free(match.span(), taken) and all(
            quantity.measure == "年" for quantity in quantities(match.group())
        ):
            start, end = _phrase(text, *match.span())
            targets.append(Target(text[start:end].strip(), "goal", span=(start, end)))
    return targets
