"""How text messages fare, which also bring the codes of the login."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from huigong.kernel.health import Sign, State
from huigong.kernel.sentences import say
from huigong.messages import queries, sms

_LATE_SENDING = timedelta(minutes=10)  # our own measure; no law says so


def sending(viewer: Any, now: datetime) -> Sign:
    """What should have been sent by now, and what failed within a day."""
    outbox = queries.outbox(before=now - _LATE_SENDING, since=now - timedelta(days=1))
    says = say(
        "过了时间还没发 {late} 条；一天内发送失败 {failed} 条",
        late=str(outbox.late),
        failed=str(outbox.failed),
    )
    state = State.ALARM if outbox.late else State.LOOK if outbox.failed else State.FINE
    do = (
        "" if state is State.FINE else say("请核对短信平台和例行任务；失败的由经办部门在“没送到的消息”里处理")
    )
    return Sign(say("短信"), state, says, do)


def safety(viewer: Any, now: datetime) -> Sign:
    """Whether codes reach a phone, and whether officials who see numbers in full need a second factor."""
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
