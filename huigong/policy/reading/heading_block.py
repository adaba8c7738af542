"""What stands above the first chapter and below the last clause: title, number, issuer, date."""

from __future__ import annotations

import re

from huigong.policy.reading.citations import FoundNumber, find_basis, find_number
from huigong.policy.reading.cues import any_of
from huigong.policy.reading.dates import find_date, is_date_line
from huigong.policy.reading.heading_cues import (
    ADDRESSEES,
    AFTER_ISSUER,
    FILLERS,
    GENRES,
    HEAD_LABELS,
    ISSUER_ENDS,
    ISSUING,
    NOT_ADDRESSEES,
    NOTICES,
    TITLE_VERBS,
)
from huigong.policy.reading.signature import Head, Line, lines_of, read_tail, signers

GENRE_END = rf"(?:{any_of(GENRES)})"
AFTER_GENRE = r"(?:[（(][^（()）]{2,24}[）)]){0,2}"
TITLE_END = re.compile(rf"{GENRE_END}{AFTER_GENRE}》?$")
FUSED_TITLE = re.compile(
    rf"^[^。：:\n]{{0,60}}?关于[^。：:\n]{{2,90}}?(?:{GENRE_END})(?={AFTER_GENRE}(?:各|省|市|县|区|自治区|有关|$))"
)
FUSED_NUMBER = re.compile(
    rf"^(?P<title>[^。：:\n]{{8,140}}?(?:{GENRE_END}){AFTER_GENRE}(?:》?的?(?:通知|函))?)(?P<number>[\u4e00-\u9fff]{{2,10}}〔(?:19|20)[0-9]{{2}}〕[0-9]{{1,4}}号)(?=.)"
)
TITLE_VERB = re.compile(any_of(TITLE_VERBS))
ISSUER_LINE = re.compile(rf"(?:{any_of(ISSUER_ENDS)})$")
NOTICE = re.compile(rf"(?:{any_of(ISSUING)})(?P<title>.{{4,120}}?)(?:{any_of(NOTICES)})")
HEAD_LABEL = re.compile(rf"(?:^[•●·▪■◆ ]*)?(?P<label>{any_of(HEAD_LABELS)})(?:[：:] ?| (?=[^ ]))")
RED_HEAD = re.compile(r"^(?P<issuer>[\u4e00-\u9fff]{2,40})文件$")
ISSUER = re.compile(rf"^(?P<issuer>[\u4e00-\u9fff（）()、 ]{{2,60}}?)(?:{any_of(AFTER_ISSUER)})")
UNMARKED_RECIPIENTS = re.compile(r"^各[^。；：:]{4,120}(?:部门|单位|机构|政府)[）)]?$")
RECIPIENTS = re.compile(r"^(?P<who>[^。：:]{2,400})[：:]$")
ADDRESSED = re.compile(rf"^(?:{any_of(ADDRESSEES)})")
OPENING_WORDS = re.compile(any_of(NOT_ADDRESSEES))
BRACKETED_LINE = re.compile(r"^[（(].*[）)]$")
# Who passed a local regulation: 云中市第九届人民代表大会常务委员会第三次会议.
CONGRESS = re.compile(
    r"(?P<place>(?:(?!日)[\u4e00-\u9fff]){2,14}?)(?:第[一二三四五六七八九十]{1,3}届)?(?P<organ>人民代表大会(?:常务委员会)?)第"
)
NOTICE_END = re.compile("(?:的通知|的函|的批复)$")
PARTY_AND_GOVERNMENT = re.compile(
    "(中共.{2,12}?委(?:员会)?(?:办公厅|办公室)?)[、 ]?(.{2,14}人民政府(?:办公厅|办公室)?)"
)
WHOLLY_MARKED = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
ORDER_LINE = re.compile(r"^[\u4e00-\u9fff]{2,30}(?:令|公告)$")
DATE_FIRST = re.compile(r"[0-9]{4}[-年/.][0-9]{1,2}[-月/.][0-9]{1,2}日?(?: [0-9:]+)?$|[0-9/-]{8,30}$")
SHORTEST_TITLE = 7
MOST_MENU_LINES, MOST_TITLE_LINES = 60, 6
FILLER = re.compile(rf"^(?:{any_of(FILLERS)})$")


def read_head(text: str, first_unit: int, last_unit: int, file_title: str | None) -> Head:
    """Read what stands before `first_unit` and below the line of `last_unit` (offsets of their numbers)."""
    head = Head()
    lines = lines_of(text, 0, first_unit)
    if file_title and lines:
        lines = _without_repeated_title(lines, file_title)
    lines = _fused_lines(lines)
    lines = _labelled(lines, head)
    body_at = _read_top(lines, head)
    rest = lines[body_at:]
    signed = _read_enclosure(rest, head)
    read_tail(text, first_unit, last_unit, head)
    _name_titles(head, file_title, signed=signed or head.signed_at is not None)
    head.issuer = head.issuer or _issuer_from_title(head)
    head.basis = find_basis(_preamble(rest, text, first_unit), _own_titles(head), head.number, head.issuer)
    return head


def _own_titles(head: Head) -> tuple[str, ...]:
    return tuple(title for title in (head.title, head.notice_title, head.enclosed_title) if title)


def _preamble(rest: list[Line], text: str, first_unit: int) -> str:
    return "\n".join(line.text for line in rest) if rest else text[:first_unit][-400:]


def _without_repeated_title(lines: list[Line], title: str) -> list[Line]:
    """Drop the site's copies of the title that are fused to the first line."""
    words = re.sub(r"^【[^】]{0,20}】", "", lines[0].text)
    short = title[title.find("关于") :] if "关于" in title else title
    cut = True
    while cut:
        cut = False
        for head in (title, short):
            if words.startswith(head) and words != head:
                words, cut = words[len(head) :].lstrip(), True
    first = [Line(words, lines[0].start)] if words else []
    return [Line(title, lines[0].start), *[line for line in [*first, *lines[1:]] if line.text != title]]


def _fused_lines(lines: list[Line]) -> list[Line]:
    """Set title, number, recipients and first paragraph apart where a copy lost the breaks between them."""
    apart: list[Line] = []
    for line in lines[:6]:
        apart += _fused_line(line, first=not apart)
    return apart + lines[6:]


def _fused_line(line: Line, *, first: bool) -> list[Line]:
    apart: list[Line] = []
    text, start = line.text, line.start
    numbered = FUSED_NUMBER.match(text) if first else None
    title = (
        FUSED_TITLE.match(text)
        if first and not numbered and len(text) > 30 and ("：" in text or ":" in text)
        else None
    )
    if numbered:
        apart += [Line(numbered["title"], start), Line(numbered["number"], start + numbered.start("number"))]
    elif title:
        apart.append(Line(title.group(), start))
    head = numbered or title
    text, start = (text[head.end() :], start + head.end()) if head else (text, start)
    stop = re.match(r"[^。：:]{4,300}[：:](?=.{10})", text)
    if stop and _addressed(stop.group()[:-1]):
        apart.append(Line(text[: stop.end()], start))
        text, start = text[stop.end() :].strip(), start + stop.end()
    return [*apart, Line(text, start)] if text else apart


def _labelled(lines: list[Line], head: Head) -> list[Line]:
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


def _read_top(lines: list[Line], head: Head) -> int:
    """Title, number and recipients; returns the index of the first line of running text."""
    runs: list[list[str]] = [[]]
    place = 0
    for place, line in enumerate(lines):
        number = find_number(line.text) if len(line.text) <= 40 else None
        red = RED_HEAD.match(line.text)
        recipients = RECIPIENTS.match(line.text)
        if FILLER.match(line.text):
            runs.append([])
        elif recipients and _addressed(recipients["who"]):
            head.recipients = recipients["who"].strip()
            place += 1
            break
        elif (
            UNMARKED_RECIPIENTS.match(line.text)
            and place
            and not head.recipients
            and any(map(_title_of, runs))
        ):
            head.recipients = line.text
            place += 1
            break
        elif number and number.end - number.start >= len(line.text.strip("（()） ")) - 8:
            _take_number(head, number, line)
            runs.append([])
        elif order := _order_over_lines(lines, place):
            head.number, head.issuer = head.number or order, head.issuer or line.text.removesuffix("令")
            runs.append([])
        elif is_date_line(line.text) or BRACKETED_LINE.match(line.text):
            if "年" in line.text:  # 2031-05-06 is when the site published it
                _take_promulgation(head, line.text)
            runs.append([])
        elif red:
            head.issuer = head.issuer or red["issuer"]
            runs.append([])
        elif len(line.text) > 90 or line.text[-1] in "。：:；":
            if any(map(_title_of, runs)) or not _title_follows(lines[place + 1 :]):
                break
            runs.append([])
        else:
            runs[-1].append(line.text)
            if NOTICE_END.search(line.text):
                runs.append([])
    else:
        place = len(lines)
    _take_titles(head, [title for run in runs if (title := _title_of(run))])
    return place


def _take_titles(head: Head, titles: list[str]) -> None:
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


def _take_number(head: Head, number: FoundNumber, line: Line) -> None:
    head.number = head.number or number.number
    head.restored_number = line.start if number.restored else head.restored_number
    if number.order_of:
        head.issuer = head.issuer or number.order_of


def _order_over_lines(lines: list[Line], place: int) -> str | None:
    """南芷省人民政府令 with 第12号 below it."""
    if not ORDER_LINE.match(lines[place].text) or place + 1 == len(lines):
        return None
    number = find_number(lines[place].text + lines[place + 1].text)
    return number.number if number and number.order_of else None


def _take_promulgation(head: Head, words: str) -> None:
    """（2031年3月1日云岭省人民政府令第12号公布）: date, number and issuer in brackets below the title."""
    number = find_number(words)
    if number and number.order_of:
        head.number = head.number or number.number
        head.issuer = head.issuer or number.order_of
        head.date = head.date or find_date(words[: number.start][-24:])
    congress = CONGRESS.search(words)
    if congress:
        head.issuer = head.issuer or congress["place"] + congress["organ"]
    head.date = head.date or find_date(words)


def _title_follows(lines: list[Line]) -> bool:
    """Whether a title stands below, so that what was read so far is a site's menu."""
    for line in lines[:MOST_MENU_LINES]:
        if RECIPIENTS.match(line.text) and _addressed(line.text[:-1]):
            return False
        if len(line.text) <= 90 and TITLE_END.search(line.text) and TITLE_VERB.search(line.text):
            return True
    return False


def _addressed(who: str) -> bool:
    return bool(ADDRESSED.match(who)) and not OPENING_WORDS.search(who)


def _title_of(run: list[str]) -> str | None:
    """The title in a run of short lines: up to the last that ends as titles do, from where it names its issuer."""
    for end in range(min(len(run), 12), 0, -1):
        if TITLE_END.search(run[end - 1]):
            return "".join(run[_title_start(run, end - 1) : end]).replace(" ", "")
    return None


def _title_start(run: list[str], last: int) -> int:
    """Index of the title's first line; what a site prints above it is left out."""
    first = next((at for at in range(last, max(-1, last - 4), -1) if TITLE_VERB.search(run[at])), last)
    if TITLE_VERB.match(run[first]):
        while first and ISSUER_LINE.search(run[first - 1]) and last - first < MOST_TITLE_LINES:
            first -= 1
    return first


def _read_enclosure(rest: list[Line], head: Head) -> bool:
    """Find a notice's signature and date, and the title of the text it carries; true where signed."""
    signed = False
    for place, line in enumerate(rest):
        if is_date_line(line.text):
            head.date = head.date or find_date(line.text)
            signed = True
            head.issuer = signers(rest, place, _own_titles(head)) or head.issuer
        elif place and len(line.text) <= 90 and TITLE_END.search(line.text) and line.text[-1] not in "。：:":
            head.enclosed_title = line.text.replace(" ", "")
    return signed


def _name_titles(head: Head, file_title: str | None, *, signed: bool) -> None:
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
    elif notice and whole_title(notice["title"], head.enclosed_title):
        head.enclosed_title = whole_title(notice["title"], head.enclosed_title)
    if notice and head.enclosed_title and not signed and head.enclosed_title != head.title:
        head.notice_title, head.title = head.title, head.enclosed_title
        head.enclosed_title = None
    elif not notice:
        head.enclosed_title = None


def whole_title(cited: str, printed: str | None) -> str | None:
    """The title that a notice cites in 《》 where the print below broke it over lines and only its end was taken."""
    whole = WHOLLY_MARKED.fullmatch(cited)
    return whole[1] if whole and printed and printed in whole[1] and printed != whole[1] else None


def _issuer_from_title(head: Head) -> str | None:
    for title in (head.notice_title, head.title):
        match = ISSUER.match(title) if title else None
        if match and not match["issuer"].endswith(("贯彻", "落实")):
            issuer = match["issuer"].replace(" ", "")
            both = PARTY_AND_GOVERNMENT.fullmatch(issuer)
            return "、".join(both.groups()) if both else issuer
    return None
