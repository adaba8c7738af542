"""What people are told of places."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from huigong.audit.subjects import subject_of
from huigong.kernel.days import in_words
from huigong.kernel.sentences import listed, say, wording
from huigong.messages.actions.telling import tell
from huigong.messages.occasions import Occasion
from huigong.offers.kinds import Silence
from huigong.offers.models import Hold, Request, Round
from huigong.offers.shelf import book

_LONGEST_ANSWER = "请在2026年11月30日以前答复（包括这一天）。到期没有答复的，当作放弃，名额给下一个人。"
OFFERED = Occasion(
    "place-offered", (("名额", "攀枝花市仁和区公共租赁住房河滨小区"), ("答复", _LONGEST_ANSWER))
)
NOT_YET = Occasion("place-not-yet", (("轮次", "攀枝花市仁和区二〇二六年秋季公共租赁住房"),))
LOST = Occasion(
    "place-not-given", (("名额", "攀枝花市仁和区公共租赁住房河滨小区"), ("原因", "还有不清楚的，请先补上。"))
)
ALL = (OFFERED, NOT_YET, LOST)
_BARRED = wording("到了领取的时候不符合条件，请打开看原因。")
_SILENCE = {
    Silence.DECLINE: wording("到期没有答复的，当作放弃，名额给下一个人。"),
    Silence.ACCEPT: wording("到期没有答复的，名额就归您。"),
}


def tell_offered(hold: Hold, silence: Silence, *, now: datetime) -> None:
    """The person is told that a place is kept, until when, and what silence means."""
    answer: str = wording("请尽快答复。")
    if hold.answer_by is not None:
        answer = say(
            "请在{day}以前答复（包括这一天）。{silence}",
            day=in_words(hold.answer_by),
            silence=_SILENCE[silence],
        )
    offer = hold.offer
    tell(
        people=[hold.request.person],
        event=f"place {hold.pk}",
        about=subject_of(hold.request),
        template=OFFERED.id,
        values={"名额": offer.name, "答复": answer},
        region=offer.region,
        office=offer.office,
        now=now,
    )


def tell_lost(hold: Hold, missing: Sequence[str], *, now: datetime) -> None:
    """Nobody answered, and the place is not theirs: what was not known, or that the reason stands with their request."""
    offer = hold.offer
    why = (
        say("还有不清楚的：{missing}。请先补上，再等下一个名额。", missing=listed(missing))
        if missing
        else _BARRED
    )
    tell(
        people=[hold.request.person],
        event=f"place {hold.pk} lost",
        about=subject_of(hold.request),
        template=LOST.id,
        values={"名额": offer.name, "原因": why},
        region=offer.region,
        office=offer.office,
        now=now,
    )


def tell_not_yet(round: Round, requests: Collection[Request], *, now: datetime) -> None:
    """Those who wait on are told that the result is there."""
    for request in requests:
        tell(
            people=[request.person],
            event=f"round {round.public_id.hex} {request.number}",
            about=subject_of(request),
            template=NOT_YET.id,
            values={"轮次": round.name},
            region=round.region,
            office=round.office,
            now=now,
        )


def matters() -> Collection[str]:
    """What no short message may name: which kind of place somebody asked for."""
    return {written.entry["name"] for written in book().shelf.written if written.entry["name"]}
