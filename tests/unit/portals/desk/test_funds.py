"""Money at the desk: what is left, a batch by two, the bank's answer line by line, what comes back."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine_plus import CalamineWorkbook

from huigong.audit.models import AuditEvent
from huigong.directory.actions import accounts as directory
from huigong.directory.principals import SYSTEM, Grant
from huigong.funds.actions import payments
from huigong.funds.models import Batch, FundLine, Payment, Recovery
from huigong.funds.terms import Book
from huigong.kernel.errors import Conflict
from huigong.registry.models import Person
from tests.unit.funds.purse import (
    CHECKER,
    COUNTY,
    CSV,
    LAST,
    OFFICE,
    SUBSIDY,
    Said,
    account,
    attempts,
    line,
    people,
    purse,
    reserved,
    return_file,
    sent,
    stands,
)
from tests.unit.portals.desk.staff import BACKEND, PASSWORD
from tests.unit.registry.someone import NOW

__all__ = ["purse"]
LATER = NOW + timedelta(days=3)


@pytest.fixture(autouse=True)
def in_2016(purse: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The packs of the purse, on a day of the year of its money."""
    monkeypatch.setattr(timezone, "now", lambda: LATER)


def official(role: str, name: str, *, office: str = OFFICE) -> Client:
    made = directory.create_official(
        by=SYSTEM,
        now=NOW,
        username=name,
        display_name=f"虚构{name}",
        password=PASSWORD,
        grants=[Grant(role, COUNTY, office or None)],
    )
    client = Client()
    client.force_login(made, backend=BACKEND)
    return client


@pytest.fixture
def maker() -> Client:
    return official("case-officer", "maker")


@pytest.fixture
def checker() -> Client:
    return official("finance-officer", "checker")


def with_accounts(count: int) -> list[Person]:
    known = people(count)
    for person in known:
        account(person)
    return known


def at(row: FundLine) -> str:
    return f"/desk/funds/{row.public_id.hex}/"


def uploaded(data: bytes, name: str = "文件.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def page_of(client: Client, address: str, given: dict[str, Any] | None = None) -> str:
    """What the page says after what was sent, wherever it leads."""
    answer = client.get(address) if given is None else client.post(address, given, follow=True)
    return str(answer.content.decode())


def seen_on(client: Client, address: str) -> str:
    """What the page says its button is about."""
    (act,) = [each.act for each in client.get(address).context["acts"] if each.act.seen]
    return str(act.seen)


def test_what_came_after_the_checker_looked_is_not_approved_with_the_rest(
    maker: Client, checker: Client
) -> None:
    row = line(yuan=1000)
    who = with_accounts(3)
    reserved(row, who[:1], yuan=10)
    assert "核准全部 1 笔预留的，共 10 元" in page_of(checker, at(row))
    old = {"act": "commit", "seen": seen_on(checker, at(row))}
    reserved(row, who[1:], yuan=100)
    answer = checker.post(at(row), old)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "打开这一页以后有了变动" in page and "核准全部 3 笔预留的，共 210 元" in page
    assert checker.post(at(row), {"act": "commit"}).status_code == 409, "nothing was said to be seen"
    assert not Payment.objects.exclude(standing="reserved").exists()
    with pytest.raises(Conflict, match="等核准的付款变了") as refused:
        payments.commit(by=CHECKER, now=LATER, line_id=row.public_id.hex, seen="0" * 64)
    assert "3笔，共210 元" in refused.value.why, "also where it changes between the page and the books"
    assert "核准 3 笔" in page_of(checker, at(row), {"act": "commit", "seen": seen_on(checker, at(row))})


def test_a_sheet_that_was_read_before_is_asked_about_and_an_equal_row_refused(maker: Client) -> None:
    row = line(LAST, yuan=1000)
    who = with_accounts(2)
    head = "证件号码,付什么,金额,关于\n"
    rows = [f"{each.resident_number},补助,100,\n" for each in who]

    def read(text: str, **more: str) -> HttpResponse:
        given = {"act": "reserve", "file": uploaded((head + text).encode(), "名单.csv"), **more}
        return maker.post(at(row), given)

    twice = read(rows[0] + rows[1] + rows[0])
    assert twice.status_code == 400 and "第4行：和第2行完全一样" in twice.content.decode()
    assert not Payment.objects.exists()
    assert read("".join(rows)).status_code == 302
    again = read("".join(rows))
    assert again.status_code == 409 and "2笔和已经记下的完全一样" in again.content.decode()
    assert Payment.objects.count() == 2
    assert read(rows[0].replace("100,", "100,第二次")).status_code == 302
    assert read(rows[1], again="on").status_code == 302
    assert Payment.objects.count() == 4


def test_what_is_left_is_drawn_and_stands_in_the_table(checker: Client) -> None:
    row = line(yuan=1000)
    reserved(row, with_accounts(3), yuan=100)
    for address in ("/desk/funds/", at(row)):
        page = page_of(checker, address)
        assert 'class="bar-yes"' in page and 'class="bar-used"' in page
        assert "1,000 元" in page and "700 元" in page and "300 元" in page
    assert "1,000 元" not in page_of(checker, "/desk/funds/?year=2015")
    assert "1,000 元" in page_of(checker, "/desk/funds/?year=2016")
    assert checker.get("/desk/funds/?year=nonsense&page=x").status_code == 200


def test_other_offices_and_roles_see_no_money(checker: Client) -> None:
    row = line(yuan=1000)
    batch = sent_batch(row)
    payment = Payment.objects.first()
    assert payment is not None
    addresses = [
        at(row),
        f"{at(row)}payments/",
        f"/desk/funds/batches/{batch.public_id.hex}/",
        f"/desk/funds/payments/{payment.public_id.hex}/",
    ]
    stranger = official("finance-officer", "stranger", office=f"{COUNTY}/housing")
    clerk = official("clerk", "clerk", office="")
    for address in addresses:
        assert stranger.get(address).status_code == 404
        assert clerk.get(address).status_code in (403, 404)
        assert checker.get(address).status_code == 200
    assert "1,000 元" not in page_of(stranger, "/desk/funds/")
    assert clerk.get("/desk/funds/").status_code == 403
    assert stranger.post(f"/desk/funds/batches/{batch.public_id.hex}/file/").status_code == 404
    assert stranger.post(at(row), {"act": "grant", "amount": "1", "paper": "x"}).status_code == 404


def test_inspectors_have_no_money_in_hand_and_no_bank_file(checker: Client) -> None:
    """Their work is complaints: also with a grant for the whole county."""
    row = line(yuan=1000)
    batch = f"/desk/funds/batches/{sent_batch(row).public_id.hex}/"
    for office in ("", OFFICE):
        inspector = official("inspector", f"inspector{office[-3:]}", office=office)
        assert inspector.get("/desk/funds/").status_code == 403
        for address in (at(row), f"{at(row)}payments/", batch):
            assert inspector.get(address).status_code in (403, 404)
        assert inspector.post(f"{batch}file/").status_code in (403, 404)
    assert checker.get(batch).status_code == 200


def sent_batch(row: FundLine) -> Batch:
    reserved(row, with_accounts(2), yuan=100)
    return sent(row)


def test_money_is_given_by_its_keeper_once_for_a_paper(maker: Client, checker: Client) -> None:
    row = line()
    given = {"act": "grant", "amount": "12万", "paper": "米财〔2016〕8号"}
    assert maker.post(at(row), given).status_code == 409  # it is not among what a maker may do
    assert "120,000 元" in page_of(checker, at(row), given)
    again = checker.post(at(row), given)
    assert again.status_code == 409 and "已经记过了" in again.content.decode()
    for wrong in ({"amount": "-5"}, {"amount": "很多"}, {"amount": "0"}, {"paper": ""}):
        assert checker.post(at(row), given | {"paper": "9号"} | wrong).status_code == 400
    assert stands(row) == {"free": 12_000_000}


def test_a_batch_is_made_by_one_and_checked_by_another_who_has_the_file(
    maker: Client, checker: Client
) -> None:
    row = line(yuan=1000)
    reserved(row, with_accounts(2), yuan=100)
    assert "核准 2 笔" in page_of(checker, at(row), {"act": "commit", "seen": seen_on(checker, at(row))})
    assert "等另一位同事复核" in page_of(maker, at(row), {"act": "make", "profile": CSV})
    batch = Batch.objects.get()
    here = f"/desk/funds/batches/{batch.public_id.hex}/"
    assert "由另一位同事复核" in page_of(maker, here)
    assert maker.post(f"{here}file/").status_code == 403  # not before it is approved
    assert maker.post(here, {"act": "approve", "file": uploaded(b"x")}).status_code == 409
    content = checker.post(f"{here}file/").content
    assert checker.post(f"{here}file/").content == content
    wrong = checker.post(here, {"act": "approve", "file": uploaded(content + b" ")})
    assert wrong.status_code == 400 and "摘要和这个文件的不一样" in wrong.content.decode()
    assert "已复核" in page_of(checker, here, {"act": "approve", "file": uploaded(content)})
    assert "已记下送出" in page_of(maker, here, {"act": "send"})
    assert maker.post(here, {"act": "send"}).status_code == 409
    assert stands(row) == {"free": 80_000, "sent": 20_000}
    assert AuditEvent.objects.filter(verb="funds.batch.fetched").count() == 2


def test_a_return_file_is_read_line_by_line_and_what_is_unclear_is_settled(
    maker: Client, checker: Client
) -> None:
    row = line(yuan=1000)
    batch = sent_batch(row)
    first, second = attempts(batch)
    data = return_file(Said(first), Said(second, code="7777"))
    given = {"act": "take", "office": OFFICE, "profile": CSV, "on": ""}
    page = page_of(maker, "/desk/funds/returns/", given | {"file": uploaded(data)})
    assert "每一行都算了数" in page
    assert stands(row) == {"free": 80_000, "paid": 10_000, "unclear": 10_000}
    assert "结果不明" in page_of(maker, "/desk/funds/returns/")
    payment = f"/desk/funds/payments/{second.payment.public_id.hex}/"
    said = {"act": "resolve", "outcome": "credited", "on": f"{LATER:%Y-%m-%d}", "proof": "银行回函1号"}
    assert maker.post(payment, said).status_code == 409
    assert "这笔付款现在已到账" in page_of(checker, payment, said)
    assert stands(row) == {"free": 80_000, "paid": 20_000}
    assert "送出的都有结果了" in page_of(maker, "/desk/funds/returns/")


def test_a_line_of_nobody_is_refused_with_its_number_and_the_file_can_come_again(maker: Client) -> None:
    row = line(yuan=1000)
    batch = sent_batch(row)
    first, _second = attempts(batch)
    data = return_file(Said(first)).replace(first.end_to_end.encode("gbk"), b"NOBODY0001")
    given = {"act": "take", "office": OFFICE, "profile": CSV, "on": "", "file": uploaded(data)}
    page = page_of(maker, "/desk/funds/returns/", given)
    assert "没有算数的行" in page
    assert stands(row)["sent"] == 20_000
    broken = maker.post("/desk/funds/returns/", given | {"file": uploaded("不是回单".encode())})
    assert broken.status_code == 400


def test_what_was_paid_wrongly_comes_back_in_parts(maker: Client, checker: Client) -> None:
    row = line(yuan=1000)
    batch = sent_batch(row)
    first, second = attempts(batch)
    page_of(maker, "/desk/funds/returns/", {
        "act": "take", "office": OFFICE, "profile": CSV, "on": "",
        "file": uploaded(return_file(Said(first), Said(second))),
    })  # fmt: skip
    here = f"/desk/funds/payments/{first.payment.public_id.hex}/"
    plan = {
        "act": "recover",
        "reason": "不符合条件",
        "instalments": "2016-07-01 60元\n2016-08-01 50元",
        "key": "1" * 32,
    }
    too_much = checker.post(here, plan)
    assert too_much.status_code == 409 and "最多还能收回100 元" in too_much.content.decode()
    wrong = checker.post(here, plan | {"instalments": "明天 60元"})
    assert wrong.status_code == 400 and "第1行" in wrong.content.decode()
    whole = plan | {"instalments": "2016-07-01 60元\n2016-08-01 40元"}
    assert [checker.post(here, whole).status_code for _ in "ab"] == [302, 302], "sent twice"
    assert checker.post(here, whole | {"key": "2" * 32}).status_code == 409, "decided twice"
    recovery = Recovery.objects.get()
    assert "2016-07-01" in page_of(maker, "/desk/funds/owed/")
    received = {"act": f"receive-{recovery.public_id.hex}", "amount": "60", "paper": "收据1号"}
    page_of(maker, here, received | {"amount": "20"})
    assert maker.post(here, received | {"amount": "20"}).status_code == 409, "the same slip"
    page_of(maker, here, received | {"amount": "40", "paper": "收据2号"})
    assert "2016-07-01" not in page_of(maker, "/desk/funds/owed/")
    assert stands(row)["paid"] == 14_000
    assert maker.post(here, received | {"amount": "50"}).status_code == 409


def test_a_list_with_a_wrong_row_reserves_nothing(maker: Client) -> None:
    row = line(yuan=1000)
    person = with_accounts(1)[0]
    head = "证件号码,付什么,金额\n"
    good = f"{person.resident_number},焊工初级,100\n"
    bad = uploaded((head + good + "不是号码,焊工初级,100\n").encode("utf-8-sig"), "名单.csv")
    answer = maker.post(at(row), {"act": "reserve", "file": bad})
    assert answer.status_code == 400 and "第3行" in answer.content.decode()
    assert not Payment.objects.exists()
    page = page_of(maker, at(row), {"act": "reserve", "file": uploaded((head + good).encode(), "名单.csv")})
    assert "预留 1 笔" in page
    assert maker.post(at(row), {"act": "reserve"}).status_code == 400


def test_accounts_are_entered_by_one_and_verified_by_another(maker: Client, checker: Client) -> None:
    line()
    person = people(1)[0]
    text = f"证件号码,户名,账号\n{person.resident_number},虚构,6222000000000001\n"
    here = "/desk/funds/accounts/"
    entered = {"act": "enter", "office": OFFICE, "file": uploaded(text.encode(), "账户.csv")}
    assert "录入 1 个" in page_of(maker, here, entered)
    given = {"act": "verify", "file": uploaded(text.replace("0001\n", "0002\n").encode(), "账户.csv")}
    assert "核实 0 个" in page_of(checker, here, given)
    given = {"act": "verify", "file": uploaded(text.encode(), "账户.csv")}
    assert "核实 1 个" in page_of(checker, here, given)
    assert maker.post(here, given).status_code == 409


def test_a_line_is_opened_for_the_own_office(checker: Client, maker: Client) -> None:
    given = {
        "act": "open",
        "office": OFFICE,
        "fund": SUBSIDY,
        "year": "2016",
        "source": "县级财政",
        "purpose": "补贴",
    }
    assert maker.get("/desk/funds/new/").status_code == 403
    assert checker.post("/desk/funds/new/", given | {"office": f"{COUNTY}/housing"}).status_code == 400
    refused = checker.post("/desk/funds/new/", given | {"year": ""})
    assert refused.status_code == 400 and "年度写得不对" in refused.content.decode()
    assert checker.post("/desk/funds/new/", given).status_code == 302
    assert FundLine.objects.get().office == OFFICE


def test_the_lines_are_taken_away_for_a_purpose(checker: Client) -> None:
    line(yuan=1000)
    assert checker.post("/desk/funds/export/", {"purpose": ""}).status_code == 400
    answer = checker.post("/desk/funds/export/?year=2016", {"purpose": "季度报表"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    rows = book.get_sheet_by_index(0).to_python()
    assert "季度报表" in rows[0][0] and Book.FREE.label in rows[1] and "1,000 元" in rows[2]
    event = AuditEvent.objects.get(verb="funds.list.exported")
    assert event.data == {"rows": 1, "list": {"year": "2016"}}


def test_payments_ask_the_same_however_many_they_are(checker: Client) -> None:
    row = line(yuan=1000)
    counts = []
    for _round in range(2):
        reserved(row, with_accounts(2), yuan=10)
        with CaptureQueriesContext(connection) as asked:
            page = page_of(checker, f"{at(row)}payments/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert "虚构0" not in page and "10 元" in page
    assert "没有这样的付款" in page_of(checker, f"{at(row)}payments/?standing=credited")
