"""ISO 20022 `pain.001`: a customer's orders to its bank, one debit account, one day.

Accounts and banks have no IBAN or BIC here: `Othr` holds the account, the clearing number (CNAPS) the bank.
"""

from __future__ import annotations

import io

from django.utils.timezone import localtime
from lxml import etree

from huigong.funds.banks.orders import CURRENCY, Instruction, Order, written_yuan

_NEW = "pain.001.001.09"  # from here on the day has a choice around it


def document(instruction: Instruction, *, version: str) -> bytes:
    """The whole message of that version as UTF-8."""
    made = io.BytesIO()
    with etree.xmlfile(made, encoding="UTF-8") as file:
        file.write_declaration()
        space = f"urn:iso:std:iso:20022:tech:xsd:{version}"
        with file.element("Document", nsmap={None: space}), file.element("CstmrCdtTrfInitn"):
            file.write(_group(instruction))
            with file.element("PmtInf"):
                for part in _debit(instruction, new=version == _NEW):
                    file.write(part)
                for order in instruction.orders:
                    file.write(_credit(order))
    return made.getvalue()


def _group(instruction: Instruction) -> etree._Element:
    head = etree.Element("GrpHdr")
    _leaf(head, "MsgId", instruction.batch)
    _leaf(head, "CreDtTm", localtime(instruction.made_at).replace(tzinfo=None).isoformat(timespec="seconds"))
    _leaf(head, "NbOfTxs", str(len(instruction.orders)))
    _leaf(head, "CtrlSum", written_yuan(instruction.total))
    _leaf(head, "InitgPty/Nm", instruction.payer_name)
    return head


def _debit(instruction: Instruction, *, new: bool) -> list[etree._Element]:
    part = etree.Element("PmtInf")
    _leaf(part, "PmtInfId", instruction.batch)
    _leaf(part, "PmtMtd", "TRF")
    _leaf(part, "NbOfTxs", str(len(instruction.orders)))
    _leaf(part, "CtrlSum", written_yuan(instruction.total))
    day = localtime(instruction.made_at).date().isoformat()
    _leaf(part, "ReqdExctnDt/Dt" if new else "ReqdExctnDt", day)
    _leaf(part, "Dbtr/Nm", instruction.payer_name)
    _leaf(part, "DbtrAcct/Id/Othr/Id", instruction.payer_account)
    _bank(part, "DbtrAgt", instruction.payer_bank)
    return list(part)


def _credit(order: Order) -> etree._Element:
    part = etree.Element("CdtTrfTxInf")
    _leaf(part, "PmtId/EndToEndId", order.end_to_end)
    _leaf(part, "Amt/InstdAmt", written_yuan(order.amount)).set("Ccy", CURRENCY)
    if order.bank_code:
        _bank(part, "CdtrAgt", order.bank_code)
    _leaf(part, "Cdtr/Nm", order.holder)
    _leaf(part, "CdtrAcct/Id/Othr/Id", order.account)
    if order.purpose:
        _leaf(part, "RmtInf/Ustrd", order.purpose)
    return part


def _bank(part: etree._Element, name: str, code: str) -> None:
    """By its clearing number; the debtor's bank is needed, and where its number is not known that is said."""
    agent = etree.SubElement(part, name)
    if not code:
        _leaf(agent, "FinInstnId/Othr/Id", "NOTPROVIDED")
        return
    member = etree.SubElement(etree.SubElement(agent, "FinInstnId"), "ClrSysMmbId")
    _leaf(member, "ClrSysId/Cd", "CNAPS")
    _leaf(member, "MmbId", code)


def _leaf(parent: etree._Element, path: str, text: str) -> etree._Element:
    element = parent
    for name in path.split("/"):
        element = etree.SubElement(element, name)
    element.text = text
    return element
