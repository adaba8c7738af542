"""What is wrong with the messages of the packs, in words: for `huigong pack check`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from huigong.kernel.packs import PackError, Place, Report, nearest_name
from huigong.kernel.validity import overlapping
from huigong.messages.digests import DIGEST, DIGEST_NAMES
from huigong.messages.occasions import Occasion
from huigong.messages.templates import Template, TemplateBook, filled, names_in, read_templates

ONE_SMS = 70  # characters of one short message in Chinese, with the signature
LONGEST_BODY = 500  # what somebody reads on a phone without turning pages
_FIGURES = 12  # a run of so many digits is a number of somebody or something
_NATION = "100000"


def check(
    folder: Path, report: Report, *, occasions: Iterable[Occasion], matters: Collection[str], sign: str
) -> None:
    """Adds what is wrong.

    `occasions` are those that folders above declare, `matters` the names of services, which no
    short message may say, `sign` the signature that a telecom puts before each.
    """
    book = read_templates(folder, report)
    known = {occasion.id: occasion for occasion in (*occasions, DIGEST)}
    for template in book.templates:
        for what, do in _faults(template, known, matters, sign):
            report.add(
                PackError("message.fault", what=f"消息“{template.id}”{what}", do=do, place=template.place)
            )
    for fault in (*_missing(book, known.values()), *_twice(book)):
        report.add(fault)


def _faults(
    template: Template, known: Mapping[str, Occasion], matters: Collection[str], sign: str
) -> Iterator[tuple[str, str]]:
    occasion = known.get(template.id)
    if occasion is None:
        near = nearest_name(template.id, known)
        yield "没有人会发", f"是不是“{near}”？" if near else f"可以写的有：{'、'.join(sorted(known))}"
        return
    for name in names_in(template.title + template.body):
        if name not in occasion.names:
            yield f"用了没有的名称“{name}”", f"可以用的有：{'、'.join(occasion.names) or '没有'}"
            return
    if len(filled(template.body, dict(occasion.widest))) > LONGEST_BODY:
        yield f"最长会超过{LONGEST_BODY}个字", "请写短一些，细节在办件页面上"
    yield from _open_channel(template, occasion, matters, sign)


def _open_channel(
    template: Template, occasion: Occasion, matters: Collection[str], sign: str
) -> Iterator[tuple[str, str]]:
    """What stands on a lock screen."""
    allowed = DIGEST_NAMES if occasion is DIGEST else ()
    named = [name for name in names_in(template.sms) if name not in allowed]
    if named:
        yield f"的短信写了“{named[0]}”", "短信别人也看得到：不写事项、姓名、编号，请他登录查看"
        return
    said = [matter for matter in matters if matter in template.sms]
    if said:
        yield f"的短信说了是什么事（{said[0]}）", "请只说有新进展，请他登录查看"
    written = filled(template.sms, dict(occasion.widest))
    if len(written) + len(f"【{sign}】") > ONE_SMS:
        yield f"的短信连签名超过{ONE_SMS}个字，要算两条", "请写短一些"
    if any(run.isdigit() and len(run) >= _FIGURES for run in written.split()):
        yield "的短信里有一长串数字", "短信不写编号"


def _missing(book: TemplateBook, known: Iterable[Occasion]) -> Iterator[PackError]:
    """Every occasion has words for the whole country: a region without any would stay silent."""
    nation = {template.id for template in book.templates if template.region == _NATION}
    for occasion in known:
        if occasion.id not in nation:
            what = f"没有写“{occasion.id}”发生时告诉当事人的话"
            place = Place(f"{_NATION}/messages", 0)
            yield PackError("message.missing", what=what, do="请在 100000/messages 里补上", place=place)


def _twice(book: TemplateBook) -> Iterator[PackError]:
    for later in overlapping(book.templates):
        what = f"消息“{later.id}”同一天有两种说法"
        yield PackError("message.twice", what=what, do="请给前一个写 until", place=later.place)
