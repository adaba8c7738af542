"""Return files that are early, of another bank, of the whole batch, or no return files at all."""

from __future__ import annotations

import pytest

from huigong.funds.actions import batches
from huigong.funds.models import Posting, ReturnFile
from huigong.kernel.errors import DomainError, Invalid
from tests.unit.funds.purse import (
    CHECKER,
    ISO,
    MAKER,
    Said,
    account,
    attempts,
    line,
    made,
    people,
    purse,
    reserved,
    return_file,
    sent,
    standings,
    taken,
    what_is_wrong,
)
from tests.unit.registry.someone import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("purse")]
__all__ = ["purse"]


def waiting(count: int = 1):  # type: ignore[no-untyped-def]
    row, who = line(yuan=100), people(count)
    for person in who:
        account(person)
    reserved(row, who)
    return row


def message(inside: str) -> bytes:
    space = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"
    return f'<Document xmlns="{space}"><CstmrPmtStsRpt>{inside}</CstmrPmtStsRpt></Document>'.encode()


def of_all(number: str, code: str) -> str:
    return f"<OrgnlGrpInfAndSts><OrgnlMsgId>{number}</OrgnlMsgId><GrpSts>{code}</GrpSts></OrgnlGrpInfAndSts>"


def test_a_file_that_was_read_before_the_batch_was_told_to_be_sent_counts_when_it_is_read_again() -> None:
    row = waiting(2)
    batch = made(row)
    batches.approve(by=CHECKER, now=NOW, batch_id=batch.public_id.hex, seen=batch.digest)
    data = return_file(*map(Said, attempts(batch)))
    early = taken(data)
    assert [each["code"] for each in early.refused] == ["return.not_sent"] * 2
    assert "再读一次" in early.refused[0]["why"]
    batches.send(by=MAKER, now=NOW, batch_id=batch.public_id.hex)
    assert taken(data).refused == []
    assert standings(row) == ["credited"] * 2
    before = Posting.objects.count()
    assert taken(data) == early
    assert (Posting.objects.count(), ReturnFile.objects.count()) == (before, 1)


def test_a_file_of_another_bank_settles_nothing() -> None:
    row = waiting()
    (attempt,) = attempts(sent(row, profile=ISO))
    assert [each["code"] for each in taken(return_file(Said(attempt))).refused] == ["return.other_bank"]
    assert standings(row) == ["sent"]


def test_a_bank_that_rejects_the_whole_message_returns_every_payment_that_it_does_not_name() -> None:
    row = waiting(3)
    batch = sent(row, profile=ISO)
    first = attempts(batch)[0]
    named = (
        f"<TxInfAndSts><OrgnlEndToEndId>{first.end_to_end}</OrgnlEndToEndId><TxSts>ACCC</TxSts></TxInfAndSts>"
    )
    file = taken(message(of_all(batch.number, "RJCT") + named), profile=ISO)
    assert file.refused == []
    assert standings(row) == ["credited", "returned", "returned"]
    assert what_is_wrong() == ()
    strange = taken(message(of_all("不是我们的", "RJCT")), profile=ISO)
    assert [each["code"] for each in strange.refused] == ["return.not_sent"]


def test_what_is_no_return_file_or_says_nothing_is_refused_whole() -> None:
    row = waiting()
    batch = sent(row, profile=ISO)
    told = {
        b"<html><body>login</body></html>": "return_file.xml",
        message(""): "return_file.empty",
        message(of_all(batch.number, "PDNG")): "return_file.empty",
    }
    for data, code in told.items():
        with pytest.raises(Invalid) as refused:
            taken(data, profile=ISO)
        assert refused.value.code == code
    with pytest.raises(Invalid) as refused:
        taken(b"0|0.00\r\n")
    assert refused.value.code == "return_file.empty"
    assert not ReturnFile.objects.exists()


def test_a_line_without_its_amount_and_a_sum_without_its_columns_do_not_count() -> None:
    row = waiting()
    (attempt,) = attempts(sent(row))
    file = taken(f"{attempt.end_to_end}||0000|20160601\r\n1|0.00\r\n".encode())
    assert [each["code"] for each in file.refused] == ["return_file.amount"]
    with pytest.raises(DomainError) as refused:
        taken(f"{attempt.end_to_end}|10.00|0000|20160601\r\n1\r\n".encode())
    assert refused.value.code == "return_file.sum"
    assert standings(row) == ["sent"]
