"""Who signed a document, when, and where its own words end."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from huigong.policy.reading.citations import FoundBasis
from huigong.policy.reading.cues import Cue, any_of, worded
from huigong.policy.reading.dates import find_date, is_date_line
from huigong.policy.reading.heading_cues import GENRES, IMPRINTS, ISSUER_ENDS, REMARKS
from huigong.policy.reading.roles import LABEL

FUSED_SIGNATURE = re.compile(
    r"(?<=[。）)])(?P<who>[\u4e00-\u9fff]{2,30})(?P<date>(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日)(?:[（(][^（()）]{2,20}[)）])?$"
)
TITLE_END = re.compile(rf"(?:{any_of(GENRES)})》?$")
ISSUER_LINE = re.compile(rf"(?:{any_of(ISSUER_ENDS)})$")
REMARK = re.compile(rf"^[（(](?:{any_of(REMARKS)})[^（()）]{{0,30}}[）)]$")
IMPRINT = re.compile(any_of(IMPRINTS))
SIGNATURE = re.compile(r"^[\u4e00-\u9fff、 （）()]{2,60}$")
# Persons who sign an order; the order's number says which government issues it.
OFFICE_HOLDERS = worded("", "{} 虚构甲", "省长|市长|州长|县长|区长|主席|部长|局长|主任|总理|盟长|旗长")
PERSON = re.compile(rf"^(?:代)?(?:{any_of(OFFICE_HOLDERS)})")
# What may stand below a signature that is not the document's end.
ANNEX_OPENINGS = (
    Cue("附件", "附件", ""),
    Cue("附表", "附表1", ""),
    Cue("附录", "附录", ""),
    Cue("附[：:]", "附：名单", ""),
)
ANNEX = re.compile(rf"^(?:{any_of(ANNEX_OPENINGS)})")
# Where the print of a copy says that a seal stood.
SEALED = re.compile(r"[（(](?:公?章|印章?|盖章|代章)[）)]$")
SECOND_NAME = re.compile(r"^[（(][^（()）]{2,40}[)）]$")
MOST_SIGNERS, LONGEST_SIGNER = 12, 40


@dataclass(frozen=True)
class Line:
    text: str
    start: int


@dataclass
class Head:
    """Findings about the document as a whole; offsets are into the clean text.

    `signed_at` is where a signature begins that annexes follow, `body_end` where the words end.
    """

    title: str | None = None
    notice_title: str | None = None
    enclosed_title: str | None = None
    number: str | None = None
    issuer: str | None = None
    date: date | None = None
    recipients: str | None = None
    basis: FoundBasis = field(default_factory=lambda: FoundBasis((), ()))
    restored_number: int | None = None
    rejected_date: tuple[int, str] | None = None
    signed_at: int | None = None
    body_end: int = 0


def lines_of(text: str, start: int, end: int) -> list[Line]:
    return [
        Line(match.group().strip(), match.start())
        for match in re.compile(r"[^\n]+").finditer(text, start, end)
        if match.group().strip()
    ]


def signers(lines: list[Line], date_at: int, titles: tuple[str, ...] = ()) -> str | None:
    """All who signed above the date in that line, joined by 、; a second name in brackets is left out."""
    names: list[str] = []
    for line in reversed(lines[max(0, date_at - MOST_SIGNERS) : date_at]):
        if SECOND_NAME.match(line.text):
            continue
        words = SEALED.sub("", line.text)
        if not _may_sign(words) or (names and not ISSUER_LINE.search(words)):
            break
        names.insert(0, words)
        if not ISSUER_LINE.search(words):
            break
    names = [part for name in names for part in re.split(r"[ 、]+", name) if part]
    names = [name for name in _whole_names(names, titles) if not PERSON.match(name)]
    return "、".join(dict.fromkeys(names)) or None


def _may_sign(words: str) -> bool:
    return (
        len(words) <= LONGEST_SIGNER
        and bool(SIGNATURE.match(words))
        and not TITLE_END.search(words)
        and not re.match(r"[一二三四五六七八九十]{1,3}、|[（(]", words)
    )


def _whole_names(names: list[str], titles: tuple[str, ...]) -> list[str]:
    """One name that was broken over two lines is put together: 云中市人民政府 and 办公室."""
    whole: list[str] = []
    for name in names:
        together = whole[-1] + name if whole else ""
        begins_title = any(title.startswith(together) for title in titles)
        if whole and (
            name in ("办公室", "办公厅") or (begins_title and name not in titles[0][len(together) :])
        ):
            whole[-1] = together
        else:
            whole.append(name)
    return whole


def read_tail(text: str, first_unit: int, last_unit: int, head: Head) -> None:
    """Signature, date and imprint at the end; `body_end` is where they begin."""
    lines = lines_of(text, max(last_unit, len(text) - 3000), len(text))[-14:]
    imprint_office = ""
    fused = FUSED_SIGNATURE.search(text, max(last_unit + 1, len(text) - 120))
    if fused:
        head.date, head.issuer = head.date or find_date(fused["date"]), fused["who"]
        head.body_end = fused.start()
        return
    body_end = len(text)
    dated = False
    for place in range(len(lines) - 1, 0, -1):
        line, before = lines[place], lines[place - 1].text
        short = len(line.text) <= 60 and "。" not in line.text
        if (
            (REMARK.match(line.text) or IMPRINT.search(line.text))
            and len(line.text) <= 200
            and len(LABEL.findall(line.text)) < 2
            and not re.match(r"[（(][一二三四五六七八九十]", line.text)
        ):
            if "印发" in line.text and find_date(line.text):
                imprint_office = before if SIGNATURE.match(before) else imprint_office
                head.rejected_date = (line.start, f"{imprint_office} {line.text}".strip())
        elif is_date_line(line.text):
            head.date = head.date or find_date(line.text)
            head.issuer = signers(lines, place, _titles(head)) or head.issuer
            dated = True
        elif not (short and SIGNATURE.match(line.text) and body_end < len(text)):
            break
        body_end = line.start
    head.body_end = body_end
    if not dated:
        _read_signature_above_annexes(text, first_unit, head)


def _titles(head: Head) -> tuple[str, ...]:
    return tuple(title for title in (head.notice_title, head.title) if title)


def _read_signature_above_annexes(text: str, first_unit: int, head: Head) -> None:
    """A signature in the midst, with an annex or another title below it."""
    lines = lines_of(text, first_unit, len(text))
    for place, line in enumerate(lines[:-1]):
        following = [other.text for other in lines[place + 1 : place + 4]]
        if not is_date_line(line.text) or not any(
            ANNEX.match(words) or TITLE_END.search(words) for words in following
        ):
            continue
        who = signers(lines, place, _titles(head))
        if who is None:
            continue
        head.date, head.issuer = head.date or find_date(line.text), who
        first = place
        while (
            first
            and _may_sign(lines[first - 1].text)
            and (ISSUER_LINE.search(lines[first - 1].text) or SECOND_NAME.match(lines[first - 1].text))
        ):
            first -= 1
        head.signed_at = lines[first].start
        return
