"""One's own page: everything that is known, from where, and how to put it right."""

from __future__ import annotations

import io
import json
import re
from dataclasses import asdict, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huigong.audit import takeaways
from huigong.audit.actions import READ_VERB
from huigong.audit.models import AuditEvent
from huigong.casework.models import Case, Entry
from huigong.casework.procedures.terms import OPENED
from huigong.directory.principals import Grant, Principal
from huigong.kernel.errors import DomainError
from huigong.portals.cli.main import main
from huigong.portals.worker import takeaway
from huigong.registry import owncopy
from huigong.registry.actions import counter, engagements, facts, households, people
from huigong.registry.models import Person, PersonFact
from tests.unit.notices.reading import text_of
from tests.unit.portals.worker.test_apply import form_on, lodge
from tests.unit.portals.worker.visiting import NAME, log_in, made_up_number, register
from tests.unit.registry.someone import new_person

pytestmark = pytest.mark.django_db
CLERK = Principal("clerk-1", "虚构窗口", (Grant("clerk", "100000"),), purpose="窗口受理申请")
DECIDER = Principal("officer-1", "虚构经办", (Grant("case-officer", "510400", "510400/police"),))
FACT = "户籍性质"


def text(page: Any) -> str:
    assert page.status_code == 200
    return page.content.decode()


def me() -> Person:
    return Person.objects.get(phone_index__isnull=False, account__isnull=False)


def state(verification: str, *, source: str, value: str = "农业", by: Principal = CLERK) -> None:
    facts.record(
        by=by,
        now=timezone.now(),
        person_id=me().public_id.hex,
        fact=FACT,
        value=value,
        source=source,
        verification=verification,
        valid_from=timezone.localdate() - timedelta(days=9),
    )


def test_a_stranger_logs_in_and_a_newcomer_registers_first(client: Client) -> None:
    assert client.get("/me/")["Location"].startswith("/login/?next=")
    log_in(client)
    assert client.get("/me/")["Location"].startswith("/me/register/?next=")


def test_what_is_known_stands_there_with_where_it_comes_from(worker: Client) -> None:
    state("shared", source="虚构公安局")
    page = text(worker.get("/me/"))
    for words in (NAME, FACT, "农业", "虚构公安局给的", "还没有登记家里人", "现在没有正在办的事"):
        assert words in page, words
    assert made_up_number() not in page


def test_cases_forms_and_who_looked_are_there(worker: Client) -> None:
    assert re.match(r"/cases/", lodge(worker, form_on(worker)))
    worker.get("/services/arrears-complaint/form/")
    page = text(worker.get("/me/"))
    assert "已提交" in page
    from huigong.registry import queries

    queries.person(CLERK, me().public_id.hex, now=timezone.now())
    assert "窗口受理申请" in text(worker.get("/me/"))


def child_of_mine() -> Person:
    """A child on the roll of my household."""
    now = timezone.now()
    child = people.register(
        by=CLERK,
        now=now,
        name="虚构小明",
        resident_number=made_up_number("20180312", 8),
        hukou_place="510422",
        residence="510400",
    )
    members = [(me().public_id.hex, "head"), (child.public_id.hex, "child")]
    households.form(by=CLERK, now=now, region="510400", members=members, valid_from=date(2026, 1, 2))
    return child


def work_since(day: date, *, employer: str = "虚构建筑公司") -> None:
    now = timezone.now()
    company = engagements.register_employer(by=CLERK, now=now, name=employer, region="510400")
    engagements.start(
        by=CLERK,
        now=now,
        person_id=me().public_id.hex,
        employer_id=company.public_id.hex,
        place="510400",
        valid_from=day,
        occupation="木工",
    )


def test_family_and_work_are_there_with_half_a_name(worker: Client) -> None:
    work_since(date(2026, 1, 2))
    child_of_mine()
    page = text(worker.get("/me/"))
    for words in ("虚构建筑公司", "木工", "写成您家的孩子", "户主"):
        assert words in page, words
    assert "虚构小明" not in page


def test_the_copy_tells_how_many_live_there_and_not_who(worker: Client) -> None:
    child = child_of_mine()
    answer = worker.post("/me/copy/", {"purpose": "keep", "shape": "json"}).content.decode()
    assert json.loads(answer)["document"]["家庭"] == {"与户主关系": "户主", "人数": 2}
    assert "小明" not in answer
    assert child.resident_number not in answer


def test_the_page_asks_the_database_the_same_however_much_there_is(
    worker: Client,
) -> None:
    state("shared", source="虚构公安局")
    work_since(date(2024, 1, 2))
    text(worker.get("/me/"))
    with CaptureQueriesContext(connection) as few:
        text(worker.get("/me/"))
    for year in (2025, 2026):
        work_since(date(year, 1, 2), employer=f"虚构公司{year}")
        state("shared", source=f"虚构{year}局")
    child_of_mine()
    with CaptureQueriesContext(connection) as many:
        text(worker.get("/me/"))
    assert len(many) <= len(few) + 1  # a household brings one


def test_what_oneself_said_is_changed_at_once(worker: Client) -> None:
    state("claimed", source="虚构县")
    assert "马上算数" in text(worker.get(f"/me/correct/{FACT}/"))
    assert worker.post(f"/me/correct/{FACT}/", {"value": "非农业"})["Location"] == "/me/"
    page = text(worker.get("/me/"))
    assert "非农业" in page
    assert page.count("您自己说的") == 1
    assert not Case.objects.exists()


def test_what_an_office_keeps_becomes_a_case_with_a_day(worker: Client) -> None:
    state("shared", source="公安局")
    address = f"/me/correct/{FACT}/"
    page = text(worker.get(address))
    key = re.search(r'name="key" value="([0-9a-f]+)"', page)
    assert key
    given = {"key": key[1], "value": "非农业", "says": "去年改的", "evidence": "户口本\n\n"}
    sent = worker.post(address, given)
    case = Case.objects.get()
    assert sent["Location"] == f"/cases/{case.public_id.hex}/"
    assert case.accountable_office == "510422/police"  # home left empty: the county of the hukou
    assert case.due_on is not None
    assert worker.post(address, given)["Location"] == sent["Location"]
    again = worker.post(address, {**given, "key": "another"})
    assert again.status_code == 409
    assert case.number in again.content.decode()
    assert PersonFact.objects.filter(superseded_at__isnull=True).count() == 1


def test_an_office_reads_chinese_whatever_the_page_says(worker: Client) -> None:
    worker.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    given = {"key": "k", "says": "少了一笔", "evidence": ""}
    assert worker.post("/me/correct/name/", given).status_code == 302
    assert Entry.objects.get().content[OPENED].startswith("姓名\n现在记的是：")
    worker.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    assert worker.post("/me/correct/name/", {**given, "key": "k2"}).status_code == 409


def test_a_correction_without_a_word_stays_on_the_page(worker: Client) -> None:
    answer = worker.post("/me/correct/name/", {"key": "k", "says": "", "evidence": "户口本"})
    assert answer.status_code == 400
    assert "户口本" in answer.content.decode()
    assert not Case.objects.exists()


def test_where_one_lives_is_changed_at_once_and_checked(worker: Client) -> None:
    wrong = worker.post("/me/correct/residence/", {"residence": "东区", "since": "1900-01-01"})
    assert wrong.status_code in (400, 409)
    day = timezone.localdate() - timedelta(days=3)
    right = worker.post("/me/correct/residence/", {"residence": "510403", "since": day.isoformat()})
    assert right["Location"] == "/me/"
    assert me().residence == "510403"


def test_where_a_window_has_written_that_one_lives_is_not_changed_by_one_s_own_word(worker: Client) -> None:
    checked = {"residence": "510403", "since": timezone.localdate() - timedelta(days=20)}
    people.move(by=CLERK, now=timezone.now(), person_id=me().public_id.hex, **checked)
    people.change_contact(
        by=Principal("own", "", person_id=me().public_id.hex), now=timezone.now(),
        person_id=me().public_id.hex, address="虚构路2号",
    )  # fmt: skip
    said = {"residence": "510411", "since": "1990-01-01"}
    assert worker.post("/me/correct/residence/", said).status_code == 400
    assert (me().residence, me().residence_since) == tuple(checked.values())
    page = text(worker.get("/me/correct/residence/"))
    assert 'name="says"' in page
    assert 'name="since"' not in page


def test_a_home_that_a_window_has_seen_as_it_stands_is_checked_as_well(worker: Client) -> None:
    """The worker has said it first; the clerk sees the papers and saves the same."""
    home = {"residence": "510403", "since": timezone.localdate() - timedelta(days=20)}
    worker.post("/me/correct/residence/", {**home, "since": home["since"].isoformat()})
    counter.new_home(
        by=CLERK, now=timezone.now(), person_id=me().public_id.hex, address="", shown="房屋租赁合同", **home
    )
    said = {"residence": "510403", "since": "1995-01-01"}
    assert worker.post("/me/correct/residence/", said).status_code == 400
    assert me().residence_since == home["since"]
    assert AuditEvent.objects.filter(verb="registry.person.moved").count() == 1


def test_a_phone_changed_at_the_window_says_nothing_of_the_home(worker: Client) -> None:
    home = {"residence": "510403", "since": (timezone.localdate() - timedelta(days=20)).isoformat()}
    worker.post("/me/correct/residence/", home)
    people.change_contact(by=CLERK, now=timezone.now(), person_id=me().public_id.hex, address="虚构路3号")
    earlier = {**home, "since": (timezone.localdate() - timedelta(days=40)).isoformat()}
    assert worker.post("/me/correct/residence/", earlier)["Location"] == "/me/"


def test_nobody_moves_by_their_own_word_all_day(worker: Client) -> None:
    days = [(timezone.localdate() - timedelta(days=back)).isoformat() for back in range(2, 8)]
    answers = [
        worker.post("/me/correct/residence/", {"residence": "510403", "since": day}).status_code
        for day in days
    ]
    assert answers == [302, 302, 302, 302, 302, 429]


def test_one_s_own_word_moves_nobody_whom_a_window_has_written() -> None:
    person = people.register(by=CLERK, now=timezone.now(), **asdict(new_person(1)))
    own = Principal("own", "", person_id=person.public_id.hex)
    with pytest.raises(DomainError) as refused:
        people.move(
            by=own, now=timezone.now(), person_id=own.person_id or "",
            residence="510411", since=date(2020, 1, 1),
        )  # fmt: skip
    assert refused.value.code == "person.home_checked"


@pytest.mark.parametrize("what", ["没有这个", "出生日期", "phone_index"])
def test_nothing_else_can_be_corrected(worker: Client, what: str) -> None:
    assert worker.get(f"/me/correct/{what}/").status_code == 404


def test_the_copy_is_whole_offline_and_tells_of_nobody_else(
    worker: Client, tmp_path: Path, capsys: Any
) -> None:
    state("shared", source="虚构公安局")
    from huigong.registry import queries

    queries.person(CLERK, me().public_id.hex, now=timezone.now())
    answer = worker.post("/me/copy/", {"purpose": "court", "shape": "json"})
    assert answer["Content-Disposition"].startswith("attachment")
    document = json.loads(answer.content)["document"]
    assert document["登记"]["证件号码"] == made_up_number()
    assert document["情况"][0]["来源"] == "虚构公安局"
    assert document["谁看过"][0]["为了"] == "窗口受理申请"
    assert "虚构窗口" not in answer.content.decode()
    file = tmp_path / "copy.json"
    file.write_bytes(answer.content)
    key = takeaways.public_keys()[0].hex()
    assert main(["verify", str(file), "--key", key]) == 0
    assert "签名完整" in capsys.readouterr().out
    file.write_bytes(answer.content.replace("农业".encode(), "渔业".encode()))
    assert main(["verify", str(file), "--key", key]) == 1


@pytest.mark.parametrize(
    ("purpose", "ticked", "inside"),
    [
        ("employer", [], set()),
        ("other", [], set()),
        ("employer", ["办件"], {"办件"}),
        ("other", ["谁看过", "办件"], {"办件", "谁看过"}),
        ("court", [], {"办件", "谁看过"}),
    ],
)
def test_an_employer_learns_of_no_complaint_that_was_not_ticked(
    worker: Client, purpose: str, ticked: list[str], inside: set[str]
) -> None:
    state("shared", source="虚构公安局")
    facts.record(
        by=DECIDER,
        now=timezone.now(),
        person_id=me().public_id.hex,
        fact="持有居住证",
        value=True,
        source="casework.Case:1",
        verification="decided",
        valid_from=timezone.localdate(),
        region="510400",
        office="510400/police",
    )
    answer = worker.post("/me/copy/", {"purpose": purpose, "shape": "json", "parts": ticked})
    document = json.loads(answer.content)["document"]
    assert {"办件", "谁看过"} & set(document) == inside
    told = {each["事实"] for each in document["情况"]}
    assert told == ({FACT, "持有居住证"} if "办件" in inside else {FACT}), (
        "what a case decided tells of the case"
    )
    print_of_it = worker.post("/me/copy/", {"purpose": purpose, "shape": "pdf", "parts": ticked})
    assert print_of_it["Content-Type"] == "application/pdf"


def test_another_folder_adds_its_part_to_file_and_print(worker: Client) -> None:
    def made_up(viewer: Principal, asked: owncopy.Asked) -> owncopy.Values:
        return {"虚构的一份": [{"月份": "2026-03", "应发": "520000"}]}

    part = owncopy.Part(
        "another",
        9,
        made_up,
        lambda document: owncopy.listed("虚构的一份", ("月份", "应发"), document["虚构的一份"]),
    )
    owncopy.declare(part)
    try:
        answer = worker.post("/me/copy/", {"purpose": "employer", "shape": "json"})
        assert json.loads(answer.content)["document"]["虚构的一份"] == made_up(CLERK, None)["虚构的一份"]
        printed = worker.post("/me/copy/", {"purpose": "employer", "shape": "pdf"})
        assert "2026-03" in text_of(printed.content)
        with pytest.raises(ValueError, match="another is registered twice"):
            owncopy.declare(replace(part, order=1))
    finally:
        owncopy._PARTS.forget("another")


def test_what_an_official_typed_is_in_no_copy(worker: Client) -> None:
    from huigong.registry import queries

    for purpose in ("核实申请材料：虚构乙的案子", "虚构丙托我看看"):
        queries.person(replace(CLERK, purpose=purpose), me().public_id.hex, now=timezone.now())
    answer = worker.post("/me/copy/", {"purpose": "court", "shape": "json"}).content.decode()
    looks = json.loads(answer)["document"]["谁看过"]
    assert {look["为了"] for look in looks} == {"核实申请材料", "其他"}


def test_where_not_every_look_fits_in_the_copy_it_says_of_how_many(
    worker: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huigong.registry import queries

    for hours in range(3):
        queries.person(CLERK, me().public_id.hex, now=timezone.now() + timedelta(hours=hours))
    monkeypatch.setattr(takeaway, "MOST_LOOKS", 2)
    answer = worker.post("/me/copy/", {"purpose": "court", "shape": "json", "parts": ["谁看过"]})
    document = json.loads(answer.content)["document"]
    total = AuditEvent.objects.filter(verb=READ_VERB, person_ref=me().public_id.hex).count()
    assert total > 2
    assert (len(document["谁看过"]), document["查看次数"]) == (2, total)
    printed = worker.post("/me/copy/", {"purpose": "court", "shape": "pdf", "parts": ["谁看过"]})
    assert f"最近2次，一共{total}次" in "".join(text_of(printed.content).split())


def test_the_print_carries_the_same_data(worker: Client, tmp_path: Path, capsys: Any) -> None:
    answer = worker.post("/me/copy/", {"purpose": "keep", "shape": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    file = tmp_path / "copy.pdf"
    file.write_bytes(answer.content)
    assert main(["verify", str(file), "--key", takeaways.public_keys()[0].hex(), "--show"]) == 0
    assert made_up_number() in capsys.readouterr().out
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert "<pdfaid:part>3" in pdf.Root.Metadata.read_bytes().decode()
        assert len(pdf.Root.AF) == 1


def test_each_copy_is_in_the_trail_with_its_purpose(worker: Client) -> None:
    worker.post("/me/copy/", {"purpose": "office", "shape": "json"})
    event = AuditEvent.objects.get(verb="portals.worker.copied")
    assert (event.purpose, event.data["shape"]) == ("异地办事", "json")
    assert worker.post("/me/copy/", {"shape": "json"}).status_code == 400
    assert AuditEvent.objects.filter(verb="portals.worker.copied").count() == 1


def test_no_more_than_a_person_can_need(worker: Client) -> None:
    for _ in range(20):
        assert worker.post("/me/copy/", {"purpose": "keep", "shape": "json"}).status_code == 200
    assert worker.post("/me/copy/", {"purpose": "keep", "shape": "json"}).status_code == 429


def test_nobody_else_gets_it(worker: Client) -> None:
    assert Client().post("/me/copy/", {"purpose": "keep", "shape": "json"}).status_code == 302
    other = Client()
    log_in(other, "13900000002")
    register(other, serial=2)
    answer = other.post("/me/copy/", {"purpose": "keep", "shape": "json"})
    assert made_up_number() not in answer.content.decode()
