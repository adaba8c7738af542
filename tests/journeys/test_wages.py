"""S7 and S8 over HTTP, a month of wages: the labour officer hands it in, the worker sees and disputes it, the inspector opens a case.

The county, the project and the people are invented; the files are what a spreadsheet program writes. The month is past.
"""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from huigong.casework.models import Case
from huigong.directory.actions import accounts
from huigong.directory.principals import SYSTEM, Grant
from huigong.registry.models import Person
from huigong.sheets.opening import sheets as sheets_of
from huigong.wages.models import EarlyWarning, ProjectMonth, WorkerMonth
from tests.unit.portals.desk.staff import BACKEND, PASSWORD
from tests.unit.portals.worker import visiting
from tests.unit.portals.worker.filling import WAGE, fill_in, send
from tests.unit.wages import sites
from tests.unit.wages.sites import COUNTY, NOW, SiteWorld, own, with_cells, without
from tests.unit.wages.worlds import HEADERS, World

OFFICER, ONE, OTHER = 11, 12, 13


def phone(serial: int) -> Client:
    """Somebody at their phone, registered, whose card was seen at a counter."""
    browser = Client()
    browser.post("/place/", {"region": COUNTY})
    visiting.log_in(browser, f"139000000{serial}")
    visiting.register(browser, serial=serial)
    return browser


def person_of(browser: Client) -> Person:
    return Person.objects.get(account__pk=browser.session["_auth_user_id"])


def desk(username: str, *, region: str = COUNTY, line: str = "hrss") -> Client:
    account = accounts.create_official(
        by=SYSTEM,
        now=NOW,
        username=username,
        display_name=f"虚构{username}",
        password=PASSWORD,
        grants=[Grant("inspector", region, f"{region}/{line}")],
    )
    browser = Client()
    browser.force_login(account, backend=BACKEND)
    return browser


def workbooks(world: World) -> dict[str, Any]:
    """The tables as spreadsheets, a title above the headers."""
    made = {}
    for table, rows in world.items():
        out, names = io.BytesIO(), HEADERS[table].split()
        book = xlsxwriter.Workbook(out, {"in_memory": True})
        sheet = book.add_worksheet()
        sheet.write(0, 0, "虚构中学项目部")
        sheet.write_row(1, 0, names)
        for number, row in enumerate(rows, start=2):
            sheet.write_row(number, 0, [str(row.get(name, "")) for name in names])
        book.close()
        made[table] = SimpleUploadedFile(f"{table}.xlsx", out.getvalue())
    return made


class Town:
    """The four who act, and the project."""

    def __init__(self) -> None:
        self.officer, self.one, self.other = phone(OFFICER), phone(ONE), phone(OTHER)
        self.inspector = desk("jiancha")
        post = person_of(self.officer)
        sites.appoint(post)
        self.site = SiteWorld(sites.project(), own(post), person_of(self.one), person_of(self.other))
        self.address = f"/sites/{self.site.project_id}/"

    def hand_in(self, world: World) -> Any:
        return self.officer.post(self.address, {"month": "2026-10", **workbooks(world)}, follow=True)


@pytest.fixture
def town(db: None, settings: Any, tmp_path: Any) -> Town:
    settings.SMS_PROVIDER, settings.SMS_FOLDER = "file", tmp_path / "codes"
    return Town()


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_month_from_the_site_to_a_case(town: Town) -> None:
    unpaid = without(town.site.clean(), "bank", town.site.one.resident_number)
    handed = town.hand_in(with_cells(unpaid, "projects", "", 期末余额="106000.00"))
    assert handed.status_code == 200 and "收下了" in text(handed)
    assert "应当发的工资没有到账" in text(handed)

    mine = town.one.get("/wages/")
    assert "还差您 6,000 元" in text(mine) and "施工总承包单位 虚构建工" in text(mine)
    assert "还差您" not in text(town.other.get("/wages/"))

    wage = re.search(r"/wages/([0-9a-f]+)/answer/", mine.content.decode())
    assert wage
    disputed = town.one.post(f"/wages/{wage[1]}/answer/", {"answer": "no", "said": "一分没有给"}, follow=True)
    assert "您不认可 一分没有给" in text(disputed)
    assert town.other.post(f"/wages/{wage[1]}/answer/", {"answer": "yes"}).status_code == 404

    listed = town.inspector.get("/desk/wages/")
    assert "过了发薪日，工资没有到本人的卡上" in text(listed) and "工人不认可工资表" in text(listed)
    warning = EarlyWarning.objects.get(declared="wages-not-credited")
    page = f"/desk/wages/{warning.public_id.hex}/"
    shown = text(town.inspector.get(page))
    assert "第三十一条" in shown and "当地没有定几天以内要说明" in shown

    accounts_shown = text(town.inspector.get(f"/desk/wages/sites/{town.site.project_id}/"))
    for account in ("考勤", "工资表", "银行", "合同和实名", "专户"):
        assert account in accounts_shown
    assert "payroll.xlsx第3行" in accounts_shown and visiting.NAME not in accounts_shown

    opened = town.inspector.post(page, {"act": "open-case"}, follow=True)
    assert "立案了" in text(opened)
    case = Case.objects.get(procedure="labour-inspection-order")
    assert town.inspector.get(f"/desk/cases/{case.public_id.hex}/").status_code == 200


def test_an_explanation_is_put_to_the_worker_and_silence_is_no_yes(town: Town) -> None:
    unpaid = without(town.site.clean(), "bank", town.site.one.resident_number)
    town.hand_in(with_cells(unpaid, "projects", "", 期末余额="106000.00"))
    warning = EarlyWarning.objects.get(declared="wages-not-credited").public_id.hex
    said = town.officer.post(f"{town.address}{warning}/", {"said": "付过现金了。"}, follow=True)
    assert "问了 1 个工人，0 个说属实" in text(said)
    seen = text(town.inspector.get(f"/desk/wages/{warning}/"))
    assert "1 个没有答复" in seen and "按没有解决算" in seen
    asked = town.one.get("/wages/").content.decode()
    assert "付过现金了。" in asked
    address = re.search(rf"/wages/[0-9a-f]+/{warning}/", asked)
    assert address
    town.one.post(address[0], {"answer": "yes"})
    assert EarlyWarning.objects.get(public_id=warning).closing == "workers"


def test_a_complaint_is_filled_in_with_what_the_month_says(town: Town) -> None:
    unpaid = without(town.site.clean(), "bank", town.site.one.resident_number)
    town.hand_in(with_cells(unpaid, "projects", "", 期末余额="106000.00"))
    wage = re.search(r"/wages/([0-9a-f]+)/answer/", town.one.get("/wages/").content.decode())
    assert wage
    began = town.one.post(f"/wages/{wage[1]}/complain/", follow=True)
    assert began.status_code == 200
    checked = text(town.one.get("/services/arrears-complaint/form/check/"))
    for told in ("6,000 元", "2026年10月", "虚构建工", "2026年11月16日", "虚构中学（P1）干了18天"):
        assert told in checked


def begun_from_the_month(town: Town) -> str:
    """The list to look over of the complaint that the newest month begins, and what was told on the way."""
    wage = re.search(r"/wages/([0-9a-f]+)/answer/", town.one.get("/wages/").content.decode())
    assert wage
    began = town.one.post(f"/wages/{wage[1]}/complain/", follow=True)
    return text(began) + text(town.one.get("/services/arrears-complaint/form/check/"))


def test_a_complaint_from_a_month_takes_nothing_from_another_job(town: Town) -> None:
    """Who complained of a foreman's site before is asked anew whose debt this one is, and may complain of both."""
    unpaid = without(town.site.clean(), "bank", town.site.one.resident_number)
    town.hand_in(with_cells(unpaid, "projects", "", 期末余额="106000.00"))
    foreman = {
        **WAGE,
        "谁招的": "包工头个人",
        "用人单位.name": "虚构老张",
        "工作地点.address": "虚构花园工地",
    }
    fill_in(town.one, "arrears-complaint", foreman)
    send(town.one, "arrears-complaint")
    told = begun_from_the_month(town)
    assert "6,000 元" in told and "虚构中学" in told
    for of_the_other in ("虚构老张", "13900000077", "一天260元", "虚构花园工地", "您已经交过"):
        assert of_the_other not in told
    assert "虚构甲" in told, "the worker is the same"


def test_the_same_month_goes_on_with_the_complaint_that_it_began(town: Town) -> None:
    unpaid = without(town.site.clean(), "bank", town.site.one.resident_number)
    town.hand_in(with_cells(unpaid, "projects", "", 期末余额="106000.00"))
    begun_from_the_month(town)
    without_months = {name: typed for name, typed in WAGE.items() if not name.startswith("每月欠薪.")}
    fill_in(town.one, "arrears-complaint", {**without_months, **FROM_THE_MONTH})
    assert "虚构建筑公司" in begun_from_the_month(town), "it is not begun anew"
    send(town.one, "arrears-complaint")
    again = begun_from_the_month(town)
    assert "您已经交过" in again and "虚构建筑公司" in again


FROM_THE_MONTH = {
    "工作地点.region": "米易县",
    "工作地点.address": "虚构中学",
    "在工地": "是",
    "发包单位.name": "虚构建工",
    "每月欠薪.1.欠薪月份": "2026年10月",
    "每月欠薪.1.欠发": "6000",
}


def test_nobody_else_hands_in_looks_or_explains(town: Town) -> None:
    assert town.one.get(town.address).status_code == 403
    assert (
        town.one.post(town.address, {"month": "2026-10", **workbooks(town.site.clean())}).status_code == 403
    )
    town.hand_in(town.site.clean())
    far = desk("waidi", region="210702")
    assert far.get(f"/desk/wages/sites/{town.site.project_id}/").status_code == 404
    assert Client().get("/wages/").status_code == 302
    nobody = phone(19)
    assert "还没有哪个工地报过您的工资" in text(nobody.get("/wages/"))


def test_a_month_that_cannot_be_used_is_refused_in_place(town: Town) -> None:
    for month, files, told in (
        ("十月", workbooks(town.site.clean()), "不是月份"),
        ("2026-10", {}, "没有项目表"),
        (
            "2026-10",
            {**workbooks(town.site.clean()), "bank": SimpleUploadedFile("bank.exe", b"MZ")},
            "读不了",
        ),
        (
            "2026-10",
            {**workbooks(town.site.clean()), "payroll": SimpleUploadedFile("p.xlsx", b"PK not")},
            "缺少这些列",
        ),
    ):
        answer = town.officer.post(town.address, {"month": month, **files})
        assert answer.status_code == 400 and told in text(answer), told


def test_rows_that_cannot_be_read_come_back_with_the_reason(town: Town) -> None:
    world = town.site.clean()
    world["payroll"] = [*world["payroll"], world["payroll"][0] | {"实发工资": "六千多"}]
    handed = text(town.hand_in(world))
    assert "有 1 行退回" in handed and "退回 1 ：工资表" in handed


@pytest.mark.parametrize("written", ["", "15", "每月15日"])
def test_a_month_without_a_pay_day_that_can_be_read_is_kept(town: Town, written: str) -> None:
    town.hand_in(with_cells(town.site.clean(), "projects", "", 发薪日=written))
    assert town.one.get("/wages/").status_code == town.officer.get(town.address).status_code == 200
    assert ProjectMonth.objects.count() == 1


@pytest.mark.parametrize(("days", "taken"), [("31", True), ("31.5", False), ("99999", False)])
def test_nobody_works_more_days_than_a_month_has(town: Town, days: str, taken: bool) -> None:
    one = town.site.one.resident_number
    town.hand_in(with_cells(town.site.clean(), "payroll", one, 出勤天数=days))
    assert WorkerMonth.objects.filter(payroll_days=days).exists() is taken
    assert town.one.get("/wages/").status_code == town.officer.get(town.address).status_code == 200
    town.hand_in(town.site.clean())
    assert ProjectMonth.objects.count() == 2


def test_lines_that_add_up_to_more_than_can_be_kept_spoil_no_page(town: Town) -> None:
    world, one = town.site.clean(), town.site.one.resident_number
    [line] = [row | {"出勤天数": "31"} for row in world["payroll"] if row["证件号码"] == one]
    many = [line | {"应发工资": f"{6000 + number}"} for number in range(323)]  # 10,013 days
    town.hand_in(world | {"payroll": many})
    assert town.one.get("/wages/").status_code == town.officer.get(town.address).status_code == 200
    town.hand_in(world)
    assert ProjectMonth.objects.count() == 2


def test_who_is_known_by_a_phone_alone_is_sent_to_show_a_card(db: None, settings: Any, tmp_path: Any) -> None:
    settings.SMS_PROVIDER, settings.SMS_FOLDER = "file", tmp_path / "codes"
    browser = Client()
    browser.post("/place/", {"region": COUNTY})
    visiting.log_in(browser, "13900000021")
    visiting.register(browser, serial=21, checked=False)
    assert "请先核对一次身份" in text(browser.get("/wages/"))


def test_what_the_worker_says_is_read_by_the_office_and_not_by_the_site(town: Town) -> None:
    unpaid = without(town.site.clean(), "bank", town.site.one.resident_number)
    town.hand_in(with_cells(unpaid, "projects", "", 期末余额="106000.00"))
    wage = re.search(r"/wages/([0-9a-f]+)/answer/", town.one.get("/wages/").content.decode())
    assert wage
    town.one.post(f"/wages/{wage[1]}/answer/", {"answer": "no", "said": "一分没有给"})

    disputed, unpaid_one = (
        EarlyWarning.objects.get(declared=name) for name in ("payroll-disputed", "wages-not-credited")
    )
    page = f"/desk/wages/{disputed.public_id.hex}/"
    shown = text(town.inspector.get(page))
    assert "一分没有给" in shown and visiting.NAME not in shown
    site_page = text(town.officer.get(town.address))
    assert "1 个工人不认可工资表" in site_page and "一分没有给" not in site_page

    people = f"{page}people/"
    assert visiting.NAME not in text(town.inspector.get(people))
    assert town.inspector.post(people, {"why": ""}).status_code == 400
    assert visiting.NAME in text(town.inspector.post(people, {"why": "核实申请材料"}))

    warned = f"/desk/wages/{unpaid_one.public_id.hex}/"
    town.inspector.post(warned, {"act": "open-case"})
    case = Case.objects.get(procedure="labour-inspection-order")
    seen = text(town.inspector.get(f"/desk/cases/{case.public_id.hex}/"))
    for told in (
        "2026-10",
        "2026-11-16",
        "6,000 元",
        "payroll.xlsx第3行",
        "《保障农民工工资支付条例》第十四条",
    ):
        assert told in seen, told
    assert f'href="{warned}"' in town.inspector.get(f"/desk/cases/{case.public_id.hex}/").content.decode()
    assert f"/desk/cases/{case.public_id.hex}/" in town.inspector.get(warned).content.decode()


def test_the_empty_tables_are_read_once_they_are_filled_in(town: Town) -> None:
    """The labour officer fills in what was downloaded, whatever the columns are called next year."""
    book = town.officer.get("/sites/tables/")
    sheets = sheets_of(book.content)
    assert {sheet.name for sheet in sheets} == {"项目表", "花名册", "考勤", "工资表", "银行流水"}
    world = town.site.clean()
    filled = {}
    for table, rows in world.items():
        answer = town.officer.get("/sites/tables/", {"table": table})
        [sheet] = sheets_of(answer.content)
        names = [str(cell) for cell in next(sheet.rows()).cells]
        out = io.BytesIO()
        workbook = xlsxwriter.Workbook(out, {"in_memory": True})
        made = workbook.add_worksheet()
        made.write_row(0, 0, names)
        for number, row in enumerate(rows, start=1):
            made.write_row(number, 0, [str(row.get(name, "")) for name in names])
        workbook.close()
        filled[table] = SimpleUploadedFile(f"{table}.xlsx", out.getvalue())
    town.officer.post(town.address, {"month": "2026-10", **filled})
    assert ProjectMonth.objects.get().refused == {} and WorkerMonth.objects.count() == 2


def test_another_department_does_not_read_a_project_and_a_hidden_warning_is_told(town: Town) -> None:
    unpaid = without(town.site.clean(), "bank", town.site.one.resident_number)
    town.hand_in(with_cells(unpaid, "projects", "", 期末余额="106000.00"))
    address = f"/desk/wages/sites/{town.site.project_id}/"
    assert desk("jiaoyu", line="edu").get(address).status_code == 404
    assert "还有 1 条没有了结的预警，由别的部门管" in text(desk("zhujian", line="housing").get(address))


def test_the_month_to_hand_in_is_the_last_that_is_over(town: Town) -> None:
    last = timezone.localdate().replace(day=1) - timedelta(days=1)
    assert f'value="{last:%Y-%m}"' in town.officer.get(town.address).content.decode()
