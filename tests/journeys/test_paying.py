"""S6 and S7 over HTTP, contracts and the bank's file: the site makes the file, reads the bank's answer, hands the month in; a worker without
a contract and the inspector see the same days. Everything is invented."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from huigong.records.actions import recording
from huigong.records.actions.recording import Subject
from huigong.records.kinds import About
from huigong.wages.actions import warnings
from tests.journeys.test_wages import Town, text, town, workbooks
from tests.unit.wages.sites import COUNTY, HRSS
from tests.unit.wages.worlds import World

__all__ = ["town"]
PROFILE = {"profile": "iso-pain001"}


def world(town: Town) -> World:
    made = town.site.clean()
    for row in made["projects"]:
        row["总包单位"] = "虚构建工"
    return made


def to_pay(town: Town, tables: World) -> Any:
    files = {
        name: file for name, file in workbooks(tables).items() if name in ("projects", "roster", "payroll")
    }
    return town.officer.post(f"{town.address}pay/", {"month": "2026-10", **PROFILE, **files})


def unpacked(response: Any) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def answer_to(orders: bytes, code: str) -> bytes:
    rows = csv.DictReader(io.StringIO(orders.decode("utf-8-sig")))
    said = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{row['端到端编号']}</OrgnlEndToEndId><TxSts>{code}</TxSts></TxInfAndSts>" for row in rows
    )  # fmt: skip
    return f"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.002.001.03'><CstmrPmtStsRpt>{said}</CstmrPmtStsRpt></Document>".encode()


def paid(town: Town, orders: bytes, answer: bytes) -> Any:
    files = {"orders": SimpleUploadedFile("a.csv", orders), "answer": SimpleUploadedFile("b.xml", answer)}
    return town.officer.post(f"{town.address}paid/", {**PROFILE, **files})


def test_a_payroll_goes_to_the_bank_and_its_answer_into_the_month(town: Town) -> None:
    tables = world(town)
    made = to_pay(town, tables)
    assert made.status_code == 200 and made["Content-Type"] == "application/zip", text(made)
    files = unpacked(made)
    assert {name.rsplit(".", 1)[1] for name in files} == {"xml", "xlsx", "csv"}
    read = unpacked(paid(town, files["代发明细.csv"], answer_to(files["代发明细.csv"], "ACCC")))
    assert set(read) == {"bank.csv"}
    handed = {name: file for name, file in workbooks(tables).items() if name != "bank"}
    handed["bank"] = SimpleUploadedFile("bank.csv", read["bank.csv"])
    told = town.officer.post(town.address, {"month": "2026-10", **handed}, follow=True)
    assert "收下了" in text(told) and "6,000 元" in text(town.one.get("/wages/"))
    assert "还差您" not in text(town.one.get("/wages/"))


def test_a_payroll_that_does_not_close_is_refused_with_its_line(town: Town) -> None:
    tables = world(town)
    tables["payroll"][1] |= {"应发工资": "6000.01"}
    refused = to_pay(town, tables)
    assert refused.status_code == 400 and "payroll.xlsx 第4行" in text(refused)


def test_what_the_bank_leaves_open_is_said_beside_the_table(town: Town) -> None:
    orders = unpacked(to_pay(town, world(town)))["代发明细.csv"]
    read = unpacked(paid(town, orders, answer_to(orders, "PDNG")))
    assert "还没有结果的 2 笔" in read["没有对上的.csv"].decode("utf-8-sig")


def test_nobody_else_makes_or_reads_files_of_the_project(town: Town) -> None:
    tables = workbooks(world(town))
    assert town.one.post(f"{town.address}pay/", {"month": "2026-10", **PROFILE, **tables}).status_code == 403
    assert town.one.post(f"{town.address}paid/", PROFILE).status_code == 403


def test_worker_site_and_inspector_see_from_when_double_wages_run(town: Town) -> None:
    now = timezone.now()
    started = timezone.localdate(now) - timedelta(days=90)
    who = Subject(About.PERSON, town.site.one.public_id.hex)
    said = {"合同单位": {"name": "虚构劳务"}, "合同项目": {"": "P1"}, "用工形式": {"": "全日制"}}
    recording.begin(
        by=HRSS,
        now=now,
        kind="labour-contract",
        subject=who,
        region=COUNTY,
        event="上班",
        on=started,
        said=said,
    )
    warnings.look_over(now=now)
    assert "可以要双倍工资" in text(town.one.get("/wages/"))
    assert "起要付双倍工资" in text(town.officer.get(town.address))
    listed = town.inspector.get("/desk/wages/")
    assert "还没有签书面劳动合同" in text(listed) and "虚构劳务" in text(listed)
    assert "签订率 0%" in text(town.inspector.get("/desk/wages/signing/"))
    assert "双倍工资" not in text(town.other.get("/wages/"))


def test_the_rates_stand_by_project_and_contractor(town: Town) -> None:
    tables = world(town)
    tables["roster"][0]["合同编号"] = ""
    town.hand_in(tables)
    page = text(town.inspector.get("/desk/wages/signing/"))
    assert page.count("50%") == 2 and "虚构中学" in page and "虚构建工" in page
    assert date(2026, 10, 1).strftime("%Y-%m") in page
