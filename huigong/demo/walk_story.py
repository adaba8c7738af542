"""Who walks the main job, and what one step leaves for the next."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from huigong.demo.visitor import Page, Visitor
from huigong.kernel.identity import check_character
from huigong.registry.fictitious import NEVER_ISSUED

COUNTY = "米易县"
HUKOU = "四川省攀枝花市仁和区"
SERVICE = "办居住证"
CLAUSE = "（十二）"
REASONS = "材料齐全，符合条件。"


@dataclass(frozen=True)
class FictitiousWorker:
    """Somebody who does not exist: a county code that was never issued, a phone that nobody has."""

    name: str
    phone: str
    resident_number: str

    @classmethod
    def new(cls) -> FictitiousWorker:
        born = date(1985, 1, 1) + timedelta(days=secrets.randbelow(5000))
        body = f"{NEVER_ISSUED}{born:%Y%m%d}{secrets.randbelow(1000):03d}"
        return cls("虚构行", f"1900{secrets.randbelow(10**7):07d}", body + check_character(body))


@dataclass
class Walk:
    """One walk. `code_for` gives the newest code of a phone and a text; `page` is the worker's or the
    officer's last page; `case` is the public id in the case's address."""

    address: str
    password: str
    code_for: Callable[[str, str], str]
    person: FictitiousWorker = field(default_factory=FictitiousWorker.new)
    worker: Visitor = field(init=False)
    clerk: Visitor = field(init=False)
    police: Visitor = field(init=False)
    leading: Visitor = field(init=False)
    page: Page = field(init=False)
    number: str = ""
    case: str = ""
    approved_before: int = 0

    def __post_init__(self) -> None:
        self.worker, self.clerk, self.police, self.leading = (Visitor(self.address) for _ in range(4))
