"""A subsidy paid from the shell: sheets in, one file seen by two, the bank's answer back, and the books right."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from django.utils.timezone import localdate

from huigong.directory.actions import logins
from huigong.directory.principals import SYSTEM, Grant
from huigong.kernel.errors import DomainError
from huigong.portals.cli import funds as commands
from huigong.portals.cli.funds import run
from tests.unit.funds.purse import CSV, OFFICE, SUBSIDY, people, purse
from tests.unit.registry.someone import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("purse")]
__all__ = ["purse"]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> object:
    def say(*words: str, as_: str = "qian", exits: int = 0) -> str:
        assert run([*words, "--as", as_]) == exits
        return capsys.readouterr().out

    for name, role in (("li", "case-officer"), ("qian", "finance-officer")):
        grant = Grant(role, OFFICE[:6], OFFICE)
        logins.open_official(by=SYSTEM, now=NOW, username=name, display_name=name, grant=grant)
    return say


def first_id(text: str) -> str:
    matched = re.search(r"[0-9a-f]{32}", text)
    assert matched
    return matched.group()


def test_a_subsidy_is_paid_from_two_sheets(said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    who = people(2)
    accounts, payments = tmp_path / "accounts.csv", tmp_path / "payments.csv"
    rows = [f"{person.resident_number},王某,6222{person.pk:012d}" for person in who]
    accounts.write_text("\n".join(["证件号码,户名,账号", *rows]), encoding="gb18030")
    rows = [f"{person.resident_number},焊工初级,1000" for person in who]
    payments.write_text("\n".join(["证件号码,付什么,金额", *rows]), encoding="gb18030")
    payer = ("--payer-name", "米易县人社局", "--payer-account", "510421000001")
    told = ("--fund", SUBSIDY, "--office", OFFICE, "--year", "2026", "--source", "县", "--purpose", "补贴")
    line = first_id(said("open", *told, *payer))
    assert "可用 3,000 元" in said("grant", line, "3000", "--paper", "预算1号")
    assert "录入 2 个" in said("accounts", str(accounts), "--office", OFFICE, as_="li")
    assert "核实 2 个" in said("verify", str(accounts))
    assert "预留 2 笔，2,000 元" in said("reserve", line, str(payments), as_="li")
    with pytest.raises(DomainError) as refused:
        said("commit", line, "--seen", "0" * 64, as_="li")
    assert refused.value.code == "access.denied"
    waits = said("commit", line, exits=1)
    assert waits.count("焊工初级　1,000 元") == 2 and "2 笔，共 2,000 元" in waits
    seen = re.findall(r"[0-9a-f]{64}", waits)[0]
    with pytest.raises(DomainError) as refused:
        said("commit", line, "--seen", "0" * 64)
    assert refused.value.code == "payment.changed"
    assert "核准 2 笔" in said("commit", line, "--seen", seen)
    made = said("make", line, "--profile", CSV, as_="li")
    batch = first_id(made)
    with pytest.raises(DomainError):
        said("fetch", batch, "--out", str(tmp_path), as_="li")
    said("fetch", batch, "--out", str(tmp_path))
    (file,) = tmp_path.glob("*.txt")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert digest in made
    said("approve", batch, "--digest", digest)
    said("send", batch, as_="li")
    numbers = [row.split("|")[1] for row in file.read_text("gbk").splitlines()[1:]]
    back = tmp_path / "back.txt"
    back.write_text(
        "\n".join([*(f"{number}|1000.00|0000|{localdate():%Y%m%d}" for number in numbers), "2|2000.00"]),
        "gbk",
    )
    assert "共 2 行，0 行没有算数" in said(
        "return", str(back), "--office", OFFICE, "--profile", CSV, as_="li"
    )
    shown = said("lines")
    assert "已付 2,000 元" in shown
    assert "2 个收款方，人均 1,000 元" in shown
    assert "账是平的" in said("check")
    paid = said("payments", line)
    assert "尾号" in paid
    assert "没有列出" not in paid
    monkeypatch.setattr(commands, "_LISTED", 1)
    assert "还有没有列出的" in said("payments", line)
    assert "6222" not in paid
    assert said("history", first_id(paid)).count("→") == 5
    assert "已送出" in said("batches", line)
