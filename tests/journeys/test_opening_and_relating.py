"""At the desk: opening a case that nobody applied for, and what one case has to do with others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huigong.audit.models import AuditEvent
from huigong.casework.actions import collective
from huigong.casework.models import Case, CaseLink, Party
from huigong.casework.procedures import bars, register
from huigong.casework.procedures.standard import STANDARD
from huigong.casework.queries import together
from huigong.registry.models import Employer, Person
from tests.journeys.open_procedures import CLAIM, NOISE
from tests.journeys.test_open_procedures import claim, noise, text_of
from tests.unit.portals.desk.staff import at_desk, lodged, person, principal

pytestmark = pytest.mark.django_db
REPORT = f"/desk/cases/open/{NOISE.id}/report/"
INSPECTION = f"/desk/cases/open/{CLAIM.id}/inspection/"
MATTER = {"place": "米易县", "note": "夜里两点还在打桩"}


@pytest.fixture
def known() -> Iterator[None]:
    """The two procedures, as a folder above would register them."""
    for procedure in (NOISE, CLAIM):
        register.register(procedure)
    yield
    for procedure in (NOISE, CLAIM):
        register.forget(procedure.id)


@pytest.fixture
def inspector() -> Client:
    return at_desk("inspector")


def key_on(page: str) -> str:
    found = re.search(r'name="key" value="([0-9a-f]{32})"', page)
    assert found
    return found[1]


def sent(client: Client, address: str, **form: Any) -> Any:
    return client.post(address, {"key": key_on(text_of(client, address)), **MATTER, **form}, follow=True)


def body(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def nothing_to_open() -> Iterator[None]:
    """Only the standard procedure, which no official opens."""
    others = [each for each in register.everyone() if each != STANDARD]
    for procedure in others:
        register.forget(procedure.id)
    yield
    for procedure in others:
        register.register(procedure)


@pytest.mark.usefixtures("nothing_to_open")
def test_where_no_procedure_allows_it_the_page_says_so_and_the_menu_leaves_it_out(inspector: Client) -> None:
    assert "没有您可以由举报" in text_of(inspector, "/desk/cases/open/")
    assert "/desk/cases/open/" not in text_of(inspector, "/desk/tasks/")
    assert inspector.get(REPORT).status_code == 404


@pytest.mark.usefixtures("known")
class TestOpening:
    def test_what_may_be_opened_is_in_the_menu_and_on_the_page(self, inspector: Client) -> None:
        assert "/desk/cases/open/" in text_of(inspector, "/desk/tasks/")
        page = text_of(inspector, "/desk/cases/open/")
        for words in (NOISE.name, "举报", CLAIM.name, "检查发现", REPORT, INSPECTION):
            assert words in page, words

    def test_an_office_takes_reports_for_all_and_opens_no_case_of_another(self) -> None:
        police = at_desk("police")
        page = text_of(police, "/desk/cases/open/")
        assert REPORT in page
        assert INSPECTION not in page
        assert police.get(INSPECTION).status_code == 404

    def test_who_may_not_open_it_here_is_told_so_with_everything_typed(self) -> None:
        form = {"key": "0" * 32, **MATTER, "respondent-0-employer": "虚构打桩公司"}
        form["reporter-0-resident_number"] = person().resident_number
        page = at_desk("police").post(REPORT, form)
        assert page.status_code == 403
        for words in (MATTER["note"], "虚构打桩公司"):
            assert words in body(page), words
        assert not Case.objects.exists()

    def test_a_clerk_takes_down_reports_and_opens_no_inspection(self) -> None:
        clerk = at_desk("clerk")
        page = text_of(clerk, "/desk/cases/open/")
        assert REPORT in page
        assert INSPECTION not in page
        assert clerk.get(INSPECTION).status_code == 404
        assert clerk.get(f"/desk/cases/open/{NOISE.id}/inspection/").status_code == 404
        assert at_desk("auditor").get("/desk/cases/open/").status_code == 403

    def test_an_unnamed_report_gives_a_number_and_a_code_that_open_its_progress(
        self, inspector: Client
    ) -> None:
        form = {"reporter-0-anonymous": "on", "respondent-0-employer": "虚构打桩公司"}
        answer = sent(inspector, REPORT, **form)
        assert answer.status_code == 200
        case = Case.objects.get()
        assert (case.origin, case.region) == ("report", "510421")
        assert Party.objects.get(case=case, role="respondent").employer.name == "虚构打桩公司"
        page = body(answer)
        code = re.search(r"\d{4}(?:-\d{4}){4}", page)
        assert code
        assert "data-print" in page
        assert case.number in page
        assert code[0] not in text_of(inspector, f"/desk/cases/{case.public_id.hex}/")
        followed = Client().post("/cases/follow/", {"number": case.number, "secret": code[0]})
        assert "等待核查" in body(followed)

    def test_sent_twice_it_is_one_case_with_one_code(self, inspector: Client) -> None:
        form = {"key": "0" * 32, **MATTER, "reporter-0-anonymous": "on"}
        pages = [body(inspector.post(REPORT, form)) for _ in range(2)]
        codes = {re.search(r"\d{4}(?:-\d{4}){4}", page)[0] for page in pages}  # type: ignore[index]
        assert len(codes) == Case.objects.count() == 1
        elsewhere = inspector.post(REPORT, {**form, "place": "盐边县"})
        assert (elsewhere.status_code, Case.objects.count()) == (409, 1)

    def test_an_inspection_names_each_person_and_what_each_claims(self, inspector: Client) -> None:
        people = [person(number) for number in (1, 2)]
        form: dict[str, Any] = {"rows": "3", "respondent-0-employer": "虚构建筑公司"}
        for number, one in enumerate(people):
            form[f"concerned-{number}-resident_number"] = one.resident_number
            form[f"concerned-{number}-amount"] = f"{number + 1}200.50"
            form[f"concerned-{number}-note"] = "三月、四月没有发"
        form["representative-0-resident_number"] = people[0].resident_number
        answer = sent(inspector, INSPECTION, **form)
        case = Case.objects.get()
        assert answer.redirect_chain[-1][0] == f"/desk/cases/{case.public_id.hex}/"
        rows = Party.objects.filter(case=case, role="concerned").order_by("pk")
        assert [(row.person_id, row.amount, row.note) for row in rows] == [
            (people[0].pk, 120_050, "三月、四月没有发"),
            (people[1].pk, 220_050, "三月、四月没有发"),
        ]
        looks = AuditEvent.objects.filter(verb="personal_data.read", purpose="立案登记当事人")
        assert set(looks.values_list("person_ref", flat=True)) == {one.public_id.hex for one in people}
        assert "1,200.50 元" in body(answer)

    def test_more_rows_keep_what_was_typed_and_say_nothing_wrong(self, inspector: Client) -> None:
        form = {"more": "1", "rows": "3", "concerned-0-note": "三月没有发", "key": "k" * 32}
        page = body(inspector.post(INSPECTION, form))
        assert 'name="concerned-7-note"' in page
        assert "三月没有发" in page
        assert "errorlist" not in page
        assert 'name="concerned-60-note"' not in body(inspector.post(INSPECTION, {**form, "rows": "99"}))

    @pytest.mark.parametrize(
        ("form", "words"),
        [
            ({"place": ""}, "请填发生的地方"),
            ({"place": "乌有县"}, "乌有县"),
            ({"note": " "}, "请写明是什么事"),
            ({"note": "字" * 1001}, "1000"),
            ({"reporter-0-anonymous": ""}, "请写明谁举报"),
            ({"reporter-0-resident_number": "510421199001010000"}, "请检查"),
            ({"reporter-0-resident_number": "11010519491231002X"}, "一方只写一样"),
            ({"respondent-0-note": "在三号楼"}, "请写明这一方是谁"),
            ({"respondent-0-employer": "91510400MA00000000"}, "统一社会信用代码"),
            ({"respondent-0-employer": "９１５１-０４００ ＭＡ００００００００"}, "统一社会信用代码"),
            ({"key": ""}, "防重复"),
        ],
    )
    def test_what_is_wrong_is_said_where_it_is_and_nothing_is_opened(
        self, inspector: Client, form: dict[str, str], words: str
    ) -> None:
        answer = sent(inspector, REPORT, **{"reporter-0-anonymous": "on", **form})
        assert answer.status_code in (400, 404)
        assert words in body(answer) or words == "请检查"
        assert "field-wrong" in body(answer) or "errorlist" in body(answer)
        assert not Case.objects.exists()

    def test_somebody_who_is_not_registered_is_said_beside_the_number(self, inspector: Client) -> None:
        one = person(1)
        form = {"concerned-0-resident_number": one.resident_number, "rows": "3"}
        twice = sent(inspector, INSPECTION, **form, **{"concerned-1-resident_number": one.resident_number})
        assert "同一个人写了两次" in body(twice)
        unknown = sent(
            inspector, INSPECTION, **{"rows": "3", "concerned-0-resident_number": "11010519491231002X"}
        )
        assert unknown.status_code == 400
        assert "没有找到这个身份证号的人" in body(unknown)
        assert not Case.objects.exists()

    def test_a_number_that_somebody_typed_online_names_nobody(self, inspector: Client) -> None:
        """A stranger registers with another's number first; the case is for whoever is on record."""
        said = person(2)
        Person.objects.filter(pk=said.pk).update(assurance="phone")
        form = {"rows": "3", "concerned-0-resident_number": said.resident_number}
        refused = sent(inspector, INSPECTION, **form)
        assert refused.status_code == 400
        assert "证件还没有核对过" in body(refused)
        assert not Case.objects.exists()
        known = person(2)
        assert known != said
        sent(inspector, INSPECTION, **form)
        assert Party.objects.get(role="concerned").person == known

    def test_two_employers_of_one_name_are_not_guessed(self, inspector: Client) -> None:
        for region in ("510421", "510422"):
            Employer.objects.create(name="虚构劳务公司", region=region, registered_at=timezone.now())
        form = {"reporter-0-anonymous": "on", "respondent-0-employer": "虚构劳务公司"}
        assert "有几家单位都叫这个名称" in body(sent(inspector, REPORT, **form))

    def test_what_the_law_forbids_is_told_before_and_after_and_another_matter_goes_through(
        self, inspector: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bar = bars.Bar(
            opening=frozenset({CLAIM.id}),
            while_open=frozenset({"residence-permit"}),
            clause="虚构条例第九条",
            why="虚构的缘故",
            do="虚构的办法",
            valid_from=date(2020, 1, 1),
        )
        monkeypatch.setattr(bars, "_BARS", [bar])
        lodged(sequence=1)
        number = Party.objects.get().person.resident_number
        assert "虚构条例第九条" in text_of(inspector, INSPECTION)
        form = {"rows": "3", "concerned-0-resident_number": number}
        refused = sent(inspector, INSPECTION, **form)
        assert refused.status_code == 409
        for words in ("正在办，现在不能另外立案", "虚构的缘故", "虚构条例第九条", "other_matter"):
            assert words in body(refused), words
        assert Case.objects.count() == 1
        assert sent(inspector, INSPECTION, **form, other_matter="on").status_code == 200
        assert Case.objects.count() == 2


@pytest.mark.usefixtures("known")
class TestTogether:
    @pytest.fixture
    def many(self) -> Case:
        return claim([person(number) for number in range(1, 6)])

    def test_some_go_to_a_case_of_their_own_and_come_back(self, inspector: Client, many: Case) -> None:
        path = f"/desk/cases/{many.public_id.hex}/together/"
        assert path in text_of(inspector, f"/desk/cases/{many.public_id.hex}/")
        page = text_of(inspector, path)
        assert page.count('name="persons"') == 5
        assert "没有可以并入的" in page
        going = [row.public_id.hex for row in many.parties.filter(role="concerned")[:2]]
        answer = inspector.post(f"{path}split/", {"persons": going}, follow=True)
        new = Case.objects.exclude(pk=many.pk).get()
        assert answer.redirect_chain[-1][0] == f"/desk/cases/{new.public_id.hex}/"
        assert many.number in body(answer)
        assert f"分案：{new.number}" in text_of(inspector, f"/desk/cases/{many.public_id.hex}/")

        back = f"/desk/cases/{new.public_id.hex}/together/"
        assert many.public_id.hex in text_of(inspector, back)
        assert "请选择并入哪一件" in body(inspector.post(f"{back}join/", {}))
        answer = inspector.post(f"{back}join/", {"into": many.public_id.hex}, follow=True)
        assert answer.redirect_chain[-1][0] == f"/desk/cases/{many.public_id.hex}/"
        new.refresh_from_db()
        assert new.status == "joined"
        closed = text_of(inspector, back)
        assert closed.count("这个办件已经结束") == 2
        assert inspector.post(f"{back}join/", {"into": many.public_id.hex}).status_code == 400

    def test_where_more_could_take_it_in_than_are_listed_the_page_says_how_many(
        self, inspector: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cases = [claim([person(number)], key=f"claim {number}") for number in (1, 2, 3)]
        path = f"/desk/cases/{cases[-1].public_id.hex}/together/"
        assert "没有列出" not in text_of(inspector, path)
        monkeypatch.setattr(together, "MOST_OFFERED", 1)
        assert "还有 1 件更早的没有列出" in text_of(inspector, path)

    @pytest.mark.parametrize(
        ("what", "form", "words"),
        [
            ("split", {}, "请勾选要分出去的人"),
            ("split", {"persons": "0" * 32}, "0" * 32),
            ("join", {}, "现在不能并案"),
            ("join", {"into": "x"}, "现在不能并案"),
            ("link", {"number": "", "kind": "follows"}, "请填办件编号"),
            ("link", {"number": "510421-20200101-0001", "kind": "follows"}, "没有找到这个办件"),
            ("link", {"number": "510421-20200101-0001", "kind": "joined_into"}, "joined_into"),
        ],
    )
    def test_what_cannot_be_is_said_at_the_form(
        self, inspector: Client, many: Case, what: str, form: dict[str, str], words: str
    ) -> None:
        answer = inspector.post(f"/desk/cases/{many.public_id.hex}/together/{what}/", form)
        assert answer.status_code in (400, 404)
        assert words in body(answer)
        assert (Case.objects.count(), CaseLink.objects.count()) == (1, 0)

    def test_not_all_may_go(self, inspector: Client, many: Case) -> None:
        everyone = [row.public_id.hex for row in many.parties.filter(role="concerned")]
        answer = inspector.post(f"/desk/cases/{many.public_id.hex}/together/split/", {"persons": everyone})
        assert "原办件至少要留一个人" in body(answer)
        assert Case.objects.count() == 1

    def test_a_link_shows_on_both_and_a_case_out_of_reach_is_not_there(
        self, inspector: Client, many: Case
    ) -> None:
        other = noise().case
        path = f"/desk/cases/{many.public_id.hex}/together/link/"
        answer = inspector.post(path, {"number": f" {other.number} ", "kind": "follows"}, follow=True)
        assert answer.status_code == 200
        assert other.number in body(answer)
        assert many.number in text_of(inspector, f"/desk/cases/{other.public_id.hex}/")
        hidden = Case.objects.get(public_id=lodged(sequence=9))
        refused = inspector.post(path, {"number": hidden.number, "kind": "follows"})
        assert refused.status_code == 404
        assert CaseLink.objects.count() == 1

    def test_only_whoever_decides_the_case_gets_there(self, many: Case) -> None:
        path = f"/desk/cases/{many.public_id.hex}/together/"
        for role, status in (("leading", 403), ("police", 404), ("clerk", 403)):
            client = at_desk(role)
            assert client.get(path).status_code == status, role
            assert client.post(f"{path}link/", {"number": "x", "kind": "follows"}).status_code == status
        assert at_desk("inspector").post(f"{path}burn/", {}).status_code == 404


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("path", ["", "together/"])
def test_the_same_questions_for_three_persons_and_for_thirty(inspector: Client, path: str) -> None:
    counts = []
    first = claim([person(number) for number in range(1, 35)])
    rows = [row.public_id.hex for row in first.parties.filter(role="concerned").order_by("pk")]
    given = {"case_id": first.public_id.hex, "by": principal("inspector"), "now": timezone.now()}
    small, big = (collective.split(persons=going, **given) for going in (rows[1:4], rows[4:]))
    inspector.get("/desk/tasks/")
    for case, persons in ((small, 3), (big, 30)):
        assert case.parties.filter(role="concerned", left_on__isnull=True).count() == persons
        with CaptureQueriesContext(connection) as asked:
            text_of(inspector, f"/desk/cases/{case.public_id.hex}/{path}")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert AuditEvent.objects.filter(verb="personal_data.read").values("person_ref").distinct().count() == 33
