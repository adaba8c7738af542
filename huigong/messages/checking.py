"""What is wrong with the messages of the packs, in words: for `huigong pack check`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from huigong.kernel.packs import PackError, Place, Report, nearest_name
from huigong.kernel.sentences import listed, say, wording
from huigong.messages.digests import DIGEST, DIGEST_NAMES
from huigong.messages.occasions import Occasion
from huigong.messages.templates import Template, TemplateBook, filled, names_in, read_templates

_OF_SEVERAL = 67  # characters of each, where a text is cut into several
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
        occasion = known.get(template.id)
        if occasion is None:
            report.add(_fault(template, "没有人会发", _near(template.id, known)))
            continue
        for _part, what, do in faults(template, occasion, matters, sign):
            report.add(_fault(template, what, do))
    for fault in (*_missing(book, known.values()), *_twice(book)):
        report.add(fault)


def _fault(template: Template, what: str, do: str) -> PackError:
    return PackError("message.fault", what=f"消息“{template.id}”{what}", do=do, place=template.place)


def _near(template_id: str, known: Mapping[str, Occasion]) -> str:
    near = nearest_name(template_id, known)
    return f"是不是“{near}”？" if near else f"可以写的有：{'、'.join(sorted(known))}"


def parts(text: str) -> int:
    """How many short messages a telecom makes of it: beyond one, each gives some characters to its number."""
    return 1 if len(text) <= ONE_SMS else -(-len(text) // _OF_SEVERAL)


def signed(text: str, sign: str) -> str:
    """The short message as it reaches a phone."""
    return f"【{sign}】{text}"


def faults(
    template: Template, occasion: Occasion, matters: Collection[str], sign: str
) -> Iterator[tuple[str, str, str]]:
    """Which part of a text is at fault (`title`, `body`, `sms`), what is wrong with it and what to do."""
    for part in ("title", "body"):
        for name in names_in(getattr(template, part)):
            if name not in occasion.names:
                known = listed(occasion.names) if occasion.names else wording("没有")
                yield (
                    part,
                    say("用了没有的名称“{name}”", name=name),
                    say("可以用的有：{known}", known=known),
                )
                return
    if len(filled(template.body, dict(occasion.widest))) > LONGEST_BODY:
        yield "body", say("最长会超过{n}个字", n=LONGEST_BODY), say("请写短一些，细节在办件页面上")
    for what, do in _open_channel(template, occasion, matters, sign):
        yield "sms", what, do


def _open_channel(
    template: Template, occasion: Occasion, matters: Collection[str], sign: str
) -> Iterator[tuple[str, str]]:
    """What stands on a lock screen."""
    allowed = DIGEST_NAMES if occasion.id == DIGEST.id else ()
    named = [name for name in names_in(template.sms) if name not in allowed]
    if named:
        yield (
            say("短信里写了“{name}”", name=named[0]),
            say("短信别人也看得到：不写事项、姓名、编号，请他登录查看"),
        )
        return
    said = [matter for matter in matters if matter in template.sms]
    if said:
        yield say("短信里说了是什么事（{matter}）", matter=said[0]), say("请只说有新进展，请他登录查看")
    written = signed(filled(template.sms, dict(occasion.widest)), sign)
    if len(written) > ONE_SMS:
        yield (
            say("短信连签名有{count}个字，要算{parts}条", count=len(written), parts=parts(written)),
            say("请写短一些，连签名不超过{most}个字", most=ONE_SMS),
        )
    if any(run.isdigit() and len(run) >= _FIGURES for run in written.split()):
        yield say("短信里有一长串数字"), say("短信不写编号")


def _missing(book: TemplateBook, known: Iterable[Occasion]) -> Iterator[PackError]:
    """Every occasion has words for the whole country: a region without any would stay silent."""
    nation = {template.id for template in book.templates if template.region == _NATION}
    for occasion in known:
        if occasion.id not in nation:
            what = f"没有写“{occasion.id}”发生时告诉当事人的话"
            place = Place(f"{_NATION}/messages", 0)
            yield PackError("message.missing", what=what, do="请在 100000/messages 里补上", place=place)


def _twice(book: TemplateBook) -> Iterator[PackError]:
    for earlier, later in zip(book.templates, book.templates[1:], strict=False):
        same = (earlier.id, earlier.region) == (later.id, later.region)
        if same and (earlier.valid_until is None or earlier.valid_until >= later.valid_from):
            what = f"消息“{later.id}”同一天有两种说法"
            yield PackError("message.twice", what=what, do="请给前一个写 until", place=later.place)
