"""What people are told says nothing that it must not, and every occasion that a folder declares has words."""

from __future__ import annotations

import os
from pathlib import Path

from huigong.catalogue.checking import PackCheck
from huigong.catalogue.services import catalogue
from huigong.kernel.packs import Report
from huigong.messages import checking, occasions


def matters() -> frozenset[str]:
    """The names of the services of the installed packs, which no short message says."""
    return frozenset(service.name for service in catalogue().services)


def check(folder: Path, check: PackCheck, report: Report) -> None:
    """No short message names a service."""
    if check.catalogue is None:  # what is wrong with the services was told already
        return
    checking.check(
        folder,
        report,
        occasions=occasions.everything(),
        matters=frozenset(service.name for service in check.catalogue.services),
        sign=os.environ.get("HUIGONG_SMS_SIGN", "惠工"),
    )
