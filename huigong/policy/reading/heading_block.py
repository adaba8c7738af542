"""What stands above the first chapter and below the last clause: title, number, issuer, date."""

from __future__ import annotations

import re

from huigong.policy.reading.citations import FoundNumber, find_basis, find_number
from huigong.policy.reading.cues import any_of
from huigong.policy.reading.dates import find_date, is_date_line
from huigong.policy.reading.heading_cues import (
    ADDRESSEES,
    FILLERS,
    NOT_ADDRESSEES,
)
from huigong.policy.reading.signature import Head, Line, lines_of, read_tail, signers
from huigong.policy.reading.site_labels import read_labels
from huigong.policy.reading.titles import (
    AFTER_GENRE,
    GENRE_END,
    TITLE_END,
    TITLE_VERB,
    issuer_from_title,
    name_titles,
    own_titles,
    take_titles,
    title_of,
)

FUSED_TITLE = re.compile(
    rf"^[^。：:\n]{{0,60}}?关于[^。：:\n]{{2,90}}?(?:{GENRE_END})(?={AFTER_GENRE}(?:各|省|市|县|区|自治区|有关|$))"
)
FUSED_NUMBER = re.compile(
    rf"^(?P<title>[^。：:\n]{{8,140}}?(?:{GENRE_END}){AFTER_GENRE}(?:》?的?(?:通知|函))?)(?P<number>[\u4e00-\u9fff]{{2,10}}〔(?:19|20)[0-9]{{2}}〕[0-9]{{1,4}}号)(?=.)"
)
RED_HEAD = re.compile(r"^(?P<issuer>[\u4e00-\u9fff]{2,40})文件$")
UNMARKED_RECIPIENTS = re.compile(r"^各[^。；：:]{4,120}(?:部门|单位|机构|政府)[）)]?$")
RECIPIENTS = re.compile(r"^(?P<who>[^。：:]{2,400})[：:]$")
ADDRESSED = re.compile(rf"^(?:{any_of(ADDRESSEES)})")
OPENING_WORDS = re.compile(any_of(NOT_ADDRESSEES))
BRACKETED_LINE = re.compile(r"^[（(].*[）)]$")
# Who passed a local regulation: 云中市第九届人民代表大会常务委员会第三次会议.
CONGRESS = re.compile(
    r"(?P<place>(?:(?!日)[\u4e00-\u9fff]){2,14}?)(?:第[一二三四五六七八九十]{1,3}届)?(?P<organ>人民代表大会(?:常务委员会)?)第"
)
# Minutes and bulletins: a number without its code, and office and day in one line below the title.
BARE_NUMBER = re.compile(
    r"(?:第 ?)?[〔\[（(【［](?P<year>(?:19|20)[0-9]{2})[〕\]）)】］] ?(?:第 ?)?(?P<serial>[0-9]{1,4}) ?[号期]"
)
OFFICE_AND_DATE = re.compile(
    r"(?P<who>[\u4e00-\u9fff]{4,30}(?:政府|办公厅|办公室|委员会|厅|局|委|督查室)) *(?P<date>(?:(?:19|20)[0-9]{2}|[一二][〇○零一二三四五六七八九]{3})年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日)$"
)
# Who passed and who published a regulation, without brackets: 2031年3月1日 云岭省人民政府令第12号公布.
PASSED = re.compile(
    r"(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日 ?[^。：]{4,60}(?:通过|公布|发布|批准|修订|修正)$"
)
COUNTRY = re.compile("^中华人民共和国(?=国务院)")
NOTICE_END = re.compile("(?:的通知|的函|的批复)$")
ORDER_LINE = re.compile(r"^[\u4e00-\u9fff]{2,30}(?:令|公告)$")
LONGEST_CONTENTS = 3000
FIRST_ARTICLE = re.compile("(?m)^第一条[^\n]*?(?P<purpose>(?:根据|依据|依照|按照)[^\n。]*)")
MOST_MENU_LINES = 60
FILLER = re.compile(rf"^(?:{any_of(FILLERS)})$")


def read_head(text: str, first_unit: int, last_unit: int, file_title: str | None) -> Head:
    """Read what stands before `first_unit` and below the line of `last_unit` (offsets of their numbers)."""
    head = Head()
    lines = lines_of(text, 0, first_unit)
    if file_title and lines:
        lines = _without_repeated_title(lines, file_title)
    lines = _fused_lines(lines)
    lines = read_labels(lines, head)
    body_at = _read_top(lines, head)
    rest = lines[body_at:]
    signed = _read_enclosure(rest, head)
    read_tail(text, first_unit, last_unit, head)
    name_titles(head, file_title, signed=signed or head.signed_at is not None)
    head.issuer = head.issuer or issuer_from_title(head)
    head.basis = find_basis(_preamble(rest, text, first_unit), own_titles(head), head.number, head.issuer)
    if not head.basis.citations:
        head.basis = find_basis(_purpose(text, first_unit), own_titles(head), head.number, head.issuer)
    return head


def _preamble(rest: list[Line], text: str, first_unit: int) -> str:
    return "\n".join(line.text for line in rest) if rest else text[:first_unit][-400:]


def _purpose(text: str, first_unit: int) -> str:
    """The words of the first article that say which law it rests on; "" in documents without articles."""
    article = FIRST_ARTICLE.search(text, first_unit, first_unit + LONGEST_CONTENTS)
    return article["purpose"] if article else ""


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


def _read_top(lines: list[Line], head: Head) -> int:
    """Title, number and recipients; returns the index of the first line of running text."""
    runs: list[list[str]] = [[]]
    place = 0
    for place, line in enumerate(lines):
        if _take_recipients(head, line.text, titled=any(map(title_of, runs))):
            place += 1
            break
        if _take_line(head, lines, place):
            runs.append([])
        elif len(line.text) > 90 or line.text[-1] in "。：:；":
            if any(map(title_of, runs)) or not _title_follows(lines[place + 1 :]):
                break
            runs.append([])
        else:
            runs[-1].append(line.text)
            if NOTICE_END.search(line.text):
                runs.append([])
    else:
        place = len(lines)
    take_titles(head, [title for run in runs if (title := title_of(run))])
    return place


def _take_recipients(head: Head, words: str, *, titled: bool) -> bool:
    """Whom the document is addressed to; without its colon only below a title."""
    marked = RECIPIENTS.match(words)
    if marked and not FILLER.match(words) and _addressed(marked["who"]):
        head.recipients = marked["who"].strip()
        return True
    if titled and not head.recipients and UNMARKED_RECIPIENTS.match(words):
        head.recipients = words
        return True
    return False


def _take_line(head: Head, lines: list[Line], place: int) -> bool:
    """Whether a line between the titles is a number, a date, a red head or a filler, which are taken."""
    line = lines[place]
    number = find_number(line.text) if len(line.text) <= 40 else None
    red = RED_HEAD.match(line.text)
    if FILLER.match(line.text):
        return True
    if number and number.end - number.start >= len(line.text.strip("（()） ")) - 8:
        _take_number(head, number, line)
    elif order := _order_over_lines(lines, place):
        head.number, head.issuer = head.number or order, head.issuer or line.text.removesuffix("令")
    elif bare := BARE_NUMBER.fullmatch(line.text.strip()):
        head.number = head.number or f"〔{bare['year']}〕{int(bare['serial'])}号"
    elif dated := OFFICE_AND_DATE.match(line.text):
        head.issuer, head.date = head.issuer or dated["who"], head.date or find_date(dated["date"])
    elif is_date_line(line.text) or BRACKETED_LINE.match(line.text) or PASSED.match(line.text):
        if "年" in line.text:  # 2031-05-06 is when the site published it
            _take_promulgation(head, line.text)
    elif red:
        head.issuer = head.issuer or red["issuer"]
    else:
        return False
    return True


def _take_number(head: Head, number: FoundNumber, line: Line) -> None:
    head.number = head.number or number.number
    head.restored_number = line.start if number.restored else head.restored_number
    if number.order_of:
        head.issuer = head.issuer or COUNTRY.sub("", number.order_of)


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
        head.issuer = head.issuer or COUNTRY.sub("", number.order_of)
        head.date = find_date(words[: number.start][-24:]) or head.date
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


def _read_enclosure(rest: list[Line], head: Head) -> bool:
    """Find a notice's signature and date, and the title of the text it carries; true where signed."""
    signed = False
    for place, line in enumerate(rest):
        if is_date_line(line.text):
            head.date = head.date or find_date(line.text)
            if not signed:
                head.issuer = signers(rest, place, own_titles(head)) or head.issuer
            signed = True
        elif place and len(line.text) <= 90 and TITLE_END.search(line.text) and line.text[-1] not in "。：:":
            head.enclosed_title = line.text.replace(" ", "")
    return signed
