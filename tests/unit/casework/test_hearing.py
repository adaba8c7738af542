"""A correction today of what was said of last March: which answers change, whose cases it touches, who hears of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from huigong.audit.models import AuditEvent
from huigong.casework.actions import cases
from huigong.casework.models import Decision, Note
from huigong.casework.touched import touched
from huigong.catalogue.turned import Turned, by_correction
from huigong.directory.principals import Grant, Principal
from huigong.kernel.days import in_words
from huigong.kernel.errors import DomainError
from huigong.messages.models import Message
from huigong.registry import facts, putright
from huigong.registry.actions import correcting, engagements, people
from huigong.registry.actions import facts as stating
from huigong.registry.actions.correcting import Right
from huigong.registry.corrections import corrections
from huigong.registry.models import Engagement, Person, PersonFact
from huigong.registry.stamps import stamp_of
from tests.unit.casework.desk import POLICE_OFFICER, applicant, lodge
from tests.unit.registry.someone import CLERK, FAR, HERE, NOW, TODAY

COVER, SITE = "injury-cover-by-project", "在建筑工地工作"
MARCH = date(2016, 3, 1)
LATER = NOW + timedelta(days=1)
NEXT_DAY = TODAY + timedelta(days=1)


@pytest.fixture
def someone(db: None) -> Person:
    """On a building site since March as far as the register knows, with all else that the cover asks about."""
    person = applicant()
    known = {
        "同时干两份活": False,
        "劳动关系已结束": False,
        "谁招用您": "公司或别的单位",
        "工地已参加工伤保险": False,
    }
    for fact, value in known.items():
        given = {"source": "窗口", "verification": "verified", "valid_from": MARCH}
        stating.record(by=CLERK, now=NOW, person_id=person.public_id.hex, fact=fact, value=value, **given)
    return person


def engaged(person: Person, since: date = MARCH, project: str = "虚构桥") -> Engagement:
    firm = engagements.register_employer(by=CLERK, now=NOW, name="虚构建筑公司", region=HERE)
    return engagements.start(
        by=CLERK,
        now=NOW,
        person_id=person.public_id.hex,
        employer_id=firm.public_id.hex,
        place=HERE,
        valid_from=since,
        project=project,
    )


def put_right(
    row: Engagement, *, now: datetime = LATER, by: Principal = CLERK, **right: object
) -> Engagement:
    return correcting.correct(
        by=by,
        now=now,
        person_id=row.person.public_id.hex,
        engagement_id=row.public_id.hex,
        right=Right(**right),
        shown="劳动合同",
    )


def turned(person: Person, *days: date) -> dict[tuple[str, date], Turned]:
    found = by_correction(person, at=LATER, days=days or (NEXT_DAY,))
    return {(each.service_id, each.on): each for each in found}


def test_the_answer_that_rested_on_the_row_changes_with_the_reason(someone: Person) -> None:
    put_right(engaged(someone), valid_until=date(2016, 3, 31))
    cover = turned(someone)[COVER, NEXT_DAY]
    assert (cover.before, cover.after, cover.is_other, cover.lost) == ("yes", "unknown", True, True)
    assert any(SITE in reason.text for reason in cover.reasons)


def test_what_was_so_on_its_day_stays_so_and_changes_from_the_first_day_that_differs(someone: Person) -> None:
    last = date(2016, 3, 31)
    row = put_right(engaged(someone), valid_until=last)
    was = Engagement.objects.get(superseded_at__isnull=False)
    assert putright.of_work(someone, was, row).since == last + timedelta(days=1)
    changed = turned(someone, last, last + timedelta(days=1))
    assert (COVER, last) not in changed
    assert (COVER, last + timedelta(days=1)) in changed


def test_what_no_rule_reads_changes_no_answer(someone: Person) -> None:
    put_right(engaged(someone), occupation="木工")
    assert turned(someone) == {}


def test_the_office_of_the_running_case_finds_a_note_and_the_person_a_message(someone: Person) -> None:
    row, case = engaged(someone), lodge(someone, service=COVER, answers={"工地已参加工伤保险": False})
    put_right(row, project="")
    note = Note.objects.get(case=case)
    assert note.office == case.accountable_office
    assert "虚构桥" in note.text
    assert "符合" in note.text
    assert [each.pk for each in touched(someone, list(turned(someone).values()))] == [case.pk]
    message = Message.objects.get(template="register-corrected")
    assert message.person_id == someone.pk
    assert "虚构桥" in message.body
    assert AuditEvent.objects.filter(verb="casework.ledger.corrected").count() == 1


def test_sent_twice_it_is_one_correction_told_once(someone: Person) -> None:
    row = engaged(someone)
    first = put_right(row, valid_until=date(2016, 3, 31))
    again = put_right(row, valid_until=date(2016, 3, 31), now=LATER + timedelta(hours=1))
    assert again.pk == first.pk
    assert Message.objects.filter(template="register-corrected").count() == 1
    event = AuditEvent.objects.get(verb="registry.engagement.corrected")
    assert event.data["shown"] == "劳动合同"
    assert not AuditEvent.objects.filter(verb="registry.person.identified").exists()


def test_another_correction_of_the_old_row_is_refused(someone: Person) -> None:
    row = engaged(someone)
    put_right(row, valid_until=date(2016, 3, 31))
    with pytest.raises(DomainError, match="已经更正过"):
        put_right(row, valid_until=date(2016, 4, 30))


def test_both_the_old_and_the_new_belief_stay_readable(someone: Person) -> None:
    row = engaged(someone)
    put_right(row, valid_from=date(2016, 4, 1))
    reference = someone.public_id.hex

    def known(on: date, at: datetime | None = None) -> dict[str, object]:
        return facts.known(CLERK, reference, on, now=LATER, known_at=at)

    assert SITE not in known(date(2016, 3, 31))
    assert known(date(2016, 4, 1))[SITE] is True
    assert known(date(2016, 3, 31), NOW)[SITE] is True


@pytest.mark.parametrize("right", [{}, {"project": "虚构桥"}, {"valid_until": None}])
def test_a_correction_that_changes_nothing_is_refused(someone: Person, right: dict[str, object]) -> None:
    with pytest.raises(DomainError, match="登记的一样"):
        put_right(engaged(someone), **right)
    assert Message.objects.filter(template="register-corrected").count() == 0


def test_two_rows_are_never_put_to_one_day(someone: Person) -> None:
    engaged(someone)
    other = engaged(someone, since=date(2016, 5, 1))
    with pytest.raises(DomainError, match="已经登记过"):
        put_right(other, valid_from=MARCH)


def test_a_clerk_of_elsewhere_puts_nothing_right(someone: Person) -> None:
    far = Principal("clerk-far", "窗口乙", (Grant("clerk", FAR),), purpose="窗口受理居住证申请")
    with pytest.raises(DomainError):
        put_right(engaged(someone), by=far, project="")
    assert Engagement.objects.filter(superseded_at__isnull=False).count() == 0


def test_what_fails_on_the_way_leaves_the_row_as_it_was(someone: Person) -> None:
    """Nothing is corrected without being told: a day that cannot be writes, notes and tells nothing."""
    row = engaged(someone)
    with pytest.raises(DomainError):
        put_right(row, valid_until=MARCH - timedelta(days=1))
    row.refresh_from_db()
    assert row.superseded_at is None
    assert Note.objects.count() == 0


PERMIT = "residence-permit"


def lives(person: Person, since: date, *, residence: str = HERE, by: Principal = CLERK) -> Person:
    return people.move(by=by, now=LATER, person_id=person.public_id.hex, residence=residence, since=since)


def test_a_first_day_of_residence_put_right_turns_the_permit_and_reaches_its_office(someone: Person) -> None:
    case = lodge(someone, service=PERMIT, answers={"离开户籍地": True}, evidence=["居民身份证"])
    since = NEXT_DAY - timedelta(days=30)
    lives(someone, since)
    permit = turned(someone)[PERMIT, NEXT_DAY]
    assert (permit.before, permit.after) == ("unknown", "no")
    text = Note.objects.get(case=case).text
    assert in_words(since) in text
    assert "住处登记" in text
    message = Message.objects.get(template="register-corrected")
    assert (message.person_id, in_words(since) in message.body) == (someone.pk, True)


def test_a_move_on_a_later_day_contradicts_nothing_and_one_on_the_same_day_does(someone: Person) -> None:
    was = someone.residence_since
    assert was is not None
    lives(someone, was + timedelta(days=1), residence="510411")
    assert Message.objects.filter(template="register-corrected").count() == 0
    lives(someone, was + timedelta(days=1))
    assert Message.objects.filter(template="register-corrected").count() == 1


def test_ones_own_word_of_the_home_is_put_right_by_nobody(someone: Person) -> None:
    own = Principal("own", "虚构", (), person_id=someone.public_id.hex)
    someone.history.update(history_user_id=None)
    with pytest.raises(DomainError):
        lives(someone, NEXT_DAY - timedelta(days=30), by=own)
    assert Message.objects.filter(template="register-corrected").count() == 0


def stated(person: Person, value: object, **changed: object) -> PersonFact:
    given = {"source": "窗口", "verification": "verified", "valid_from": MARCH}
    return stating.record(
        by=CLERK,
        now=LATER,
        person_id=person.public_id.hex,
        fact="工地已参加工伤保险",
        value=value,
        **given | changed,
    )


def test_a_fact_said_otherwise_by_the_same_source_turns_answers_and_is_told(someone: Person) -> None:
    engaged(someone)
    case = lodge(someone, service=COVER, answers={"工地已参加工伤保险": False})
    row = stated(someone, True)
    assert row.corrects
    cover = turned(someone)[COVER, NEXT_DAY]
    assert cover.before == "yes"
    assert cover.is_other
    assert "工地已参加工伤保险" in Note.objects.get(case=case).text
    assert "工地已参加工伤保险" in Message.objects.get(template="register-corrected").body


def test_a_fact_said_again_or_of_a_later_day_corrects_nothing(someone: Person) -> None:
    assert not stated(someone, False).corrects
    assert not stated(someone, True, valid_from=TODAY).corrects
    assert Message.objects.filter(template="register-corrected").count() == 0


def test_whoever_says_that_it_corrects_is_heard_whatever_the_source_was(someone: Person) -> None:
    given = {"source": "本人书面更正", "valid_from": TODAY, "corrects": True}
    assert not stated(someone, False, **given | {"source": "和原来一样"}).corrects
    assert stated(someone, True, **given).corrects
    assert Message.objects.filter(template="register-corrected").count() == 1


def test_a_fact_that_ended_sooner_than_was_said_turns_answers_from_the_day_behind_its_last(
    someone: Person,
) -> None:
    engaged(someone)
    case = lodge(someone, service=COVER, answers={"工地已参加工伤保险": False})
    row = stated(someone, False, valid_until=TODAY)
    assert row.corrects
    found = putright.of_fact(row)
    assert (found.since, found.was, found.now) == (NEXT_DAY, "否", "")
    assert (COVER, TODAY) not in turned(someone, TODAY)
    assert turned(someone, NEXT_DAY)[COVER, NEXT_DAY].lost
    assert "工地已参加工伤保险" in Note.objects.get(case=case).text
    assert "工地已参加工伤保险" in Message.objects.get(template="register-corrected").body
    [shown] = corrections(CLERK, someone.public_id.hex, stamp_of(LATER), now=LATER)
    assert shown == found


def test_where_another_word_goes_on_counting_an_end_tells_nobody(someone: Person) -> None:
    stated(someone, False, source="公安局")
    assert not stated(someone, False, valid_until=TODAY).corrects
    assert Message.objects.filter(template="register-corrected").count() == 0


def test_what_a_revoked_decision_had_made_true_is_put_right_and_told(someone: Person) -> None:
    case = lodge(someone, service=PERMIT)
    grounds = {"reasons": "材料齐全，符合条件", "clause": "居住证暂行条例第二条"}
    cases.accept(by=POLICE_OFFICER, now=NOW, case_id=case.public_id.hex)
    cases.decide(by=POLICE_OFFICER, now=NOW, case_id=case.public_id.hex, verdict="approved", **grounds)
    assert Message.objects.filter(template="register-corrected").count() == 0
    final = Decision.objects.get(case=case, kind="final")
    form = grounds | {"corrects": final.number, "reasons": "登记有误"}
    cases.make(move="revoke", case_id=case.public_id.hex, by=POLICE_OFFICER, now=LATER, form=form)
    ended = PersonFact.objects.known_at().get(person=someone, fact="持有居住证", verification="decided")
    assert (ended.valid_until, ended.corrects) == (TODAY, True)
    held = turned(someone)[PERMIT, NEXT_DAY]
    assert (held.before, held.lost) == ("held", True)
    told = Message.objects.filter(template="register-corrected").order_by("pk")
    assert {message.person_id for message in told} == {someone.pk}
    assert sum("持有居住证" in message.body for message in told) == 1
