"""How the installation fares, for its administrators: counts and times of the machine, nothing of any person.

The machine is everybody's; the posts are those where the viewer manages accounts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.utils.timezone import localdate, localtime

from huigong.audit import queries as trail
from huigong.casework.queries.posts import empty_posts
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.files import backup
from huigong.kernel import packs
from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.sentences import say
from huigong.messages import queries as messages
from huigong.messages import sms

# Our own measure of what somebody should look at; no law says so.
_NIGHTS = timedelta(days=2)
_LATE_SENDING = timedelta(minutes=10)
_BACKUP = timedelta(days=7)
_SPACE = {"alarm": 5, "look": 15}  # percent of the disk that is free
_MIB = 1024 * 1024


class State(StrEnum):
    """How urgent a sign is."""

    FINE = "fine"
    LOOK = "look"
    ALARM = "alarm"


@dataclass(frozen=True)
class Sign:
    """One thing that was looked at: what it is, how it stands, what it says, and what to do where it is not fine."""

    what: str
    state: State
    says: str
    do: str = ""


def signs(viewer: Principal, *, now: datetime) -> tuple[Sign, ...]:
    """What is most urgent first; a dozen quick queries. Raises `DomainError` (`access.denied`)."""
    viewer.require(Permission.ACCOUNT_MANAGE)
    order = (State.ALARM, State.LOOK, State.FINE)
    return tuple(sorted(_signs(viewer, now), key=lambda sign: order.index(sign.state)))


def _signs(viewer: Principal, now: datetime) -> Iterator[Sign]:
    yield _posts(viewer, localdate(now))
    yield _sealing(now)
    yield _nights(now)
    yield _sending(now)
    yield _backup(now)
    yield _disk()
    yield _packs()
    yield _calendar(localdate(now))
    yield _keys()
    yield _safety()


def _posts(viewer: Principal, today: date) -> Sign:
    """Open tasks at an office where nobody may do them: whoever could is to be given the role."""
    empty = empty_posts(viewer, today=today)
    if not empty:
        return Sign(say("有没有人办"), State.FINE, say("每个有任务的部门都有人能办"))
    named = "；".join(
        say("{office} {kind} {n} 项", office=post.office_name, kind=post.kind, n=str(post.tasks))
        for post in empty[:5]
    )
    return Sign(
        say("有没有人办"),
        State.ALARM,
        say("{n} 处没有人能办：{named}", n=str(len(empty)), named=named),
        say("请在账号与角色里给这个部门的人分配角色，或者请农民工办改由别的部门办"),
    )


def _sealing(now: datetime) -> Sign:
    tail = trail.tail(now=now)
    says = say("等待封存 {n} 条", n=str(tail.unsealed))
    if tail.alarms:
        return Sign(
            say("审计记录的封存"),
            State.ALARM,
            "；".join(tail.alarms),
            say("请看 huigong routines 在不在运行，再告诉审计员"),
        )
    return Sign(say("审计记录的封存"), State.FINE, says)


def _nights(now: datetime) -> Sign:
    """The trail is walked every night: where it was not, the other routines of the night did not run either."""
    checked = trail.tail(now=now).checked_at
    says = say("最近一次：{at}", at=_time(checked)) if checked else say("还没有做过")
    late = checked is None or now - checked > _NIGHTS
    do = say("请运行 huigong serve，或者单独运行 huigong routines") if late else ""
    return Sign(say("夜里的例行任务"), State.ALARM if late else State.FINE, says, do)


def _sending(now: datetime) -> Sign:
    outbox = messages.outbox(before=now - _LATE_SENDING, since=now - timedelta(days=1))
    says = say(
        "过了时间还没发 {late} 条；一天内发送失败 {failed} 条",
        late=str(outbox.late),
        failed=str(outbox.failed),
    )
    state = State.ALARM if outbox.late else State.LOOK if outbox.failed else State.FINE
    do = "" if state is State.FINE else say("请核对短信平台和例行任务；失败的由经办部门在“没通知到的”里处理")
    return Sign(say("短信"), state, says, do)


def _backup(now: datetime) -> Sign:
    made = trail.last_of(backup.VERB, subject=backup.SUBJECT)
    late = made is None or now - made > _BACKUP
    says = say("最近一次：{at}", at=_time(made)) if made else say("没有用 huigong backup 备份过")
    return Sign(
        say("备份"),
        State.LOOK if late else State.FINE,
        says,
        say("请运行 huigong backup，并试着恢复一次") if late else "",
    )


def _disk() -> Sign:
    disk = shutil.disk_usage(settings.DATA_FOLDER)
    percent = 100 * disk.free // disk.total
    says = say("还剩 {percent}%，{free} MiB", percent=str(percent), free=str(disk.free // _MIB))
    state = next((State(name) for name, least in _SPACE.items() if percent < least), State.FINE)
    return Sign(say("磁盘"), state, says, "" if state is State.FINE else say("请腾出空间，或者换大的磁盘"))


def _packs() -> Sign:
    aside = packs.troubles()
    if not aside:
        return Sign(say("政策资料包"), State.FINE, say("全部在用"))
    says = "；".join(f"{error.file} {error.what}" for error in aside[:5])
    return Sign(
        say("政策资料包"),
        State.ALARM,
        say("停用了 {n} 处：{says}", n=str(len(aside)), says=says),
        say("请运行 huigong pack check，改好后重新启动"),
    )


def _calendar(today: date) -> Sign:
    """The notice of a year comes in the autumn before; without it days off are only weekends and statutory holidays."""
    calendar = WorkCalendar.published()
    ahead = (today + timedelta(days=31)).year
    missing = [year for year in sorted({today.year, ahead}) if calendar.day(date(year, 12, 31)).provisional]
    if not missing:
        return Sign(say("节假日安排"), State.FINE, say("{year} 年的已经有了", year=str(ahead)))
    return Sign(
        say("节假日安排"),
        State.LOOK,
        say("还没有 {year} 年的，期限先按周末和法定节日算", year=str(missing[0])),
        say("国务院办公厅的通知出来以后，请更新政策资料包里的节假日表"),
    )


def _keys() -> Sign:
    if "," not in settings.SEALING_KEY:
        return Sign(say("加密密钥"), State.FINE, say("只用一把"))
    return Sign(
        say("加密密钥"),
        State.LOOK,
        say("新旧密钥同时在用"),
        say("请运行 huigong reseal，全部换完再去掉旧密钥"),
    )


def _safety() -> Sign:
    wrong = [sms.warning()] if sms.warning() else []
    if not settings.SECOND_FACTOR_REQUIRED:
        wrong.append(say("能看全号码的账号没有要求手机验证器（HUIGONG_SECOND_FACTOR）"))
    if wrong:
        return Sign(
            say("登录安全"),
            State.ALARM,
            "；".join(wrong),
            say("演示可以这样；有真实的人以前请改好设置，重新启动"),
        )
    return Sign(say("登录安全"), State.FINE, say("要求手机验证器，验证码发到手机"))


def _time(moment: datetime) -> str:
    return f"{localtime(moment):%Y-%m-%d %H:%M}"
