"""An application becomes, in one instant, a case with a number, an owner and a clock — or nothing at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from huigong import forms
from huigong.audit.models import AuditEvent
from huigong.audit.subjects import subject_of
from huigong.casework.actions import applications, cases
from huigong.casework.answers import answers_of, said_by, stated
from huigong.casework.models import Application, Case, Clock, Decision, NumberSeries, Task
from huigong.casework.procedures.standard import At
from huigong.casework.queries import orphans
from huigong.catalogue.entries import AmountRule, LimitKind
from huigong.catalogue.services import catalogue
from huigong.directory.principals import ANONYMOUS
from huigong.kernel import regions
from huigong.kernel.errors import DomainError
from huigong.registry import factvalues
from huigong.registry.models import PersonFact
from huigong.rules.values import UNKNOWN
from tests.filled import lodged_for
from tests.unit.audit.trail import is_whole
from tests.unit.casework.desk import (
    CLERK,
    HERE,
    HRSS,
    INSPECTOR,
    LEADING_GROUP,
    NOW,
    PERMIT,
    POLICE,
    POLICE_OFFICER,
    TODAY,
    applicant,
    lodge,
    on_day,
    worker,
)
from tests.unit.registry.someone import CLERK_FAR

pytestmark = pytest.mark.django_db


def trail() -> list[str]:
    return [event.verb for event in AuditEvent.objects.filter(verb__startswith="casework")]


def test_a_complaint_gets_number_owner_task_and_the_five_days_of_s02() -> None:
    case = lodge()
    assert (case.number, case.status) == ("510403-20160601-0001", At.LODGED)
    assert case.accountable_office == HRSS
    task = case.tasks.get()
    assert (task.kind, task.status, task.office) == (Task.Kind.DECIDE, Task.Status.OPEN, HRSS)
    clock = case.clocks.get()
    assert (clock.kind, clock.started_on, clock.due_on) == (LimitKind.ACCEPTANCE, TODAY, date(2016, 6, 8))
    assert case.due_on == clock.due_on
    assert trail() == ["casework.application.lodged"]


def test_a_limit_that_runs_from_receipt_starts_at_once() -> None:
    """法律援助法第四十三条 (L01): seven days from receipt of the application."""
    when = on_day(6, 1, year=2022)
    case = lodge(service="legal-aid-wages", now=when)
    assert [(clock.kind, clock.due_on) for clock in case.clocks.all()] == [("statutory", date(2022, 6, 8))]


def test_the_same_key_is_the_same_case() -> None:
    person = applicant()
    assert lodge(person).pk == lodge(person).pk
    assert (Case.objects.count(), Task.objects.count(), len(trail())) == (1, 1, 1)


def test_a_second_open_case_of_the_same_thing_is_refused_with_the_number_of_the_first() -> None:
    person = applicant()
    first = lodge(person, key="one")
    for region in (HERE, "510400"):
        with pytest.raises(applications.AlreadyOpen) as refused:
            lodge(person, key="two", region=region)
        assert (refused.value.number, refused.value.case_id) == (first.number, first.public_id.hex)
    assert Case.objects.count() == 1


def test_a_second_case_is_lodged_on_purpose_elsewhere_or_when_the_first_is_over() -> None:
    person = applicant()
    first = lodge(person, key="one")
    assert lodge(person, key="two", again=True).pk != first.pk
    assert lodge(person, key="three", region="210700").region == "210700"
    assert lodge(applicant(2), key="four").pk
    for case in Case.objects.filter(application__person=person, region=HERE):
        cases.withdraw(by=worker(person), now=NOW, case_id=case.public_id.hex)
    assert lodge(person, key="five").pk


def test_a_place_too_wide_is_refused_with_the_law_in_words() -> None:
    with pytest.raises(DomainError) as refused:
        lodge(region="510000")
    assert refused.value.code == "case.place_too_wide"
    assert refused.value.clause.startswith("《") and refused.value.clause.endswith("条")


def test_a_key_belongs_to_one_person_and_service() -> None:
    lodge(key="k")
    for changed in ({"service": PERMIT}, {"person": applicant(2)}):
        with pytest.raises(DomainError) as refused:
            lodge(**{"person": applicant(1), "key": "k", **changed})
        assert refused.value.code == "application.key_reused"


def test_numbers_run_by_region_and_day_without_gaps() -> None:
    numbers = [lodge(applicant(n)).number for n in (1, 2)]
    assert [number[-4:] for number in numbers] == ["0001", "0002"]
    with pytest.raises(DomainError):
        lodge(applicant(3), service="no-such-service")
    assert lodge(applicant(4)).number.endswith("0003")
    assert lodge(applicant(5), now=on_day(6, 2)).number == "510403-20160602-0001"


def test_answers_are_sealed_and_what_is_not_known_is_left_out() -> None:
    case = lodge(answers={"被拖欠工资": True, "拖欠工资金额": 960_000, "有劳动争议": UNKNOWN})
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM casework_application")
        kept = cursor.fetchone()[0]
    assert "960000" not in kept
    assert "拖欠" not in kept
    application = Application.objects.get(case=case)
    kept = answers_of(application)
    assert kept["被拖欠工资"] is True
    assert "有劳动争议" not in kept


def test_people_lodge_for_themselves_and_clerks_in_their_region() -> None:
    person = applicant()
    assert lodge(person, by=CLERK, key="1", channel="window").application.channel == "window"
    for stranger in (ANONYMOUS, CLERK_FAR, worker(applicant(2)), INSPECTOR):
        with pytest.raises(DomainError) as refused:
            lodge(person, by=stranger, key="2")
        assert refused.value.code == "access.denied"
    assert Case.objects.count() == 1


def test_no_service_here_is_said_plainly_and_keeps_nothing() -> None:
    with pytest.raises(DomainError) as refused:
        lodge(service=PERMIT, now=on_day(6, 1, year=2015))
    assert refused.value.code == "catalogue.no_service"
    assert HERE not in refused.value.why
    assert regions.find(HERE).full_name in refused.value.why
    assert not Application.objects.exists()


def disk_full(execute, sql: str, params: object, many: bool, context: object) -> object:
    """The database fails at the last moment, when the trail is written."""
    if sql.startswith('INSERT INTO "audit_auditevent"'):
        raise OperationalError("disk full")
    return execute(sql, params, many, context)


def test_a_crash_inside_lodging_leaves_nothing_behind() -> None:
    person = applicant()
    before = AuditEvent.objects.count()
    with connection.execute_wrapper(disk_full), pytest.raises(OperationalError):
        lodge(person)
    for rows in (Application, Case, Task, Clock, NumberSeries):
        assert not rows.objects.exists()
    assert AuditEvent.objects.count() == before
    assert lodge(person).number.endswith("0001")
    assert is_whole()


def test_a_crash_inside_deciding_leaves_the_case_as_it_was() -> None:
    case = lodge(service=PERMIT)
    cases.accept(by=POLICE_OFFICER, now=NOW, case_id=case.public_id.hex)
    with connection.execute_wrapper(disk_full), pytest.raises(OperationalError):
        cases.decide(
            by=POLICE_OFFICER,
            now=NOW,
            case_id=case.public_id.hex,
            verdict="approved",
            reasons="符合条件",
            clause="居住证暂行条例第二条",
        )
    case.refresh_from_db()
    assert case.status == At.ACCEPTED
    assert not Decision.objects.exists()
    assert not PersonFact.objects.exists()
    assert case.tasks.get().status == Task.Status.OPEN
    assert is_whole()


class TestTheDatabaseItselfRefuses:
    def refuses(self, change: object) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()

    def test_a_case_without_an_accountable_office(self) -> None:
        case = lodge()
        self.refuses(lambda: Case.objects.filter(pk=case.pk).update(accountable_office=""))
        self.refuses(lambda: Case.objects.filter(pk=case.pk).update(accountable_office=None))

    def test_a_second_open_decide_task(self) -> None:
        case = lodge()
        self.refuses(
            lambda: Task.objects.create(
                case=case, kind=Task.Kind.DECIDE, office=POLICE, opened_at=NOW, opened_by="x"
            )
        )

    def test_an_end_without_a_day_and_a_day_without_an_end(self) -> None:
        case = lodge()
        self.refuses(lambda: Case.objects.filter(pk=case.pk).update(is_open=False))
        self.refuses(lambda: Case.objects.filter(pk=case.pk).update(closed_on=TODAY))


def test_the_alarm_list_names_a_case_whose_task_was_lost() -> None:
    case = lodge()
    assert orphans(LEADING_GROUP, today=TODAY) == ()
    Task.objects.all().delete()
    (alarm,) = orphans(LEADING_GROUP, today=TODAY)
    assert (alarm.number, alarm.office) == (case.number, HRSS)


def test_the_alarm_list_names_a_case_whose_office_is_unknown() -> None:
    lodge()
    gone = f"{HERE}/no-such-line"
    Case.objects.update(accountable_office=gone)
    Task.objects.update(office=gone)
    assert [alarm.office for alarm in orphans(LEADING_GROUP, today=TODAY)] == [gone]


@pytest.mark.parametrize(
    "changed",
    [{"status": "no-such"}, {"status": At.APPROVED}, {"procedure": "gone"}, {"procedure_version": 9}],
)
def test_the_alarm_list_names_a_case_that_its_procedure_does_not_know(changed: dict) -> None:
    case = lodge()
    Case.objects.update(**changed)
    (alarm,) = orphans(LEADING_GROUP, today=TODAY)
    assert (alarm.number, "程序" in alarm.why) == (case.number, True)


def test_lodge_needs_a_key() -> None:
    person = applicant()
    with pytest.raises(DomainError) as refused:
        applications.lodge(
            by=worker(person),
            now=NOW,
            key=" ",
            person_id=person.public_id.hex,
            service_id=PERMIT,
            region=HERE,
            answers={},
        )
    assert refused.value.code == "application.key_missing"


LAND, CARD, INJURY = "land-rights-kept", "mobile-party-member-card", "work-injury-claim"


def test_a_case_goes_to_the_office_of_the_place_that_the_law_names() -> None:
    """流动党员活动证 is given where somebody belongs to the party; the applicant does in 眉山市东坡区."""
    case = lodge(service=CARD, answers={"原党组织所在地": "511402"})
    assert (case.region, case.accountable_office) == ("511402", "511402/organisation")
    assert case.number.startswith("511402-")
    assert case.application.region == HERE
    assert not case.entries.exists()


def test_what_the_applicant_says_of_the_place_prevails_over_what_is_supposed() -> None:
    case = lodge(service=LAND, answers={"土地所在地": "510421"})
    assert (case.region, case.accountable_office.partition("/")[0]) == ("510421", "510421")
    assert lodge(applicant(2), service=LAND, answers={"土地所在地": "511402"}).region == "511402"


def test_a_place_of_which_only_the_province_is_said_leaves_the_case_where_it_was_lodged_and_says_so() -> None:
    when = on_day(6, 1, year=2024)
    case = lodge(service=INJURY, answers={"单位参保地": "510000"}, now=when)
    assert case.accountable_office == "510400/hrss"
    (entry,) = case.entries.all()
    assert "没有说明" in str(entry.content)
    elsewhere = lodge(applicant(2), service=INJURY, answers={"单位参保地": "210726"}, now=when)
    assert elsewhere.accountable_office == "210700/hrss"


def test_what_only_one_city_gives_stays_there() -> None:
    """承包地挂牌流转 is promised by 攀枝花; the land is in a city that has not promised it."""
    case = lodge(service="land-transfer-listing", answers={"土地所在地": "511402"})
    assert case.region == HERE
    (entry,) = case.entries.all()
    assert "四川省眉山市东坡区，那里没有这一项" in str(entry.content)


def test_the_second_case_is_looked_for_where_the_first_went() -> None:
    person = applicant()
    lodge(person, key="one", service=CARD, answers={"户籍地": "511402"})
    with pytest.raises(applications.AlreadyOpen):
        lodge(person, key="two", service=CARD, answers={"户籍地": "511402"}, region="510400")


def test_the_register_takes_over_what_the_form_says_so_of_when_the_case_is_granted() -> None:
    """居住证申领表: from which day somebody has lived there."""
    case = lodge(service=PERMIT)
    cases.accept(by=POLICE_OFFICER, now=NOW, case_id=case.public_id.hex)
    kept = PersonFact.objects.filter(person=case.application.person, fact="居住起始日期")
    assert not kept.filter(verification=PersonFact.Verification.DECIDED)
    reasons = {"reasons": "材料齐全，符合条件", "clause": "居住证暂行条例第二条"}
    cases.decide(by=POLICE_OFFICER, now=NOW, case_id=case.public_id.hex, verdict="approved", **reasons)
    (fact,) = kept.filter(verification=PersonFact.Verification.DECIDED)
    assert factvalues.decode(fact.value) == NOW.date() - timedelta(days=40)
    assert fact.source == subject_of(case)


def test_what_only_the_amount_needs_is_taken_from_the_form_too() -> None:
    service = catalogue().get("wages-in-bankruptcy", HERE, on := date(2026, 3, 2))
    lodged = lodged_for(service.id, region=HERE, now=on_day(3, 2, 2026), answers={})
    assert lodged is not None
    said = said_by(forms.book().form(service.form, on=on, region=HERE), lodged, service)
    name = next(name for name in said if name not in service.reads)
    assert name not in stated(service, lodged, beside={})
    counted = replace(service, amount=AmountRule("虚构的每人金额", each=name))
    assert stated(counted, lodged, beside={})[name] == said[name]


def test_what_keeps_a_supposed_place_from_deciding_is_read_too() -> None:
    service = catalogue().get(PERMIT, HERE, TODAY)
    assert "在城镇落户" not in service.reads
    land = catalogue().get(LAND, HERE, TODAY).lead.place
    assert "在城镇落户" in replace(service, lead=replace(service.lead, place=land)).reads
