"""Two records of one person are made one, and parted again: by somebody who has looked, never by machine."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from huigong.audit.former import MERGED_VERB, PARTED_VERB, RESTORED_VERB
from huigong.directory.assurance import Assurance
from huigong.directory.models import Account
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict, Invalid
from huigong.registry import heard, involved, lookup, uniting
from huigong.registry.actions import duplicates
from huigong.registry.models import Person, PossibleDuplicate, SameOrNot, UnitedRecord
from huigong.registry.recording import keep, record_on
from huigong.registry.unions import union_not_found
from huigong.registry.uniting import Before


@dataclass(frozen=True)
class Parted:
    """The record that is there again, and how many rows could not be put back."""

    person: Person
    lost: int


@transaction.atomic
def unite(*, by: Principal, now: datetime, pair_id: str, keep_id: str, reason: str) -> UnitedRecord:
    """Both records of a pair are of one person: the one of `keep_id` stays, the other becomes part of it.

    A login of the other opens the one that stays, where that has none. Raises `DomainError`: `duplicates.not_found`,
    `duplicates.decided`, `duplicates.no_reason`, `duplicates.keep`, `person.both_needed`, `person.own_matter`, `access.denied`.
    """
    pair = duplicates.waiting(pair_id)
    duplicates.require_may_decide(by, pair, now=now)
    line = duplicates.required_reason(reason)
    rows = {row.public_id: row for row in _held(pair.first_id, pair.second_id)}
    kept = rows.pop(lookup.public_uuid(keep_id), None)
    if kept is None or len(rows) != 1:
        raise Invalid(
            "duplicates.keep",
            about="keep",
            what="没有选留下哪一份",
            why="合并以后只有一个身份证号",
            do="请选现在有效的那张身份证的档案",
        )
    (gone,) = rows.values()
    gone_id, account = gone.public_id.hex, gone.account
    gone.account = None
    gone.save(update_fields=["account"])
    union, counted = uniting.unite(gone, kept, by=by, now=now, reason=line, account=account)
    if account is not None and kept.account_id is None:
        _open_by(account, kept, by=by, now=now)
    record_on(kept, MERGED_VERB, by=by, now=now, data={"said": gone_id, **counted})
    return union


@transaction.atomic
def part(
    *, by: Principal, now: datetime, union_id: str, reason: str, to_gone: Collection[str] = ()
) -> Parted:
    """What was made one was two people: both records are there again, and nobody asks about the two any more.

    `to_gone` names what came since and belongs to the record that was gone (`uniting.since`); the rest stays.
    Raises `DomainError`: `unions.not_found`, `duplicates.no_reason`, `person.number_taken`, `person.own_matter`,
    `access.denied`.
    """
    line = duplicates.required_reason(reason)
    rows = UnitedRecord.objects.select_for_update(of=("self",)).filter(parted_at=None)
    union = rows.filter(public_id=lookup.public_uuid(union_id)).first()
    if union is None:
        raise union_not_found()
    (kept,) = _held(union.kept_id)
    union.kept = kept
    by.require(Permission.PERSON_REGISTER, region=kept.residence)
    involved.require_apart(by, kept, on=localdate(now))
    before = Before.read(union.before)
    by.require(Permission.PERSON_REGISTER, region=str(before.person["residence"]))
    try:
        with transaction.atomic():
            gone, lost = uniting.part(union, to_gone=to_gone, by=by, now=now)
    except IntegrityError as error:
        raise Conflict(
            "person.number_taken",
            what="这两份档案现在不能分开",
            why="并入的那个身份证号，后来又登记了一个人",
            do="请先到“疑似重复”把后来登记的那份合并进来，再分开",
        ) from error
    involved.require_apart(by, gone, on=localdate(now))
    _give_back_login(before, kept, gone, by=by, now=now)
    union.parted_at, union.parted_by, union.parted_because = now, by.account_id, line
    union.save(update_fields=["parted_at", "parted_by", "parted_because"])
    _never_ask_again(kept, gone, reason=line, by=by, now=now)
    record_on(
        kept,
        PARTED_VERB,
        by=by,
        now=now,
        data={"said": gone.public_id.hex, "to_gone": len(to_gone), "lost": lost},
    )
    record_on(gone, RESTORED_VERB, by=by, now=now, data={"from": kept.public_id.hex})
    return Parted(gone, lost)


def _held(*keys: int) -> list[Person]:
    """The rows, locked in one order."""
    return list(Person.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))


def _open_by(account: Account, kept: Person, *, by: Principal, now: datetime) -> None:
    """The login of the record that is gone opens the one that stays: papers of both were seen before."""
    old, kept.account, kept.phone = kept.phone, account, account.phone
    kept.assurance = Assurance.CHECKED.value
    keep(kept, by=by, now=now)
    heard.phone_changed(kept, old=old, by=by, now=now)


def _give_back_login(before: Before, kept: Person, gone: Person, *, by: Principal, now: datetime) -> None:
    """The login opens the record again that it opened before, unless it is somebody else's by now."""
    account = Account.objects.filter(pk=before.account).first() if before.account else None
    if account is None:
        return
    if kept.account_id == account.pk:
        kept.account = None
        if kept.phone == account.phone:
            kept.phone, kept.assurance = before.kept["phone"], before.kept["assurance"]
        keep(kept, by=by, now=now)
    if not Person.objects.filter(account=account).exists():
        gone.account = account
        gone.save(update_fields=["account"])


def _never_ask_again(kept: Person, gone: Person, *, reason: str, by: Principal, now: datetime) -> None:
    said = {
        "verdict": SameOrNot.DIFFERENT.value,
        "reason": reason,
        "decided_at": now,
        "decided_by": by.account_id,
    }
    pair = PossibleDuplicate.objects.filter(first__in=(kept, gone), second__in=(kept, gone))
    if not pair.update(**said):
        PossibleDuplicate.objects.create(first=kept, second=gone, likely=0, evidence="", found_at=now, **said)
