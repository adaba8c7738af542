"""Titles: of the document, of the notice that carries it, and of the text that it encloses."""

from __future__ import annotations

import re

from huigong.policy.reading.cues import any_of
from huigong.policy.reading.heading_cues import (
    AFTER_ISSUER,
    GENRES,
    ISSUER_ENDS,
    ISSUING,
    NOTICES,
    TITLE_VERBS,
)
from huigong.policy.reading.signature import Head

GENRE_END = rf"(?:{any_of(GENRES)})"
AFTER_GENRE = r"(?:[（(][^（()）]{2,24}[）)]){0,2}"
TITLE_END = re.compile(rf"{GENRE_END}{AFTER_GENRE}》?$")
TITLE_VERB = re.compile(any_of(TITLE_VERBS))
ISSUER_LINE = re.compile(rf"(?:{any_of(ISSUER_ENDS)})$")
NOTICE = re.compile(rf"(?:{any_of(ISSUING)})(?P<title>.{{4,120}}?)(?:{any_of(NOTICES)})")
ISSUER = re.compile(rf"^(?P<issuer>[\u4e00-\u9fff（）()、 ]{{2,60}}?)(?:{any_of(AFTER_ISSUER)})")
PARTY_AND_GOVERNMENT = re.compile(
    "(中共.{2,12}?委(?:员会)?(?:办公厅|办公室)?)[、 ]?(.{2,14}人民政府(?:办公厅|办公室)?)"
)
WHOLLY_MARKED = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
SHORTEST_TITLE, MOST_TITLE_LINES = 7, 6


def take_titles(head: Head, titles: list[str]) -> None:
    """The first title is the document's; words of a site's menu (通知公告) are too short for one."""
    longer = [title for title in titles if len(title) >= SHORTEST_TITLE] or titles
    head.title = head.title or (_fullest(longer) if longer else None)
    if len(longer) > 1 and head.enclosed_title is None and longer[-1] != longer[0]:
        head.enclosed_title = longer[-1]


def _fullest(titles: list[str]) -> str:
    """The first title, or a later print of it that also names who issues it: 市政府关于… before 云中市人民政府关于…."""
    first = titles[0]
    subject = first[first.find("关于") :] if "关于" in first else first
    return max((title for title in titles if title.endswith(subject)), key=len, default=first)


def title_of(run: list[str]) -> str | None:
    """The title in a run of short lines: up to the last that ends as titles do, from where it names its issuer."""
    for end in range(min(len(run), 12), 0, -1):
        if TITLE_END.search(run[end - 1]):
            return _title_words(run[_title_start(run, end - 1) : end])
    return None


def _title_words(lines: list[str]) -> str:
    """The lines of a title as one; between the names of several who issue it a space stays."""
    words = " ".join(lines)
    verb = TITLE_VERB.search(words)
    names = words[: verb.start()].split() if verb else []
    joint = len(names) > 1 and all(len(name) > 2 and ISSUER_LINE.search(name) for name in names)
    if verb is None or not joint or any(name in ("办公室", "办公厅") for name in names):
        return words.replace(" ", "")
    return " ".join(names) + words[verb.start() :].replace(" ", "")


def _title_start(run: list[str], last: int) -> int:
    """Index of the title's first line; what a site prints above it is left out."""
    first = next((at for at in range(last, max(-1, last - 4), -1) if TITLE_VERB.search(run[at])), last)
    if TITLE_VERB.match(run[first]):
        while (
            first
            and (ISSUER_LINE.search(run[first - 1]) or TITLE_VERB.search(run[first - 1]))
            and last - first < MOST_TITLE_LINES
        ):
            first -= 1
    return first


def name_titles(head: Head, file_title: str | None, *, signed: bool) -> None:
    """A signed notice is the document; an unsigned one only carries it."""
    if head.title is None:
        head.title = file_title or head.enclosed_title
    if head.title and file_title and file_title.endswith(head.title):
        head.title = file_title
    notice = NOTICE.search(head.title) if head.title else None
    if notice and not head.enclosed_title:
        whole = WHOLLY_MARKED.fullmatch(notice["title"])
        inner = whole[1] if whole else notice["title"]
        head.enclosed_title = inner if not signed and notice["title"].startswith("《") else None
    elif notice and _whole_title(notice["title"], head.enclosed_title):
        head.enclosed_title = _whole_title(notice["title"], head.enclosed_title)
    if notice and head.enclosed_title and not signed and head.enclosed_title != head.title:
        head.notice_title, head.title = head.title, head.enclosed_title
        head.enclosed_title = None
    elif not notice:
        head.enclosed_title = None


def _whole_title(cited: str, printed: str | None) -> str | None:
    """The title that a notice cites in 《》 where the print below broke it over lines and only its end was taken."""
    whole = WHOLLY_MARKED.fullmatch(cited)
    return whole[1] if whole and printed and printed in whole[1] and printed != whole[1] else None


def issuer_from_title(head: Head) -> str | None:
    for title in (head.notice_title, head.title):
        match = ISSUER.match(title) if title else None
        if match and not match["issuer"].endswith(("贯彻", "落实")):
            issuer = "、".join(match["issuer"].split())
            both = PARTY_AND_GOVERNMENT.fullmatch(issuer)
            return "、".join(both.groups()) if both else issuer
    return None


def own_titles(head: Head) -> tuple[str, ...]:
    return tuple(title for title in (head.title, head.notice_title, head.enclosed_title) if title)
