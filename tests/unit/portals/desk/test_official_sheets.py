"""Accounts from a sheet: good rows are opened, bad ones come back with the reason, and again changes nothing."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from huigong.directory.actions import accounts
from huigong.directory.models import Account, RoleAssignment
from huigong.directory.principals import SYSTEM, Grant
from huigong.kernel.errors import DomainError
from tests.unit.portals.desk.staff import PASSWORD, at_desk, official, principal
from tests.unit.registry.someone import resident_number

PAGE = "/desk/accounts/import/"
HEAD = "用户名,姓名,身份证号,角色,地区,部门"


def sent(client: Client, *rows: str, head: str = HEAD) -> HttpResponse:
    data = "\n".join(("某局人员名单", head, *rows)).encode("gb18030")
    return client.post(PAGE, {"sheet": SimpleUploadedFile("officials.csv", data)})


def row(sequence: int = 1, **changed: str) -> str:
    cells = {
        "username": f"officer-{sequence}",
        "name": "虚构甲",
        "number": resident_number(sequence),
        "role": "经办人",
        "region": "510403",
        "office": "510403/hrss",
    }
    return ",".join((cells | changed).values())


def test_rows_become_accounts_and_the_same_sheet_again_changes_nothing() -> None:
    client = at_desk("administrator")
    page = sent(client, row(1), row(2, role="窗口人员", region="攀枝花市", office=""))
    assert [each.row.number for each in page.context["taken"].opened] == [3, 4]
    password = page.context["taken"].opened[0].password
    assert password in page.content.decode()
    account = Account.objects.get(username="officer-1")
    assert account.check_password(password)
    assert account.resident_number == resident_number(1)
    held = RoleAssignment.objects.order_by("pk").values_list("role", "region", "office")
    assert ("case-officer", "510403", "510403/hrss") in held
    assert ("clerk", "510400", "") in held
    again = sent(client, row(1), row(2, role="窗口人员", region="攀枝花市", office=""))
    assert (len(again.context["taken"].opened), len(again.context["taken"].unchanged)) == (0, 2)
    assert account.check_password(password)
    assert Account.objects.get(username="officer-1").password == account.password


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": ""}, "officials.empty"),
        ({"number": "510400"}, "identity.length"),
        ({"role": "局长"}, "officials.role"),
        ({"office": "虚构局"}, "officials.office"),
        ({"region": "虚构县"}, "place.not_found"),
        ({"region": "长春市", "office": ""}, "access.denied"),
        ({"username": "王某"}, "officials.username"),
        ({"username": "taken"}, "account.username_taken"),
    ],
)
def test_a_bad_row_comes_back_and_the_good_one_is_opened(changed: dict[str, str], code: str) -> None:
    official("police", username="taken")
    page = sent(at_desk("administrator"), row(1, **changed), row(2))
    ((bad,), (good,)) = page.context["refused"], page.context["taken"].opened
    assert (bad.number, bad.error.code) == (3, code)
    assert bad.error.what in page.content.decode()
    assert good.row.username == "officer-2"


def test_a_file_without_the_columns_or_no_table_at_all_opens_nothing() -> None:
    client, before = at_desk("administrator"), Account.objects.count()
    assert sent(client, "1,2", head="甲,乙").status_code in {400, 422}
    assert client.post(PAGE, {"sheet": SimpleUploadedFile("x.pdf", b"%PDF-1.4")}).status_code in {400, 422}
    assert client.post(PAGE).status_code == 400
    assert Account.objects.count() == before


@pytest.mark.parametrize(
    "rows", [[row(number) for number in range(1, 52)], [row(1), *[",,,,,"] * 1200, row(2)]]
)
def test_a_sheet_that_is_too_long_opens_nobody(rows: list[str]) -> None:
    page = sent(at_desk("administrator"), *rows)
    assert page.status_code == 400
    assert "一张表最多 50 人" in page.content.decode()
    assert not Account.objects.filter(username__startswith="officer").exists()


@pytest.mark.parametrize(
    ("changed", "differs"),
    [
        ({"username": "officer-9"}, "用户名"),
        ({"name": "虚构乙"}, "姓名"),
        ({"role": "窗口人员"}, "角色"),
        ({"office": "510403/police"}, "部门"),
        ({"region": "510421", "office": ""}, "地区、部门"),
    ],
)
def test_a_row_that_differs_from_the_account_says_so_and_is_not_done(
    changed: dict[str, str], differs: str
) -> None:
    client = at_desk("administrator")
    sent(client, row(1))
    page = sent(client, row(1, **changed))
    ((bad,), taken) = page.context["refused"], page.context["taken"]
    assert bad.error.code == "officials.differs"
    assert f"officer-1”，和这一行不同：{differs}" in page.content.decode()
    assert (taken.opened, taken.unchanged) == ((), ())
    held = RoleAssignment.objects.filter(account__username="officer-1").values_list("role", "office")
    assert list(held) == [("case-officer", "510403/hrss")]


def test_two_rows_of_one_number_are_both_refused_and_name_each_other() -> None:
    twice = resident_number(1)
    page = sent(at_desk("administrator"), row(1), row(2), row(3, number=twice, role="窗口人员"))
    assert [(bad.number, bad.error.code) for bad in page.context["refused"]] == [
        (3, "officials.twice"),
        (5, "officials.twice"),
    ]
    assert page.content.decode().count("第 3、5 行是同一个身份证号") == 2
    assert [each.row.number for each in page.context["taken"].opened] == [4]


def test_an_account_elsewhere_is_as_if_it_were_not() -> None:
    """Whether a number is that of a user elsewhere is told to nobody: the answer is that of any other number."""
    elsewhere = accounts.create_official(
        by=SYSTEM, now=timezone.now(), username="far", display_name="虚构甲", password=PASSWORD,
        grants=[Grant("case-officer", "220100")], resident_number=resident_number(1),
    )  # fmt: skip
    client, told = at_desk("administrator"), []
    for number in (1, 2):
        page = sent(client, row(number, username="far"))
        (bad,) = page.context["refused"]
        told.append((bad.error.code, bad.error.what))
    assert told[0] == told[1]
    page = sent(client, row(1))
    assert [each.row.username for each in page.context["taken"].opened] == ["officer-1"]
    assert Account.objects.get(pk=elsewhere.pk).display_name == "虚构甲"


def test_passwords_that_were_lost_are_given_anew_from_the_same_sheet() -> None:
    client = at_desk("administrator")
    sent(client, row(1), row(2))  # nobody saw the page
    used = Account.objects.get(username="officer-2")
    Account.objects.filter(pk=used.pk).update(password_valid_until=None)
    page = sent(client, row(1), row(2))
    (waiting,) = page.context["taken"].waiting
    address = f"/desk/accounts/{waiting.public_id.hex}/"
    assert waiting.username == "officer-1" and address in page.content.decode()
    before = Account.objects.get(pk=waiting.pk).password
    assert "一次性密码" in client.post(f"{address}password/").content.decode()
    assert Account.objects.get(pk=waiting.pk).password != before


def test_one_official_has_one_account_however_it_is_opened() -> None:
    client = at_desk("administrator")
    sent(client, row(1))
    other = official("police", username="other")
    with pytest.raises(DomainError) as refused:
        accounts.say_whose(
            by=principal("administrator"), now=timezone.now(), account=other, resident_number=resident_number(1)
        )  # fmt: skip
    assert refused.value.code == "account.number_taken"


@pytest.mark.parametrize("role", ["clerk", "leading", "auditor"])
def test_nobody_else_opens_accounts(role: str) -> None:
    assert sent(at_desk(role), row(1)).status_code == 403
    assert not Account.objects.filter(username="officer-1").exists()
