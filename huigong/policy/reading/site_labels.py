"""What a government site prints above a document: 发文机关：…, 文号：…, 成文日期：…."""

from __future__ import annotations

import re

from huigong.policy.reading.citations import find_number
from huigong.policy.reading.cues import any_of
from huigong.policy.reading.dates import find_date
from huigong.policy.reading.heading_cues import HEAD_LABELS
from huigong.policy.reading.signature import Head, Line

HEAD_LABEL = re.compile(rf"(?:^[•●·▪■◆ ]*)?(?P<label>{any_of(HEAD_LABELS)})(?:[：:] ?| (?=[^ ]))")
DATE_FIRST = re.compile(r"[0-9]{4}[-年/.][0-9]{1,2}[-月/.][0-9]{1,2}日?(?: [0-9:]+)?$|[0-9/-]{8,30}$")


def read_labels(lines: list[Line], head: Head) -> list[Line]:
    """Read 发文机关： and its like, as government sites print above a document; drop those lines."""
    kept: list[Line] = []
    open_label = ""
    for line in lines:
        labels = list(HEAD_LABEL.finditer(line.text))
        if not labels or labels[0].start():
            if open_label and _takes_value(open_label, line.text):
                _take_label(head, open_label, line.text)
            else:
                kept.append(line)
            open_label = ""
            continue
        for label, following in zip(labels, [*labels[1:], None], strict=True):
            value = line.text[label.end() : following.start() if following else len(line.text)].strip()
            _take_label(head, label["label"].replace(" ", ""), value)
            open_label = "" if value else label["label"].replace(" ", "")
    return kept


def _takes_value(label: str, words: str) -> bool:
    """Whether a line is the value of the label above it: a number or a date that stands alone."""
    means = next((cue.means for cue in HEAD_LABELS if re.fullmatch(cue.form, label)), "")
    return (means == "number" and find_number(words) is not None and len(words) < 40) or (
        means in ("date", "") and DATE_FIRST.match(words) is not None
    )


def _take_label(head: Head, label: str, value: str) -> None:
    means = next((cue.means for cue in HEAD_LABELS if re.fullmatch(cue.form, label)), "")
    if means == "title":
        head.title = head.title or value or None
    elif means == "issuer":
        head.issuer = head.issuer or value or None
    elif means == "date":
        head.date = head.date or find_date(value)
    elif means == "recipients":
        head.recipients = head.recipients or value.rstrip("：:") or None
    elif means == "number":
        number = find_number(value)
        head.number = head.number or (number.number if number else None)
