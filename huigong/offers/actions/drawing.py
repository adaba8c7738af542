"""The seed of a round becomes known, after its list was closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from huigong.casework.timekeeping import day_of
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict, Invalid
from huigong.kernel.sentences import say
from huigong.kernel.writing import said
from huigong.offers.access import round_of
from huigong.offers.actions.rounds import at, tell
from huigong.offers.lots import PublicEvent, Revealed
from huigong.offers.models import Commitment, Round, Stage
from huigong.offers.published import Source, seed_of

_DIGEST, _HEX = 64, frozenset("0123456789abcdef")


@transaction.atomic
def commit(*, round_id: str, party: str, digest: str, by: Principal, now: datetime) -> None:
    """Keeps what a party publishes of its secret, before anybody tells one.

    Raises `DomainError`: `round.not_found`, `access.denied`, `round.stage`, `lot.too_late`, `lot.digest`.
    """
    round = at(round_of(by, round_id), Stage.FROZEN)
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
    if round.event or rows.exclude(secret="").exists() or rows.filter(party=said(party)).exists():
        raise Conflict(
            code="lot.too_late",
            what="不能再登记密语摘要",
            why="这一轮由公开事件产生种子，或者已经有密语公布，或者这一方登记过了",
        )
    Commitment.objects.create(round=round, party=said(party), digest=digest, committed_at=now)
    tell(round, "offers.round.committed", by=by, now=now, data={"party": said(party), "digest": digest})


@transaction.atomic
def draw(
    *,
    round_id: str,
    outcome: str = "",
    secrets: Mapping[str, str] | None = None,
    by: Principal,
    now: datetime,
) -> str:
    """The seed becomes known: by what came out of the public event, or by the secrets of the parties; it gives the seed.

    Raises `DomainError`: `round.not_found`, `access.denied`, `round.stage`, `lot.drawn`, `lot.too_early` before the day of
    the event, `lot.outcome`, `lot.parties`, `lot.reveal_differs`.
    """
    round = at(round_of(by, round_id), Stage.FROZEN)
    if round.seed:
        raise Conflict(code="lot.drawn", what="种子已经定了", why="定了的种子不能再换")
    if round.event:
        _outcome(round, said(outcome), now=now)
    else:
        _reveal(round, secrets or {}, now=now)
    round.seed = seed_of(round.list_digest, source_of(round))
    round.save(update_fields=["seed", "outcome"])
    tell(round, "offers.round.drawn", by=by, now=now, data={"seed": round.seed})
    return round.seed


def source_of(round: Round) -> Source:
    """Where the seed of a drawn round came from."""
    if round.event:
        return PublicEvent(round.event, round.outcome)
    rows = Commitment.objects.filter(round=round).exclude(secret="").order_by("party")
    return [Revealed(row.party, row.secret, row.digest) for row in rows]


def _outcome(round: Round, outcome: str, *, now: datetime) -> None:
    if round.event_on is not None and day_of(now) < round.event_on:
        raise Conflict(
            code="lot.too_early",
            what="公开事件还没有发生",
            why=say("要等到{day}", day=round.event_on.isoformat()),
        )
    if not outcome:
        raise Invalid(code="lot.outcome", about="outcome", what="没有写公开事件的结果", do="请照公布的原样写")
    round.outcome = outcome


def _reveal(round: Round, secrets: Mapping[str, str], *, now: datetime) -> None:
    """Every party that committed tells its secret: if one could stay silent, it could choose."""
    rows = list(Commitment.objects.filter(round=round).order_by("party"))
    if {row.party for row in rows} != set(secrets):
        raise Invalid(
            code="lot.parties",
            about="secrets",
            what="要所有承诺过的各方都公布密语",
            why="谁可以不公布，谁就可以挑选结果",
            do="请补齐；哪一方不肯公布的，请重新开始一轮",
        )
    for row in rows:
        row.secret, row.revealed_at = secrets[row.party], now
        row.save(update_fields=["secret", "revealed_at"])
