"""Two kinds of case that the product has never heard of, from opening to end and on every page that shows cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from django.test import Client
from django.utils import timezone

from huigong.audit.models import AuditEvent
from huigong.casework.actions import cases, collective, linking
from huigong.casework.actions.opening import GivenParty, Opened
from huigong.casework.models import Case, Clock, Party
from huigong.casework.procedures import register
from huigong.casework.procedures.checking import faults_of
from huigong.casework.procedures.roles import Origin, PartyKind, Role
from huigong.casework.queries import orphans, own
from huigong.directory.principals import ANONYMOUS, Principal
from huigong.kernel.errors import DomainError
from huigong.portals.shared.allowances import Allowance
from huigong.portals.shared.purposes import WATCHING
from huigong.portals.worker.views import moves
from huigong.registry.actions import engagements
from huigong.registry.models import Employer, Person
from tests.journeys.open_procedures import CLAIM, NOISE
from tests.unit.casework.desk import LEADING_GROUP, worker
from tests.unit.portals.desk.staff import CLERK, HERE, HRSS, at_desk, past, person, principal
from tests.unit.portals.worker.visiting import log_in
from tests.unit.portals.worker.visiting import register as register_there

pytestmark = pytest.mark.django_db
WORDS = {"reasons": "现场看过，情况属实。", "clause": "行政许可法第三十二条"}


@pytest.fixture(autouse=True)
def known() -> Iterator[None]:
    """The two procedures, as a folder above would register them."""
    for procedure in (NOISE, CLAIM):
        register.register(procedure)
    yield
    for procedure in (NOISE, CLAIM):
        register.forget(procedure.id)


def employer(name: str = "虚构建筑公司") -> Employer:
    return engagements.register_employer(by=CLERK, now=timezone.now(), name=name, region=HERE)


def noise(*, days_ago: int = 0, key: str = "n1") -> Opened:
    """An anonymous report about an employer."""
    reporter = GivenParty(Role.REPORTER, PartyKind.ANONYMOUS, contact="傍晚可以打传达室电话")
    respondent = GivenParty(Role.RESPONDENT, PartyKind.EMPLOYER, employer=employer(f"虚构建筑公司{key}"))
    return cases.open(
        procedure=NOISE.id,
        opened_by=Origin.REPORT,
        parties=[reporter, respondent],
        place=HERE,
        key=key,
        by=ANONYMOUS,
        now=past(days_ago),
        note="夜里两点还在打桩",
    )


def claim(people: list[Person], *, key: str = "claim") -> Case:
    """A claim of many against one employer, brought by an inspection."""
    concerned = [
        GivenParty(Role.CONCERNED, PartyKind.PERSON, person=one, amount=100_000 * number)
        for number, one in enumerate(people, start=1)
    ]
    respondent = GivenParty(Role.RESPONDENT, PartyKind.EMPLOYER, employer=employer())
    speaker = GivenParty(Role.REPRESENTATIVE, PartyKind.PERSON, person=people[0])
    return cases.open(
        procedure=CLAIM.id,
        opened_by=Origin.INSPECTION,
        parties=[*concerned, respondent, speaker],
        place=HERE,
        key=key,
        by=principal("inspector"),
        now=past(3),
    ).case


def move(client: Client, case: Case, move: str, **form: object) -> object:
    return client.post(f"/desk/cases/{case.public_id.hex}/{move}/", form, follow=True)


def text_of(client: Client, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200
    return page.content.decode()


def test_nothing_is_wrong_with_either() -> None:
    assert faults_of(NOISE) == faults_of(CLAIM) == ()


def test_an_anonymous_report_is_closed_by_an_inspector_on_the_desks_own_pages() -> None:
    opened = noise()
    case, inspector = opened.case, at_desk("inspector")
    assert (case.accountable_office, case.status, case.application) == (HRSS, "待核查", None)
    assert "工地扰民反映" in text_of(inspector, "/desk/tasks/")
    assert "虚构建筑公司n1" in text_of(inspector, f"/desk/cases/?office={HRSS}&open=1")
    page = text_of(inspector, f"/desk/cases/{case.public_id.hex}/")
    for words in ("等待核查", "匿名", "夜里两点还在打桩", "登记核查结果", "收到反映", "核查"):
        assert words in page, words

    empty = move(inspector, case, "登记核查")
    assert empty.status_code == 400
    assert Case.objects.get(pk=case.pk).status == "待核查"

    move(inspector, case, "登记核查", 看到="确有夜间施工", 分贝="超")
    page = text_of(inspector, f"/desk/cases/{case.public_id.hex}/")
    for words in ("等待告知", "确有夜间施工", "超过", "认定属实", "认定不实"):
        assert words in page, words
    assert "被申请人会看到这段话" in page
    Party.objects.filter(case=case, role="respondent").update(left_on=timezone.localdate())
    page = text_of(inspector, f"/desk/cases/{case.public_id.hex}/")
    assert "这个办件的当事人看不到这段话" in page

    move(inspector, case, "认定属实", **WORDS)
    case.refresh_from_db()
    assert (case.status, case.is_open, case.granted, case.due_on) == ("属实", False, True, None)
    assert "反映属实" in text_of(inspector, f"/desk/cases/{case.public_id.hex}/")
    assert case.tasks.get().status == "done"
    assert orphans(LEADING_GROUP, today=timezone.localdate()) == ()


def test_who_reports_without_a_name_follows_it_with_a_secret_that_is_not_kept() -> None:
    opened = noise()
    today = timezone.localdate()
    seen = own.follow(opened.case.number, opened.secret.replace("-", " "), today=today)
    assert (seen.row.status_name, seen.note, seen.answers, seen.moves) == ("等待核查", "", (), ())
    kept = Party.objects.get(case=opened.case, role="reporter").secret
    assert kept
    assert opened.secret.replace("-", "") not in kept
    for number, secret in ((opened.case.number, "1" * 20), (opened.case.number, ""), ("", opened.secret)):
        with pytest.raises(DomainError) as refused:
            own.follow(number, secret, today=today)
        assert refused.value.code == "case.not_followed"


def test_the_page_for_following_takes_number_and_secret_and_tells_no_names() -> None:
    opened, visitor = noise(), Client()
    given = {"number": opened.case.number, "secret": opened.secret}
    assert visitor.get("/cases/follow/").status_code == 200
    body = visitor.post("/cases/follow/", given).content.decode()
    for words in ("等待核查", "已经收到，会有人去看", "收到反映"):
        assert words in body, words
    for words in ("打桩", "虚构建筑公司", "传达室"):
        assert words not in body, words
    wrong = visitor.post("/cases/follow/", {**given, "secret": "1234"})
    assert wrong.status_code == 404
    assert "没有找到这件举报" in wrong.content.decode()
    assert visitor.post("/cases/follow/", {}).status_code == 400


def test_following_is_not_tried_without_end(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moves, "FOLLOWED", Allowance("case.follow", most=3, seconds=3600))
    tries = [
        client.post("/cases/follow/", {"number": "510421-20260101-0001", "secret": f"{n:020}"}).status_code
        for n in range(5)
    ]
    assert tries == [404, 404, 404, 429, 429]


def test_anothers_key_opens_nothing_of_theirs(known: None) -> None:
    first = noise()
    given = {
        "procedure": NOISE.id,
        "opened_by": Origin.REPORT,
        "parties": [GivenParty(Role.REPORTER, PartyKind.ANONYMOUS)],
        "place": HERE,
        "key": "n1",
        "now": timezone.now(),
    }
    other = cases.open(**given, by=principal("police"))
    assert other.case.pk != first.case.pk
    assert other.secret != first.secret
    with pytest.raises(DomainError) as refused:
        cases.open(**{**given, "opened_by": Origin.INSPECTION, "procedure": CLAIM.id, "by": ANONYMOUS,
                      "parties": [GivenParty(Role.RESPONDENT, PartyKind.EMPLOYER, employer=employer())]})  # fmt: skip
    assert refused.value.code == "access.denied", "rights come before the key"
    with pytest.raises(DomainError) as refused:
        cases.open(**{**given, "place": "510411", "by": ANONYMOUS})
    assert refused.value.code == "case.key_reused"
    assert not Case.objects.filter(key="n1").exists(), "what opens the secret is not kept in the clear"


@pytest.mark.parametrize("where", ["note", "party", "contact"])
def test_a_text_without_end_is_refused(known: None, where: str) -> None:
    text = "长" * 1_000_000
    words = {"party": {"note": text}, "contact": {"contact": text}}.get(where, {})
    with pytest.raises(DomainError) as refused:
        cases.open(
            procedure=NOISE.id,
            opened_by=Origin.REPORT,
            parties=[GivenParty(Role.REPORTER, PartyKind.ANONYMOUS, **words)],
            place=HERE,
            key="long",
            by=ANONYMOUS,
            now=timezone.now(),
            note=text if where == "note" else "",
        )
    assert refused.value.code == "text.too_long"


def test_a_report_sent_twice_is_one_case_with_the_same_secret() -> None:
    first = noise()
    again = cases.open(
        procedure=NOISE.id,
        opened_by=Origin.REPORT,
        parties=[GivenParty(Role.REPORTER, PartyKind.ANONYMOUS)],
        place=HERE,
        key="n1",
        by=ANONYMOUS,
        now=timezone.now(),
    )
    assert (again.case.pk, again.secret) == (first.case.pk, first.secret)
    assert Case.objects.count() == 1


def test_the_answer_against_the_reporter_names_its_remedy_and_the_last_day() -> None:
    case, inspector = noise().case, at_desk("inspector")
    move(inspector, case, "登记核查", 看到="没有施工", 分贝="未超")
    move(inspector, case, "认定不实", **WORDS)
    decision = case.decisions.get()
    assert (decision.number, decision.favourable) == (f"{case.number}-1", False)
    assert "复议" in decision.remedy
    assert decision.remedy_until >= timezone.localdate() + timedelta(days=60)
    assert "以前" in text_of(inspector, f"/desk/cases/{case.public_id.hex}/")


def test_the_next_clock_has_a_day_only_when_the_stage_before_it_has_ended() -> None:
    case, inspector = noise().case, at_desk("inspector")
    assert [clock.stage for clock in Clock.objects.filter(case=case)] == ["核查"]
    move(inspector, case, "登记核查", 看到="有", 分贝="超")
    running = Clock.objects.get(case=case, stopped_on__isnull=True)
    assert (running.stage, running.started_on) == ("告知", timezone.localdate())
    assert [(row.stage, row.ended_on is None) for row in case.stages.all()] == [
        ("核查", False),
        ("告知", True),
    ]


def test_time_hands_a_forgotten_report_up_once() -> None:
    case = noise(days_ago=200).case
    moved = cases.expire(timezone.now())
    assert [one.pk for one in moved] == [case.pk]
    case.refresh_from_db()
    assert case.accountable_office == "510400/hrss"
    assert case.status == "待核查"
    assert case.tasks.get(status="open").office == case.accountable_office
    with pytest.raises(DomainError):
        cases.make(move="逾期上交", case_id=case.public_id.hex, by=principal("inspector"), now=timezone.now())


def test_nobody_but_the_office_learns_who_reported() -> None:
    reporter = person(7)
    case = cases.open(
        procedure=NOISE.id,
        opened_by=Origin.REPORT,
        parties=[
            GivenParty(Role.REPORTER, PartyKind.PERSON, person=reporter),
            GivenParty(Role.RESPONDENT, PartyKind.EMPLOYER, employer=employer()),
        ],
        place=HERE,
        key="named",
        by=worker(reporter),
        now=timezone.now(),
    ).case
    path = f"/desk/cases/{case.public_id.hex}/"
    leading = at_desk("leading")
    leading.post(f"{path}why/", {"why": WATCHING[0][0]})
    assert "举报人（保密）" in text_of(leading, path)
    assert "举报人（保密）" not in text_of(at_desk("inspector"), path)
    seen = own.own_page(worker(reporter), case.public_id.hex, today=timezone.localdate())
    assert (seen.role_name, seen.answers, seen.note) == ("举报人", (), "")


class TestManyTogether:
    @pytest.fixture
    def people(self) -> list[Person]:
        return [person(number) for number in range(1, 12)]

    def test_eleven_claim_two_settle_and_the_rest_are_decided(self, people: list[Person]) -> None:
        case, inspector = claim(people), at_desk("inspector")
        assert "等11人" in text_of(inspector, "/desk/tasks/")
        page = text_of(inspector, f"/desk/cases/{case.public_id.hex}/")
        for words in ("1,000 元", "11,000 元", "虚构建筑公司", "账已对好", "和解"):
            assert words in page, words
        two = [row.public_id.hex for row in case.parties.filter(role="concerned")[:2]]
        assert move(inspector, case, "settle", persons=two, amount="800.50").status_code == 200
        move(inspector, case, "reconciled", ledger="逐人核对", total="66000")
        case.refresh_from_db()
        assert case.status == "open", "the talk with the employer has not ended"
        move(inspector, case, "talked")
        move(inspector, case, "interim", **WORDS)
        move(inspector, case, "order", **WORDS)
        case.refresh_from_db()
        assert (case.status, case.is_open) == ("ordered", False)
        outcomes = list(case.parties.filter(role="concerned").values_list("outcome", "settled_amount"))
        assert outcomes.count(("settled", 80_050)) == 2
        assert outcomes.count(("ordered", None)) == 9
        assert [row.kind for row in case.decisions.all()] == ["interim", "final"]
        page = text_of(inspector, f"/desk/cases/{case.public_id.hex}/")
        for words in ("已和解", "责令支付", "先行支付", "800.50 元"):
            assert words in page, words

    def test_each_sees_the_own_part_and_nobody_elses(self, people: list[Person]) -> None:
        case = claim(people)
        seen = own.own_page(worker(people[4]), case.public_id.hex, today=timezone.localdate())
        assert seen.own_part is not None
        assert seen.own_part.amount == 500_000
        assert seen.moves == ()
        speaker = own.own_page(worker(people[0]), case.public_id.hex, today=timezone.localdate())
        assert [one.move for one in speaker.moves] == ["drop"]
        with pytest.raises(DomainError):
            own.own_page(worker(person(50)), case.public_id.hex, today=timezone.localdate())

    def test_the_workers_own_pages_show_it_and_let_the_speaker_drop_it(self) -> None:
        speaker, other = Client(), Client()
        for number, client in enumerate((speaker, other), start=1):
            log_in(client, f"1390000000{number}")
            register_there(client, serial=number)
        case = claim(list(Person.objects.order_by("pk")))
        path = f"/cases/{case.public_id.hex}/"
        assert "虚构集体讨薪" in text_of(other, "/cases/")
        page = text_of(other, path)
        for words in ("核对约谈中", "您的这一份", "2,000 元", "核对每个人欠多少"):
            assert words in page, words
        assert "1,000 元" not in page
        assert "大家撤回" not in page
        assert other.get(f"{path}drop/").status_code == 404
        assert "大家撤回" in text_of(speaker, path)
        assert "大家撤回" in text_of(speaker, f"{path}drop/")
        assert "大家撤回了" in speaker.post(f"{path}drop/", follow=True).content.decode()
        assert "虚构集体讨薪" in text_of(speaker, f"{path}receipt/")

    def test_a_correction_names_the_decision_and_leaves_it(self, people: list[Person]) -> None:
        case, inspector = claim(people), at_desk("inspector")
        for step, form in (
            ("talked", {}),
            ("reconciled", {"ledger": "对好", "total": "1"}),
            ("order", WORDS),
        ):
            move(inspector, case, step, **form)
        number = case.decisions.get().number
        assert move(inspector, case, "correct", **WORDS, corrects="x").status_code == 400
        move(inspector, case, "correct", **WORDS, corrects=number)
        first, second = case.decisions.all()
        assert (second.kind, second.corrects_id, first.reasons) == ("correction", first.pk, WORDS["reasons"])
        assert case.granted is not False

    def test_splitting_and_joining_keep_the_trail_and_the_days_on_both(self, people: list[Person]) -> None:
        case, by = claim(people), principal("inspector")
        going = [row.public_id.hex for row in case.parties.filter(role="concerned")[:3]]
        new = collective.split(case_id=case.public_id.hex, persons=going, by=by, now=timezone.now())
        assert new.parties.filter(role="concerned").count() == 3
        assert case.parties.filter(role="concerned", left_on__isnull=True).count() == 8
        days = [
            sorted(Clock.objects.filter(case=one).values_list("stage", "started_on", "due_on"))
            for one in (case, new)
        ]
        assert days[0] == days[1]
        collective.join(case_id=new.public_id.hex, into=case.public_id.hex, by=by, now=timezone.now())
        collective.join(case_id=new.public_id.hex, into=case.public_id.hex, by=by, now=timezone.now())
        new.refresh_from_db()
        assert (new.status, new.is_open) == ("joined", False)
        verbs = [
            {event.verb for event in AuditEvent.objects.filter(subject=f"casework.Case:{one.public_id.hex}")}
            for one in (case, new)
        ]
        assert {"casework.case.split", "casework.case.took_in"} <= verbs[0]
        assert {"casework.case.split_off", "casework.case.joined"} <= verbs[1]
        assert orphans(LEADING_GROUP, today=timezone.localdate()) == ()
        assert "已并案" in text_of(at_desk("inspector"), f"/desk/cases/{new.public_id.hex}/")

    def test_an_official_moves_no_own_and_no_relatives_matter(self, people: list[Person]) -> None:
        case = claim(people)
        involved = Principal("i", "监察员", principal("inspector").grants, person_id=people[3].public_id.hex)
        with pytest.raises(DomainError) as refused:
            cases.make(move="talked", case_id=case.public_id.hex, by=involved, now=timezone.now())
        assert refused.value.code == "case.own_matter"
        given = {"case_id": case.public_id.hex, "by": involved, "now": timezone.now()}
        going = [case.parties.filter(role="concerned")[0].public_id.hex]
        for relate in (
            lambda: collective.split(persons=going, **given),
            lambda: linking.link(number=noise().case.number, kind="follows", **given),
        ):
            with pytest.raises(DomainError) as refused:
                relate()
            assert refused.value.code == "case.own_matter"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"procedure": "no-such"}, "procedure.not_in_force"),
        ({"opened_by": Origin.INSPECTION}, "case.origin_unknown"),
        ({"parties": []}, "case.no_parties"),
        ({"parties": [GivenParty(Role.APPLICANT, PartyKind.ANONYMOUS)]}, "case.party_unfit"),
        ({"parties": [GivenParty(Role.RESPONDENT, PartyKind.EMPLOYER)]}, "case.party_unfit"),
        ({"key": " "}, "case.key_missing"),
        ({"now": past(2000)}, "procedure.not_in_force"),
    ],
)
def test_a_case_that_does_not_fit_its_procedure_does_not_come_into_being(changed: dict, code: str) -> None:
    given = {
        "procedure": NOISE.id,
        "opened_by": Origin.REPORT,
        "parties": [GivenParty(Role.REPORTER, PartyKind.ANONYMOUS)],
        "place": HERE,
        "key": "k",
        "by": ANONYMOUS,
        "now": timezone.now(),
    }
    with pytest.raises(DomainError) as refused:
        cases.open(**{**given, **changed})
    assert refused.value.code == code
    assert not Case.objects.exists()


def test_only_an_office_opens_an_inspection_and_only_the_system_warns(known: None) -> None:
    for stranger in (ANONYMOUS, principal("police"), CLERK):
        with pytest.raises(DomainError) as refused:
            cases.open(
                procedure=CLAIM.id,
                opened_by=Origin.INSPECTION,
                parties=[GivenParty(Role.RESPONDENT, PartyKind.EMPLOYER, employer=employer())],
                place=HERE,
                key="x",
                by=stranger,
                now=timezone.now(),
            )
        assert refused.value.code == "access.denied"


def test_a_case_ends_under_the_version_under_which_it_began() -> None:
    case = noise().case
    register.register(
        replace(NOISE, version=2, valid_from=NOISE.valid_from + timedelta(days=1), name="新程序")
    )
    cases.make(
        move="登记核查",
        case_id=case.public_id.hex,
        by=principal("inspector"),
        now=timezone.now(),
        form={"看到": "有", "分贝": "超"},
    )
    assert noise(key="n2").case.procedure_version == 2
    case.refresh_from_db()
    assert (case.procedure_version, case.service_name) == (1, "工地扰民反映")


def sums() -> list[tuple[int, int | None, str, int | None]]:
    """Each claim as it stands in some open case: person, amount, outcome, what was settled."""
    rows = Party.objects.filter(role="concerned", left_on__isnull=True, case__is_open=True)
    return sorted(
        rows.values_list("person_id", "amount", "outcome", "settled_amount"), key=lambda row: row[0]
    )


class TestApartAndTogether:
    """What somebody claims and has settled goes along, to the fen, wherever the case goes."""

    @pytest.fixture
    def people(self) -> list[Person]:
        return [person(number) for number in range(1, 6)]

    def test_who_has_settled_has_settled_in_the_other_case_too(self, people: list[Person]) -> None:
        case, by, inspector = claim(people), principal("inspector"), at_desk("inspector")
        two = [row.public_id.hex for row in case.parties.filter(role="concerned")[1:3]]
        move(inspector, case, "settle", persons=two, amount="800.50")
        before = sums()
        assert [row[2:] for row in before].count(("settled", 80_050)) == 2
        new = collective.split(case_id=case.public_id.hex, persons=two, by=by, now=timezone.now())
        assert sums() == before
        collective.join(case_id=new.public_id.hex, into=case.public_id.hex, by=by, now=timezone.now())
        assert sums() == before
        for step, form in (
            ("talked", {}),
            ("reconciled", {"ledger": "对好", "total": "1"}),
            ("order", WORDS),
        ):
            move(inspector, case, step, **form)
        rows = case.parties.filter(role="concerned", left_on__isnull=True)
        assert sorted(rows.values_list("outcome", flat=True)) == ["ordered"] * 3 + ["settled"] * 2

    @pytest.mark.parametrize("seed", range(4))
    def test_any_series_keeps_everybody_in_one_open_case(self, people: list[Person], seed: int) -> None:
        draw, by = Random(seed), principal("inspector")
        first = claim(people)
        move(at_desk("inspector"), first, "settle", persons=[_concerned(first)[0]], amount="1.01")
        before, running = sums(), [first]
        for _ in range(12):
            case = draw.choice(running)
            if len(_concerned(case)) > 1 and (case is first or draw.random() < 0.5):
                going = draw.sample(_concerned(case), draw.randint(1, len(_concerned(case)) - 1))
                given = {"case_id": case.public_id.hex, "persons": going}
                running.append(collective.split(**given, by=by, now=timezone.now()))
            elif case is not first:
                running.remove(case)
                given = {"case_id": case.public_id.hex, "into": running[0].public_id.hex}
                collective.join(**given, by=by, now=timezone.now())
            assert sums() == before
        for one in people:
            listed = {row.case_id for row in own.for_person(worker(one), today=timezone.localdate())}
            assert listed & {case.public_id.hex for case in running}

    def test_one_person_in_both_claims_both(self, people: list[Person]) -> None:
        first, second = claim(people[:3]), claim(people[2:], key="second")
        sent = {"case_id": second.public_id.hex, "into": first.public_id.hex, "by": principal("inspector")}
        total = sum(row[1] or 0 for row in sums())
        collective.join(**sent, now=timezone.now())
        after = sums()
        assert [row[0] for row in after] == [one.pk for one in people]
        assert sum(row[1] or 0 for row in after) == total

    def test_with_an_outcome_in_one_of_them_the_two_are_not_made_one(self, people: list[Person]) -> None:
        first, second = claim(people[:3]), claim(people[2:], key="second")
        move(at_desk("inspector"), second, "settle", persons=[_concerned(second)[0]], amount="1")
        before = sums()
        sent = {"case_id": second.public_id.hex, "into": first.public_id.hex, "by": principal("inspector")}
        with pytest.raises(DomainError) as refused:
            collective.join(**sent, now=timezone.now())
        assert (refused.value.code, sums()) == ("case.cannot_join", before)

    def test_unnamed_reporters_keep_their_codes_when_two_reports_become_one(self) -> None:
        joinable = replace(NOISE, id="noise-together", collective=True)
        register.register(joinable)
        reports = [
            cases.open(
                procedure=joinable.id,
                opened_by=Origin.REPORT,
                parties=[GivenParty(Role.REPORTER, PartyKind.ANONYMOUS, contact=f"传达室{number}")],
                place=HERE,
                key=f"together {number}",
                by=ANONYMOUS,
                now=timezone.now(),
            )
            for number in (1, 2)
        ]
        first, second = (report.case for report in reports)
        sent = {"case_id": second.public_id.hex, "into": first.public_id.hex}
        collective.join(**sent, by=principal("inspector"), now=timezone.now())
        visitor = Client()
        for report in reports:
            given = {"number": report.case.number, "secret": report.secret}
            page = visitor.post("/cases/follow/", given)
            assert page.status_code == 200
            assert first.number in page.content.decode()
            assert ("已并案" in page.content.decode()) is (report.case == second)
        swapped = {"number": second.number, "secret": reports[0].secret}
        assert visitor.post("/cases/follow/", swapped).status_code == 404
        assert Party.objects.filter(case=first, left_on__isnull=True).count() == 2
        register.forget(joinable.id)


def _concerned(case: Case) -> list[str]:
    rows = Party.objects.filter(case=case, role="concerned", left_on__isnull=True)
    return [row.public_id.hex for row in rows.order_by("pk")]
