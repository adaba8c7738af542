"""The seed of a round becomes known, after its list was closed.

Whoever closes the list never has the seed in hand: an event's outcome is written down by one official and confirmed by
another, who did not close the list; two parties promise their secrets by two accounts before the list is closed.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huigong.casework.timekeeping import day_of
from huigong.directory.principals import Principal
from huigong.directory.queries import same_official
from huigong.kernel.errors import Conflict, Denied, Invalid
from huigong.kernel.sentences import say
from huigong.kernel.writing import said
from huigong.offers import lots
from huigong.offers.access import round_of
from huigong.offers.actions.rounds import at, tell
from huigong.offers.lots import PublicEvent, Revealed
from huigong.offers.models import Commitment, Round, Stage
from huigong.offers.outcomes import written_as
from huigong.offers.published import Source, seed_of

_DIGEST, _HEX = 64, frozenset("0123456789abcdef")


@transaction.atomic
def commit(*, round_id: str, party: str, digest: str, by: Principal, now: datetime) -> None:
    """Keeps what a party publishes of its secret, while people still ask; each party by an official of its own.

    Raises `DomainError`: `round.not_found`, `access.denied`, `round.stage`, `lot.too_late`, `lot.digest`,
    `lot.same_official`.
    """
    round = at(round_of(by, round_id, on=day_of(now)), Stage.OPEN)
    digest = said(digest).lower()
    if len(digest) != _DIGEST or not _HEX.issuperset(digest):
        raise Invalid(
            code="lot.digest",
            about="digest",
            what="密语摘要不对",
            why="应为64位十六进制字符",
            do="请重新算一次",
        )
    rows = Commitment.objects.filter(round=round)
    if round.event or rows.filter(party=said(party)).exists():
        raise Conflict(
            code="lot.too_late",
            what="不能再登记密语摘要",
            why="这一轮由公开事件产生种子，或者这一方登记过了",
        )
    _require_another(by, *rows.values_list("committed_by", flat=True), why="另一方的摘要也是您登记的")
    Commitment.objects.create(
        round=round, party=said(party), digest=digest, committed_at=now, committed_by=by.account_id
    )
    tell(round, "offers.round.committed", by=by, now=now, data={"party": said(party), "digest": digest})


@transaction.atomic
def enter(*, round_id: str, outcome: str, by: Principal, now: datetime) -> str:
    """What came out of the public event, in its one spelling, which it gives; another official has to confirm it.

    Until then it may be written anew. Raises `DomainError`: `round.not_found`, `access.denied`, `round.stage`,
    `lot.drawn`, `lot.no_event`, `lot.too_early` before the day of the event, `lot.outcome`.
    """
    round = _undrawn(by, round_id, now=now)
    round.outcome, round.outcome_by = _outcome(round, outcome, now=now), by.account_id
    round.save(update_fields=["outcome", "outcome_by"])
    tell(round, "offers.round.outcome_entered", by=by, now=now, data={"outcome": round.outcome})
    return round.outcome


@transaction.atomic
def confirm(*, round_id: str, outcome: str, by: Principal, now: datetime) -> str:
    """A second official, who did not close the list, writes the same outcome: the seed becomes known, which it gives.

    Raises `DomainError`: as `enter`, and `lot.not_entered`, `lot.same_official`, `lot.outcome_differs`.
    """
    round = _undrawn(by, round_id, now=now)
    if not round.outcome:
        raise Conflict(code="lot.not_entered", what="还没有人登记公开事件的结果", do="请先由一个人登记")
    _require_another(by, round.outcome_by, round.closed_by, why="结果是您登记的，或者名单是您关闭的")
    if _outcome(round, outcome, now=now) != round.outcome:
        raise Conflict(
            code="lot.outcome_differs",
            about="outcome",
            what="两个人写的结果不一样",
            why=say("先登记的是{outcome}", outcome=round.outcome),
            do="请对照公布的原样；先登记的写错了，请重新登记",
        )
    return _drawn(round, by=by, now=now)


@transaction.atomic
def reveal(*, round_id: str, party: str, secret: str, by: Principal, now: datetime) -> str:
    """A party tells its secret, by the official who promised it; the seed once all have, "" before.

    Raises `DomainError`: `round.not_found`, `access.denied`, `round.stage`, `lot.drawn`, `lot.parties`,
    `lot.same_official`, `lot.secret_short`, `lot.reveal_differs`.
    """
    round = _undrawn(by, round_id, now=now)
    row = Commitment.objects.filter(round=round, party=said(party)).first()
    if row is None:
        raise Invalid(
            code="lot.parties",
            about="party",
            what="这一方没有登记过密语摘要",
            why="关闭名单以前登记过摘要的才能公布密语",
        )
    if not same_official(by.account_id, row.committed_by):
        raise Denied(
            code="lot.same_official",
            what="您不能公布这一方的密语",
            why="密语由登记摘要的人公布",
            do="请登记摘要的人来公布",
        )
    if lots.commitment(round.public_id.hex, row.party, secret) != row.digest:
        raise Invalid(
            code="lot.reveal_differs",
            about="secret",
            what=f"{row.party}公布的密语和先前的摘要对不上",
            do="请公布原来的密语",
        )
    row.secret, row.revealed_at = secret, now
    row.save(update_fields=["secret", "revealed_at"])
    tell(round, "offers.round.revealed", by=by, now=now, data={"party": row.party})
    # if one could stay silent, it could choose
    silent = Commitment.objects.filter(round=round, secret="").exists()
    return "" if silent else _drawn(round, by=by, now=now)


def source_of(round: Round) -> Source:
    """Where the seed of a drawn round came from."""
    if round.event:
        return PublicEvent(round.event, round.outcome)
    rows = Commitment.objects.filter(round=round).exclude(secret="").order_by("party")
    return [Revealed(row.party, row.secret, row.digest) for row in rows]


def _drawn(round: Round, *, by: Principal, now: datetime) -> str:
    round.seed = seed_of(round.list_digest, source_of(round), round=round.public_id.hex)
    round.save(update_fields=["seed"])
    tell(round, "offers.round.drawn", by=by, now=now, data={"seed": round.seed})
    return round.seed


def _undrawn(by: Principal, round_id: str, *, now: datetime) -> Round:
    round = at(round_of(by, round_id, on=day_of(now)), Stage.FROZEN)
    if round.seed:
        raise Conflict(code="lot.drawn", what="种子已经定了", why="定了的种子不能再换")
    return round


def _outcome(round: Round, outcome: str, *, now: datetime) -> str:
    if not round.event:
        raise Conflict(code="lot.no_event", what="这一轮没有公开事件", why="由各方的密语产生种子")
    if round.event_on is not None and day_of(now) < round.event_on:
        raise Conflict(
            code="lot.too_early",
            what="公开事件还没有发生",
            why=say("要等到{day}", day=round.event_on.isoformat()),
        )
    return written_as(round.event_form, outcome)


def _require_another(by: Principal, *others: str, why: str) -> None:
    if any(same_official(by.account_id, other) for other in others if other):
        raise Denied(code="lot.same_official", what="这一步要换一个人办", why=why, do="请同事来办")
