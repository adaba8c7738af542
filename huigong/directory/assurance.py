"""How surely the logged-in account is the person whose name it uses."""

from __future__ import annotations

from huigong.kernel.labelled import Labelled


class Assurance(Labelled):
    """How an identity was established, the weakest first.

    A phone says that a message reaches somebody, and nothing of who that is.
    """

    PHONE = "phone", "只凭手机号"
    CHECKED = "checked", "窗口核对过证件"
    REAL_NAME = "real-name", "实名认证过"

    def reaches(self, needed: Assurance) -> bool:
        """Whether this is enough where `needed` is."""
        order = list(Assurance)
        return order.index(self) >= order.index(needed)


def least(*held: Assurance) -> Assurance:
    """The weakest of several: a chain is as sure as that."""
    return min(held, key=list(Assurance).index)
