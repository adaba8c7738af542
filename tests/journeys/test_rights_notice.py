"""S7 over HTTP, the notice of rights of a site (条例 34): what it lacks is named, it is printed, put up, and its code opens the complaint.

The county's telephones and its tier of the minimum wage are invented and stand in a pack of the test.
"""

from __future__ import annotations

import io
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.test import Client
from pypdfium2 import PdfDocument

from huigong.records.actions import recording
from huigong.safeguards.rightsnotice.filling import filled
from huigong.wages.actions import warnings
from huigong.wages.models import EarlyWarning
from tests.journeys.test_wages import Town, desk, text
from tests.shipped import POLICIES
from tests.unit.wages.sites import COUNTY, HOUSING, NOW

pytestmark = pytest.mark.django_db
LACKS = ("项目部", "分包单位", "行业监管部门", "劳资专管员", "工资支付日期", "行业监管部门投诉电话")
REST = {
    "项目部": "虚构项目部",
    "分包和班组": "虚构劳务\n虚构班组",
    "行业监管部门": "虚构住建局",
    "行业监管电话": "0000-1111111",
    "劳资专管员姓名": "虚构丙",
    "约定发薪日": "15",
}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped packs, with the tier and the telephones of one county."""
    folder = tmp_path_factory.mktemp("notice") / "policies"
    shutil.copytree(POLICIES, folder)
    own = folder / COUNTY / "invented-wages"
    own.mkdir(parents=True)
    (own / "parameters.yaml").write_text(
        "- name: 最低工资档\n  type: int\n"
        "  values: [{value: 1, from: 2020-01-01, clause: 虚构县通知第一条}]\n",
        encoding="utf-8",
    )
    offices = folder / COUNTY / "offices.yaml"
    written = offices.read_text(encoding="utf-8")
    offices.write_text(with_phones(written), encoding="utf-8")
    return folder


def with_phones(written: str) -> str:
    """The county's offices, reached by invented telephones."""
    old = "  hrss: {name: 米易县人力资源和社会保障局, verified: false}"
    assert old in written
    return written.replace(
        old,
        '  hrss: {name: 米易县人力资源和社会保障局, phone: "0000-2222222"}\n'
        '  arbitration-court: {name: 虚构仲裁院, address: 虚构路1号, phone: "0000-3333333"}\n'
        '  legal-aid: {name: 虚构法律援助中心, phone: "0000-4444444"}',
    )


@pytest.fixture
def town(pack: Path, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Town:
    monkeypatch.setenv("HUIGONG_POLICIES", str(pack))
    settings.SMS_PROVIDER, settings.SMS_FOLDER = "file", tmp_path / "codes"
    return Town()


def complete(town: Town) -> None:
    """Everything that the law wants on the board stands on record."""
    event = recording.RecordEvent.objects.get(record=town.site.project, event="签订施工合同")
    told = {"项目名称": "虚构中学", "约定每月人工费": "12000", "约定拨付周期": "1", **REST}
    employers = {"总包单位": {"name": "虚构建工"}, "建设单位": {"name": "虚构教育局"}}
    recording.correct(
        by=HOUSING,
        now=NOW,
        event_id=event.public_id.hex,
        on=date(2026, 3, 1),
        said={name: {"": value} for name, value in told.items()} | employers,
        reason="补上告示牌要写的",
    )


def pdf_text(content: bytes) -> str:
    pdf = PdfDocument(content)
    return re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in pdf))


def test_what_the_notice_lacks_is_named_and_the_print_is_no_notice(town: Town) -> None:
    page, desk = f"{town.address}notice/", f"/desk/notices/{town.site.project_id}/"
    assert filled(town.site.project, on=NOW.date()).missing == LACKS
    for shown in (town.officer.get(page), town.inspector.get(desk)):
        assert shown.status_code == 200
        assert all(name in text(shown) for name in LACKS) and "不齐" in text(shown)
    told = pdf_text(town.officer.get(f"{page}pdf/").content)
    assert "（不齐，不能张贴）" in told and "还缺：项目部、分包单位" in told
    refused = town.inspector.post(desk, {"act": "put-up", "seen": "", "on": "2026-11-20"})
    assert refused.status_code == 409 and "告示牌还缺" in text(refused)
    assert filled(town.site.project, on=NOW.date()).put_up is None


def test_a_notice_with_everything_is_printed_put_up_and_ends_the_warning(town: Town) -> None:
    warnings.look_over(now=NOW)
    warning = EarlyWarning.objects.get(declared="notice-board-missing")
    complete(town)
    desk = f"/desk/notices/{town.site.project_id}/"
    shown = text(town.inspector.get(desk))
    for words in (
        "2,330 元",
        "每月15日",
        "0000-2222222",
        "虚构路1号",
        "虚构劳务、虚构班组",
        "12348",
        "第三十四条",
    ):
        assert words in shown
    content = town.inspector.get(f"{desk}pdf/").content
    told = pdf_text(content)
    assert "不齐" not in told and "缺" not in told and f"/at/{town.site.project_id}/" in told
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_metadata() as meta:
        assert meta["pdfaid:part"] == "2"
    answer = town.inspector.post(desk, {"act": "put-up", "seen": "", "on": "2026-11-20"}, follow=True)
    assert "2026-11-20 登记了张贴" in text(answer)
    warnings.look_over(now=NOW)
    warning.refresh_from_db()
    assert warning.closing == "data"


def test_the_code_opens_the_complaint_with_the_site_filled_in(town: Town) -> None:
    anybody = Client()
    address = f"/at/{town.site.project_id}/"
    assert "虚构建工" in text(anybody.get(address))
    began = anybody.post(address, follow=True)
    assert began.status_code == 200
    checked = text(anybody.get("/services/arrears-complaint/form/check/"))
    assert "虚构建工" in checked and "米易县" in checked
    assert anybody.get(f"/at/{'0' * 32}/").status_code == 404


def test_nobody_else_sees_the_notice_of_a_site(town: Town) -> None:
    assert town.one.get(f"{town.address}notice/").status_code == 403
    assert town.one.get(f"{town.address}notice/pdf/").status_code == 403
    far = desk("waidi", region="210702")
    assert far.get(f"/desk/notices/{town.site.project_id}/").status_code == 404
