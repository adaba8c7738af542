"""Who answers for a clause, in every wording the genre uses.

An attribution stands in brackets, on lines of its own that begin with 责任单位：, or as a
closing sentence. `find_attributions` sees all three.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from huigong.policy.reading.answering import LONGEST, bare, parse_attribution, plausible
from huigong.policy.reading.brackets import OPENING, Bracket, outermost, split_outside
from huigong.policy.reading.departments import (
    OPENS_NAME,
    SEPARATORS,
    Names,
    is_collective,
    looks_like_body,
    split_names,
)
from huigong.policy.reading.document import Attribution
from huigong.policy.reading.roles import LABEL, NUMBERED_NAMES, role_ending
from huigong.policy.reading.stated import NO_RULE, LeadRule

AT_END = re.compile(r"[。；]?(?:\n|$)")
BARE_LABEL = re.compile(
    rf"(?:^|(?<=[\n。；;！）) \u3000\t]))(?:[—–-]{{1,2}}|[【\[])?{LABEL.pattern}[】\]]?", re.MULTILINE
)


def find_attributions(text: str, *, rule: LeadRule = NO_RULE, sentences: bool = True) -> list[Attribution]:
    """Every attribution in a clause's text, in print order; spans are offsets into `text`.

    `sentences` is false where sentences are read by `duties_in_sentences`.
    """
    attributions = _bracketed(text, rule=rule)
    attributions += _on_own_lines(text, [attribution.span for attribution in attributions], rule=rule)
    if not attributions and sentences:
        attributions = _closing_sentences(text, rule=rule)
    return sorted(attributions, key=lambda attribution: attribution.span)


def _bracketed(text: str, *, rule: LeadRule) -> list[Attribution]:
    attributions: list[Attribution] = []
    for bracket in outermost(text):
        attributions += _read_bracket(text, bracket, rule=rule)
    return attributions


def listed_only(text: str, *, fewest: int = 2) -> list[Attribution]:
    """Brackets at the end of a paragraph that list bodies, `fewest` or more, without any role word: 甲局、乙局."""
    attributions = []
    for bracket in outermost(text):
        raw = text[bracket.start : bracket.end]
        listed = split_names(bare(raw)) if len(raw) <= LONGEST and _stands_apart(text, bracket) else Names()
        if len(listed.names) >= fewest and all(
            looks_like_body(name) and plausible(name) for name in listed.names
        ):
            attributions.append(
                Attribution(raw, "", joint=listed.names, etc=listed.etc, span=(bracket.start, bracket.end))
            )
    return attributions


def _stands_apart(text: str, bracket: Bracket) -> bool:
    """Whether a bracket ends a paragraph, or follows the heading of its unit: 夜校选址。（市织造局）坚持….."""
    heading = text[: bracket.start].strip()
    return bool(AT_END.match(text, bracket.end)) or (
        heading.endswith("。") and heading.count("。") == 1 and "\n" not in heading
    )


def _read_bracket(text: str, bracket: Bracket, *, rule: LeadRule) -> list[Attribution]:
    end = bracket.end
    if not bracket.closed:
        stop = text.find("。", bracket.start, end)
        end = stop if stop > 0 and not LABEL.match(text, stop + 1) else end
    attribution = parse_attribution(text[bracket.start : end], rule=rule)
    if attribution:
        return [replace(attribution, span=(bracket.start, end))]
    return [attribution for inner in bracket.inner for attribution in _read_bracket(text, inner, rule=rule)]


def _on_own_lines(text: str, taken: list[tuple[int, int]], *, rule: LeadRule) -> list[Attribution]:
    attributions: list[Attribution] = []
    until = 0
    starts = [start for start, _ in taken]
    for label in BARE_LABEL.finditer(text):
        start = label.start()
        before = bisect_right(starts, start) - 1
        if start < until or (before >= 0 and start < taken[before][1]):
            continue
        until = _end_of_labelled_lines(text, start)
        attribution = parse_attribution(text[start:until].strip(), rule=rule)
        if attribution:
            attributions.append(replace(attribution, span=(start, until)))
    return attributions


def _end_of_labelled_lines(text: str, start: int) -> int:
    """A labelled line ends at its full stop or line end, unless another label follows directly."""
    listed = NUMBERED_NAMES.match(text, start)
    if listed:
        return listed.end()
    end = start
    while True:
        stop = re.compile(r"[。\n]|$").search(text, end + 1)
        end = stop.start() if stop else len(text)
        after = re.compile(r"[。\s]*[【\[]?").match(text, end)
        if end >= len(text) or after is None or not LABEL.match(text, after.end()):
            return end


def _closing_sentences(text: str, *, rule: LeadRule) -> list[Attribution]:
    """甲局牵头，乙局配合。 without brackets, as the last sentence of a paragraph or a line of its own."""
    attributions = []
    for line in re.finditer(r"[^\n]+", text):
        body = line.group().rstrip("。 ")
        start = max(body.rfind("。"), body.rfind("；")) + 1
        attribution = _bare_sentence(body[start:], rule=rule)
        if attribution:
            attributions.append(replace(attribution, span=(line.start() + start, line.start() + len(body))))
    return attributions


def _bare_sentence(sentence: str, *, rule: LeadRule) -> Attribution | None:
    if not sentence or len(sentence) > 400 or sentence[0] in OPENING:
        return None
    attribution = parse_attribution(sentence, rule=rule)
    if attribution is None:
        return None
    names = attribution.lead + attribution.support + attribution.joint + attribution.guiding
    several = len(names) > 1 or attribution.mode != "负责"
    return attribution if several and all(map(_stands_bare, names)) and _ends_in_a_part(sentence) else None


def _stands_bare(name: str) -> bool:
    return looks_like_body(name) and len(name) <= 20 and "的" not in name


def _ends_in_a_part(sentence: str) -> bool:
    """Whether the last words are a body with its part, or a body at least; 甲局牵头，办好夜校 goes on with its task."""
    last = split_outside(sentence, SEPARATORS)[-1][0]
    return role_ending(last) is not None or last[:1] in OPENS_NAME or is_collective(last)
