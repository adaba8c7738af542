"""Two records of one person are made one, and parted again: by somebody who has looked, never by machine."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from huigong.audit.former import MERGED_VERB, PARTED_VERB, RESTORED_VERB
from huigong.directory.assurance import Assurance
from huigong.directory.models import Account
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict, Invalid
from huigong.registry import heard, involved, lookup, numbers, uniting
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
    rows = {row.public_id: row for row in (pair.first, pair.second)}
    kept = rows.pop(lookup.public_uuid(keep_id), None)
    if kept is None:
        raise Invalid(
            "duplicates.keep",
            about="keep",
            what="没有选留下哪一份",
            why="合并以后只有一个身份证号",
            do="请选现在有效的那张身份证的档案",
        )
    (gone,) = rows.values()
    return _taken_in(gone, kept, by=by, now=now, reason=line)


@transaction.atomic
def part(
    *, by: Principal, now: datetime, union_id: str, reason: str, to_gone: Collection[str] = ()
) -> Parted:
    """What was made one was two people: both records are there again, and nobody asks about the two any more.

    `to_gone` names what came since and belongs to the record that was gone (`uniting.since`); the rest stays. Where
    somebody was registered with its number meanwhile, what was its own goes to that record: one number is one person.
    Raises `DomainError`: `unions.not_found`, `unions.changed_meanwhile`, `duplicates.no_reason`, `person.own_matter`,
    `person.number_taken` where that record has another name or is the one that was kept, `access.denied`.
    """
    line = duplicates.required_reason(reason)
    rows = UnitedRecord.objects.select_for_update(of=("self",)).filter(parted_at=None)
    union = rows.filter(public_id=lookup.public_uuid(union_id)).first()
    if union is None:
        raise union_not_found()
    later_key = _with_number_of(union)
    people = {each.pk: each for each in duplicates.held(union.kept_id, *later_key)}
    union.kept = kept = people[union.kept_id]
    by.require(Permission.PERSON_REGISTER, region=kept.residence)
    involved.require_apart(by, kept, on=localdate(now))
    before = Before.read(union.before)
    by.require(Permission.PERSON_REGISTER, region=str(before.person["residence"]))
    later = _registered_since(union, before, people, by=by, now=now)
    gone, lost = uniting.part(
        union, to_gone=to_gone, by=by, now=now, assurance=Assurance.PHONE if later else None
    )
    involved.require_apart(by, gone, on=localdate(now))
    _give_back_login(before, kept, gone, by=by, now=now)
    union.parted_at, union.parted_by, union.parted_because = now, by.account_id, line
    union.save(update_fields=["parted_at", "parted_by", "parted_because"])
    record_on(
        kept,
        PARTED_VERB,
        by=by,
        now=now,
        data={"to_gone": len(to_gone), "lost": lost},
    )
    record_on(gone, RESTORED_VERB, by=by, now=now, data={})
    if later is not None:
        _taken_in(gone, later, by=by, now=now, reason=line)
    _never_ask_again(kept, later or gone, reason=line, by=by, now=now)
    return Parted(later or gone, lost)


def _taken_in(gone: Person, kept: Person, *, by: Principal, now: datetime, reason: str) -> UnitedRecord:
    """`gone` becomes part of `kept`, which its login opens where that has none."""
    gone_id, account = gone.public_id.hex, gone.account
    gone.account = None
    gone.save(update_fields=["account"])
    union, counted = uniting.unite(gone, kept, by=by, now=now, reason=reason, account=account)
    if account is not None and kept.account_id is None:
        _open_by(account, kept, by=by, now=now)
    record_on(kept, MERGED_VERB, by=by, now=now, data={"said": gone_id, **counted})
    return union


def _with_number_of(union: UnitedRecord) -> list[int]:
    """The key of who is on record with the number of the record that is gone; none or one."""
    rows = Person.objects.on_record().filter(
        numbers.with_number(union.gone_paper, union.gone_number, union.gone_country)
    )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:1])


def _registered_since(
    union: UnitedRecord, before: Before, people: Mapping[int, Person], *, by: Principal, now: datetime
) -> Person | None:
    """Who was registered with the number of the record that is gone; None where nobody was, or it was no record.

    `people` are those who were locked, by key, in the order in which everybody locks them.
    Raises `DomainError`: `unions.changed_meanwhile`, `person.number_taken`, `person.own_matter`, `access.denied`.
    """
    key = next(iter(_with_number_of(union)), None)
    if key is None or before.person["assurance"] == Assurance.PHONE:
        return None
    if key not in people:  # since the lock; to lock now would break the order
        raise Conflict(
            "unions.changed_meanwhile",
            what="这两份档案还没有分开",
            why="并入的那个身份证号，刚刚登记给了一个人",
            do="请刷新这一页，看清楚后再办一次",
        )
    later = people[key]
    by.require(Permission.PERSON_REGISTER, region=later.residence)
    involved.require_apart(by, later, on=localdate(now))
    if later.pk == union.kept_id or later.name != union.gone_name:
        raise Conflict(
            "person.number_taken",
            what="这两份档案现在不能分开",
            why="并入的那个身份证号，后来登记在另一个姓名下",
            do="请先看两个人的证件，核对后来登记的那份姓名对不对",
        )
    return later


def _open_by(account: Account, kept: Person, *, by: Principal, now: datetime) -> None:
    """The login of the record that is gone opens the one that stays: papers of both were seen before."""
    old, kept.account, kept.phone = kept.phone, account, account.phone
    if not Assurance(kept.assurance).reaches(Assurance.CHECKED):
        kept.assurance = Assurance.CHECKED.value
    keep(kept, by=by, now=now)
    heard.phone_changed(kept, old=old, by=by, now=now)


def _give_back_login(before: Before, kept: Person, gone: Person, *, by: Principal, now: datetime) -> None:
    """The login opens the record again that it opened before, unless it is somebody else's by now."""
    account = Account.objects.filter(pk=before.account).first() if before.account else None
    if account is None:
        return
    if kept.account_id == account.pk:
        old, kept.account = kept.phone, None
        if kept.phone == account.phone:
            kept.phone, kept.assurance = before.kept["phone"], before.kept["assurance"]
        keep(kept, by=by, now=now)
        heard.phone_changed(kept, old=old, by=by, now=now)
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
