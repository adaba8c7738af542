"""What is kept of money."""

from __future__ import annotations

from huigong.funds.models.batches import Attempt, Batch, BatchFile, ReturnFile, ReturnLine
from huigong.funds.models.lines import Balance, FundLine, LineTransfer, Posting
from huigong.funds.models.payees import PayeeAccount
from huigong.funds.models.payments import Deposit, Instalment, Payment, Recovery

__all__ = [
    "Attempt",
    "Balance",
    "Batch",
    "BatchFile",
    "Deposit",
    "FundLine",
    "Instalment",
    "LineTransfer",
    "PayeeAccount",
    "Payment",
    "Posting",
    "Recovery",
    "ReturnFile",
    "ReturnLine",
]
