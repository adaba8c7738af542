"""A made-up matter of arrears over HTTP: a worker complains, an inspector orders, finds out who must pay and notes what came."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from huigong.casework.actions import applications, cases
from huigong.casework.models import Case, Party
from huigong.directory.principals import SYSTEM, Principal
from huigong.kernel.money import yuan
from huigong.registry.models import Person
from tests.filled import lodged_for
from tests.journeys.test_wages import COUNTY, desk, person_of, phone
from tests.unit.portals.desk.staff import BACKEND

BEGIN = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
GROUNDS = {"reasons": "有考勤表和工资表为证。", "clause": "劳动保障监察条例第二十六条"}
SUBCONTRACTED = {
    "工程建设": "是", "招人的是": "分包的单位", "招人的有经营资格": "是", "活是谁包出来的": "总包一方", "转包": "否",
    "借名义接活": "否", "由别人派来": "否", "建设单位拖工程款造成欠薪": "否", "违法建设造成欠薪": "否", "组织形式": "公司",
    "合并或者分立了": "否", "被吊销关闭撤销或者解散": "否", "招人的一方破产了": "否", "总包破产了": "否",
    "建设单位破产了": "否", "别的要付的单位破产了": "否", "吊销过期还在经营": "否", "建设一方包给了没有资格的": "否",
    "总包包给了没有资格的": "否", "保证金的形式": "没有存", "一时付不出或者逃匿": "否",
}  # fmt: skip
PARTIES = {"总承包单位": "虚构建工", "分包单位": "虚构劳务", "建设单位": "虚构置业"}


class Clock:
    """What time it is for everybody."""

    def __init__(self, monkeypatch: Any) -> None:
        self.now = BEGIN
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def later(self, days: int) -> None:
        """So many days pass, and the night's work of cases is done."""
        self.now += timedelta(days=days)
        cases.expire(self.now, by=SYSTEM)

    def day(self, after: int = 0) -> str:
        return f"{(self.now + timedelta(days=after)).date():%Y-%m-%d}"


class Matter:
    """A worker who is owed 9,600 yuan, the inspector, the complaint and the order that follows it."""

    def __init__(self, clock: Clock, *, region: str = COUNTY) -> None:
        self.clock, self.region = clock, region
        self.worker, self.inspector = phone(31), desk("jiancha", region=region)
        self.person = person_of(self.worker)
        self.complaint = self._complain(self.person)
        self.act(self.complaint, "accept")
        self.order: Case | None = None

    def later(self, days: int) -> None:
        """So many days pass; both have to log in again."""
        self.clock.later(days)
        staff = get_user_model().objects.get(username="jiancha")
        for browser, account in ((self.worker, self.person.account), (self.inspector, staff)):
            browser.force_login(account, backend=BACKEND)

    def _complain(self, person: Person) -> Case:
        said = {
            "谁招的": {"": "公司或别的单位"},
            "用人单位": {"name": "虚构劳务"},
            "欠薪总额": {"": "9600"},
            "欠到哪天": {"": "2026-10-31"},
            "已经仲裁或打官司": {"": "否"},
        }
        return applications.lodge(
            by=Principal("worker", "务工人员", person_id=person.public_id.hex),
            now=self.clock.now,
            key=f"complaint {person.pk}",
            person_id=person.public_id.hex,
            service_id="arrears-complaint",
            region=self.region,
            answers={},
            lodged=lodged_for("arrears-complaint", region=self.region, now=self.clock.now, typed=said),
        )

    def act(self, case: Case, move: str, **typed: str) -> str:
        """A move of a case, by its form on the desk."""
        answer = self.inspector.post(f"/desk/cases/{case.public_id.hex}/{move}/", typed, follow=True)
        case.refresh_from_db()
        assert answer.status_code == 200, text(answer)
        return text(answer)

    def refused(self, case: Case, move: str, **typed: str) -> str:
        """What the page says of a move that is not made."""
        before = case.status
        answer = self.inspector.post(f"/desk/cases/{case.public_id.hex}/{move}/", typed, follow=True)
        case.refresh_from_db()
        assert case.status == before and answer.status_code in (400, 409), text(answer)
        return text(answer)

    def follow(self, of: Case, procedure: str) -> Case:
        """A case that is opened because of another, with what is proposed there."""
        address = f"/desk/cases/open/{procedure}/inspection/"
        form = self.inspector.get(address, {"of": of.public_id.hex})
        employer = next(
            each.forms[0].initial.get("employer", "")
            for each in form.context["blocks"]
            if each.role == "respondent"
        )
        given = {
            **form.context["matter"].initial,
            "key": uuid.uuid4().hex,
            "rows": "3",
            "respondent-0-employer": employer or "虚构建工",
        }
        answer = self.inspector.post(address, given)
        assert answer.status_code == 302, text(answer)
        return Case.objects.latest("pk")

    def ordered(self, days: int = 10) -> Case:
        """The order to pay, with its last day so many days ahead."""
        self.order = self.follow(self.complaint, "labour-inspection-order")
        typed = {
            "违法事实": "没有发工资。",
            "要求": "付清工资。",
            "应付金额": "9600",
            "最后一天": self.clock.day(days),
        }
        self.act(self.order, "责令改正", **GROUNDS, **typed)
        assert self.order.status == "限期改正"
        return self.order

    @property
    def me(self) -> str:
        """How the forms of the desk name the worker."""
        party = Party.objects.filter(person=self.person, role="applicant").order_by("pk")[0]
        return str(party.public_id.hex)

    def page(self, case: Case | None = None) -> str:
        return f"/desk/arrears/{(case or self.complaint).public_id.hex}/"

    def find(
        self,
        *,
        owed: str = "9600",
        unable: tuple[str, ...] = (),
        limits: dict[str, str] | None = None,
        **facts: str,
    ) -> str:
        """What was found out: subcontracted work of firms that are in order, but for what is given."""
        typed = {f"fact-{name}": value for name, value in {**SUBCONTRACTED, **facts}.items()}
        typed |= {f"party-{role}": name for role, name in PARTIES.items()}
        typed |= {f"limit-{name}": sum for name, sum in (limits or {}).items()}
        me = self.me
        typed |= {"on": "2026-11-15", f"owed-{me}": owed, f"months-{me}": "3"}
        shown = self.inspector.get(self.page()).context["acts"]
        typed["seen"] = next(each.act.seen for each in shown if each.act.id == "establish")
        answer = self.inspector.post(
            self.page(), {"act": "establish", "unable": list(unable), **typed}, follow=True
        )
        assert "案情记下了" in text(answer), text(answer)
        return text(answer)

    def pay(self, role: str, sum: str, *, key: str = "") -> str:
        """A payment to the worker, noted by the inspector on the day."""
        me = self.me
        typed = {"role": role, "on": self.clock.day(), "paper": "回单1号", f"sum-{me}": sum}
        answer = self.inspector.post(
            self.page(), {"act": "note", "key": key or uuid.uuid4().hex, **typed}, follow=True
        )
        return text(answer)

    def seen(self, case: Case | None = None) -> str:
        """What the worker reads on the page of the complaint."""
        return text(self.worker.get(f"/cases/{(case or self.complaint).public_id.hex}/"))

    def left(self) -> int:
        """Fen that the worker reads as not paid yet."""
        told = re.search(r"还没有付 ([\d,.]+) 元", self.seen())
        assert told, self.seen()
        return int(yuan(told[1]))


def text(response: Any) -> str:
    """What stands on a page."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))
