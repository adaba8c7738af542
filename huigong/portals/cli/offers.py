"""`huigong offers`: an office puts offers up and goes through a round, a step at a time.

    huigong offers put-up --as li --office 地区代码/housing --kind flats --name 河滨小区 --places 20
    huigong offers open --as li --office 地区代码/housing --kind flats --name 春季 --closes 2027-03-01 \\
        --event 福利彩票双色球第2027026期 --event-on 2027-03-07 --form "## ## ## ## ## ## + ##" OFFER …
    huigong offers freeze --as li ROUND        closes the list before the event and prints its digest: publish it
    huigong offers draw --as li ROUND --outcome "03 07 11 19 24 32 + 08"
    huigong offers confirm --as wang ROUND --outcome "03 07 11 19 24 32 + 08"
    huigong offers allocate --as li ROUND      works the result out and verifies it
    huigong offers publish --as li ROUND --seen 1   keeps the places for those who got them by that result
    huigong offers show --as li ROUND          what is published, without names
    huigong offers file --as li ROUND 结果.json   for `huigong allocation verify`

Where no event is named, two parties make the seed: before the list is closed each hands in the digest of a secret by an
official of its own (`commit`, `secret` makes one), who tells the secret afterwards (`reveal`). `event` names another event
where the list was not closed in time. `list` shows what there is, `unplaced` who applied for a service and has no place
yet. `--as` is the user name of an official who decides for the office and does not ask in the round, and whose relatives
do not.
"""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate

from huigong.kernel.errors import Invalid
from huigong.kernel.wholefiles import written_whole
from huigong.offers import lots, queries
from huigong.offers.actions import answers, closing, drawing, giving, preferences, put_up, requests, rounds
from huigong.offers.unplaced import unplaced
from huigong.portals.cli.officials import acting
from huigong.portals.cli.shell import day, require_folder


def run(argv: list[str]) -> int:
    """Does one step and prints what came of it; raises `DomainError` for wrong input."""
    wanted = _parser().parse_args(argv)
    now = timezone.now()
    by = acting(wanted.by, now=now)
    acts = {"by": by, "now": now}
    print(_DOES[wanted.verb](wanted, acts))
    return 0


def _put_up(wanted: argparse.Namespace, acts: dict[str, Any]) -> str:
    made = put_up.put_up(
        kind=wanted.kind,
        office=wanted.office,
        name=wanted.name,
        capacity=wanted.places,
        attributes=dict(_pair(each) for each in wanted.says),
        **acts,
    )
    return f"登记了“{made.name}”，{wanted.places} 个名额：{made.public_id.hex}"


def _resize(wanted: argparse.Namespace, acts: dict[str, Any]) -> str:
    given = put_up.resize(offer_id=wanted.offer, capacity=wanted.places, **acts)
    return f"现在有 {wanted.places} 个名额，给了排队的 {given} 人。"


def _open(wanted: argparse.Namespace, acts: dict[str, Any]) -> str:
    made = rounds.open_round(
        kind=wanted.kind,
        office=wanted.office,
        name=wanted.name,
        offers=wanted.offers,
        closes_on=day(wanted.closes) if wanted.closes else None,
        event=wanted.event,
        event_on=day(wanted.event_on) if wanted.event_on else None,
        event_form=wanted.form,
        **acts,
    )
    return f"“{made.name}”开始申请：{made.public_id.hex}"


def _event(wanted: argparse.Namespace, acts: dict[str, Any]) -> str:
    rounds.name_event(
        round_id=wanted.round,
        event=wanted.event,
        event_on=day(wanted.event_on),
        event_form=wanted.form,
        **acts,
    )
    return f"种子改由“{wanted.event}”产生，请公布。"


def _freeze(wanted: argparse.Namespace, acts: dict[str, Any]) -> str:
    digest = closing.freeze(round_id=wanted.round, **acts)
    return f"名单已经关闭。请现在公布摘要，抽签以后谁都能核对：\n{digest}"


def _secret(wanted: argparse.Namespace, _: dict[str, Any]) -> str:
    secret = secrets.token_hex(lots.LEAST_SECRET)
    digest = lots.commitment(wanted.round, wanted.party, secret)
    return f"密语（自己收好，先不要告诉别人）：{secret}\n摘要（交给开展分配的部门）：{digest}"


def _commit(wanted: argparse.Namespace, acts: dict[str, Any]) -> str:
    drawing.commit(round_id=wanted.round, party=wanted.party, digest=wanted.digest, **acts)
    return f"记下了{wanted.party}的密语摘要。"


def _draw(wanted: argparse.Namespace, acts: dict[str, Any]) -> str:
    entered = drawing.enter(round_id=wanted.round, outcome=wanted.outcome, **acts)
    return f"记下了结果“{entered}”，请另一个人确认（confirm）；关闭名单的人不能确认。"


def _confirm(wanted: argparse.Namespace, acts: dict[str, Any]) -> str:
    return f"种子：{drawing.confirm(round_id=wanted.round, outcome=wanted.outcome, **acts)}"


def _reveal(wanted: argparse.Namespace, acts: dict[str, Any]) -> str:
    seed = drawing.reveal(round_id=wanted.round, party=wanted.party, secret=wanted.secret, **acts)
    return f"种子：{seed}" if seed else "记下了，还有一方没有公布密语。"


def _allocate(wanted: argparse.Namespace, acts: dict[str, Any]) -> str:
    result = giving.allocate(round_id=wanted.round, ruling=wanted.ruling, **acts)
    return (
        f"第 {result.number} 次分配，已经核验；看过结果（file），再公布（publish --seen {result.number}）。"
    )


def _publish(wanted: argparse.Namespace, acts: dict[str, Any]) -> str:
    given = giving.publish(round_id=wanted.round, seen=wanted.seen, **acts)
    return f"已经公布，{given} 人分到了名额。"


def _end(wanted: argparse.Namespace, acts: dict[str, Any]) -> str:
    rounds.end(round_id=wanted.round, **acts)
    return "这一轮结束了，名单不再往下给。"


def _prefer(wanted: argparse.Namespace, acts: dict[str, Any]) -> str:
    turns = {number: _whole(turn) for number, turn in map(_pair, wanted.turns)}
    named = preferences.prefer(round_id=wanted.round, offer_id=wanted.offer, turns=turns, **acts)
    return f"排了 {named} 人。"


def _set_aside(wanted: argparse.Namespace, acts: dict[str, Any]) -> str:
    requests.set_aside(request_id=wanted.request, reason=wanted.reason, **acts)
    return "这份申请不列入名单，原因本人看得到。"


def _end_hold(wanted: argparse.Namespace, acts: dict[str, Any]) -> str:
    answers.end(request_id=wanted.request, reason=wanted.reason, **acts)
    return "不再保留，名额给了排在后面的人。"


def _file(wanted: argparse.Namespace, acts: dict[str, Any]) -> str:
    out = Path(wanted.out)
    require_folder(out)
    text = queries.whole(acts["by"], wanted.round, number=wanted.number)
    with written_whole(out) as part:
        part.write_text(text, encoding="utf-8")
    return f"写在“{out}”。核验：huigong allocation verify {out}"


def _show(wanted: argparse.Namespace, _: dict[str, Any]) -> str:
    lines = queries.published(wanted.round)
    return "\n".join("  ".join(line.columns.values()) for line in lines) or "没有人申请。"


def _list(_: argparse.Namespace, acts: dict[str, Any]) -> str:
    viewer = acts["by"]
    lines = [
        f"{each.public_id.hex}  {each.name}  {each.capacity.taken}/{each.capacity.total}"
        for each in queries.offers(viewer)
    ]
    for each in queries.rounds(viewer):
        lines.append(f"{each.public_id.hex}  {each.name}  {each.get_stage_display()}  {each.list_digest}")
    return "\n".join(lines) or "还没有名额。"


def _unplaced(_: argparse.Namespace, acts: dict[str, Any]) -> str:
    lines = [
        f"{each.opened_on}  {each.number}  {each.person}  {each.of}  {each.stands.label}"
        for each in unplaced(acts["by"], on=localdate(acts["now"]))
    ]
    return "\n".join(lines) or "申请了的都有名额。"


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise Invalid("offers.pair", about="pair", what=f"“{text[:40]}”要写成 名称=内容")
    return name, value


def _whole(text: str) -> int:
    if not text.isdecimal():
        raise Invalid("offers.turn", about="turns", what=f"“{text[:40]}”不是第几位", do="从0写起")
    return int(text)


_DOES: dict[str, Callable[[argparse.Namespace, dict[str, Any]], str]] = {
    "list": _list,
    "unplaced": _unplaced,
    "put-up": _put_up,
    "resize": _resize,
    "open": _open,
    "prefer": _prefer,
    "set-aside": _set_aside,
    "end-hold": _end_hold,
    "event": _event,
    "freeze": _freeze,
    "secret": _secret,
    "commit": _commit,
    "draw": _draw,
    "confirm": _confirm,
    "reveal": _reveal,
    "allocate": _allocate,
    "publish": _publish,
    "end": _end,
    "file": _file,
    "show": _show,
}
_OF_A_ROUND = tuple(
    [
        "event",
        "freeze",
        "secret",
        "commit",
        "draw",
        "confirm",
        "reveal",
        "allocate",
        "publish",
        "end",
        "file",
        "show",
        "prefer",
    ]
)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="huigong offers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    made = {verb: verbs.add_parser(verb) for verb in _DOES}
    for each in made.values():
        each.add_argument("--as", dest="by", required=True, metavar="USER", help="工作账号的用户名")
    for verb in _OF_A_ROUND:
        made[verb].add_argument("round", help="轮次的编号")
    _of_offers(made)
    _of_lots(made)
    made["allocate"].add_argument("--ruling", default="", help="重新分配的决定")
    made["set-aside"].add_argument("request", help="申请的编号")
    made["set-aside"].add_argument("--reason", required=True, help="原因，本人看得到")
    made["end-hold"].add_argument("request", help="申请的编号")
    made["end-hold"].add_argument("--reason", required=True, help="为什么不再保留")
    made["publish"].add_argument("--seen", type=int, required=True, help="看过的是第几次分配的结果")
    made["file"].add_argument("out", help="写到哪个文件")
    made["file"].add_argument("--number", type=int, help="第几次的结果；不写是最近一次")
    return parser


def _of_offers(made: dict[str, argparse.ArgumentParser]) -> None:
    for verb in ("put-up", "open"):
        made[verb].add_argument("--office", required=True, help="部门，如 地区代码/housing")
        made[verb].add_argument("--kind", required=True, help="名额种类")
        made[verb].add_argument("--name", required=True, help="名称")
    made["put-up"].add_argument("--places", type=int, required=True, help="几个名额")
    made["put-up"].add_argument("--says", action="append", default=[], metavar="字段=内容")
    made["resize"].add_argument("offer", help="名额的编号")
    made["resize"].add_argument("places", type=int, help="几个名额")
    made["open"].add_argument("offers", nargs="+", help="名额的编号")
    made["open"].add_argument("--closes", default="", help="申请的截止日；随到随分的不写")
    made["prefer"].add_argument("offer", help="名额的编号")
    made["prefer"].add_argument("turns", nargs="+", metavar="申请编号=第几位", help="从0写起")


def _of_lots(made: dict[str, argparse.ArgumentParser]) -> None:
    for verb in ("open", "event"):
        needed = verb == "event"
        made[verb].add_argument("--event", default="", required=needed, help="产生种子的公开事件")
        made[verb].add_argument(
            "--event-on", default="", required=needed, help="它的日期，和截止日至少隔一天"
        )
        made[verb].add_argument(
            "--form", default="", required=needed, help="结果的写法，每一位数字写一个#，其他照样写"
        )
    for verb in ("draw", "confirm"):
        made[verb].add_argument("--outcome", required=True, help="公开事件的结果，照定好的写法")
    made["reveal"].add_argument("--secret", required=True, help="密语")
    for verb in ("secret", "commit", "reveal"):
        made[verb].add_argument("--party", required=True, help="哪一方")
    made["commit"].add_argument("--digest", required=True, help="密语的摘要")
