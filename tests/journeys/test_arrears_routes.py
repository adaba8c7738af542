"""S8 over HTTP, one matter of arrears taken to payment by each route of liability; the worker reads at each step what was
ordered, by when, what came, what is left and what to do. Everybody is invented."""

from __future__ import annotations

from typing import Any

import pytest

from huigong.casework.models import Case, CaseLink
from huigong.correspondence import fills
from huigong.correspondence.fills import Ground
from huigong.notices.models import Notice
from huigong.wages.models import EarlyWarning
from tests.journeys.arrears import GROUNDS, Clock, Matter, text
from tests.journeys.test_wages import Town, desk, phone, town
from tests.unit.portals.desk.staff import at_desk
from tests.unit.wages.sites import with_cells, without

__all__ = ["town"]


@pytest.fixture
def matter(db: None, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Matter:
    settings.SMS_PROVIDER, settings.SMS_FOLDER = "file", tmp_path / "codes"
    return Matter(Clock(monkeypatch))


def test_before_anything_is_found_the_worker_reads_what_is_owed_and_what_to_do(matter: Matter) -> None:
    seen = matter.seen()
    assert "一共欠 9,600 元" in seen and "部门还在查" in seen


def test_an_order_is_read_with_its_day_and_the_day_after_it_with_what_to_do_next(matter: Matter) -> None:
    matter.ordered(10)
    seen = matter.seen()
    assert "已经书面责令单位付清" in seen and "最后一天： 2026年12月10日" in seen
    assert "期限过了还没有付清" not in seen
    matter.later(10)
    assert "期限过了还没有付清" not in matter.seen(), "the last day itself is still time"
    matter.later(1)
    assert "期限过了还没有付清" in matter.seen()


def test_the_subcontractor_pays(matter: Matter) -> None:
    """RW 16: who hired owes it; RW 30: the general contractor is named before it."""
    order = matter.ordered()
    found = matter.find()
    assert found.index("施工总承包单位 （虚构建工") < found.index("分包单位 （虚构劳务")
    assert "第724号）第三十条" in found and "第724号）第十六条" in found
    matter.pay("分包单位", "9600")
    assert matter.left() == 0 and "其实没有拿到的" in matter.seen()
    matter.act(order, "认定已改正", **GROUNDS)
    assert order.status == "已改正"


def test_the_general_contractor_pays_first_and_claims_it_back(matter: Matter) -> None:
    """RW 30."""
    matter.ordered()
    matter.find(unable=("分包单位",))
    paid = matter.pay("总承包单位", "5000.50")
    assert matter.left() == 4_599_50 and "付过的" in matter.seen()
    assert "付了的 5,000.50 元，可以向分包单位追偿" in paid and "第三十条" in paid
    matter.pay("总承包单位", "4599.50")
    assert matter.left() == 0


def test_the_owner_advances_up_to_what_it_owes_and_no_further(matter: Matter) -> None:
    """RW 29."""
    matter.ordered()
    facts = {"建设单位拖工程款造成欠薪": "是"}
    found = matter.find(unable=("总承包单位", "分包单位"), limits={"未结清的工程款": "6000"}, **facts)
    assert "以未结清的工程款为限" in found and "还有 3,600 元 没有着落" in found
    assert "建设单位付" in found and "第二十九条" in found
    paid = matter.pay("建设单位", "6000")
    assert matter.left() == 3_600_00 and "还有 3,600 元 没有着落" in paid


def test_the_owner_that_caused_nothing_advances_nothing(matter: Matter) -> None:
    matter.ordered()
    found = matter.find(unable=("总承包单位", "分包单位"), limits={"未结清的工程款": "6000"})
    assert "第二十九条" not in found and "还有 9,600 元 没有着落" in found


def used(matter: Matter, form: str, what: str) -> str:
    """The deposit, or the guarantee in its place, is used after the order has run out."""
    order = matter.ordered(10)
    limits = {"保证金的余额": "9600"} if form == "现金" else {"保函的金额": "9600"}
    shape = {"保证金的形式": "存了钱" if form == "现金" else "开了保函"}
    found = matter.find(unable=("总承包单位", "分包单位"), limits=limits, **shape)
    assert "第三十二条" in found
    use = matter.follow(order, "wage-deposit-use")
    typed = {**GROUNDS, "形式": form, "银行": "虚构银行", "支付金额": "9600"}
    assert "不成立" in matter.refused(use, "通知支付", **typed), "the order has not run out"
    matter.later(10)
    assert "不成立" in matter.refused(use, "通知支付", **typed), "nor on its last day"
    matter.later(1)
    matter.act(use, "通知支付", **typed)
    assert "通知用工资保证金（保函）付给您" in matter.seen()
    matter.act(use, "登记已支付", 支付日=matter.clock.day(), 凭证="回单2号")
    assert use.status == "待补足"
    matter.pay(what, "9600")
    assert matter.left() == 0
    matter.act(use, "登记已补足", **GROUNDS, 补足日=matter.clock.day(), 补足金额="9600")
    return str(use.status)


def test_the_deposit_is_drawn_once_the_order_ran_out_and_has_to_be_filled_again(matter: Matter) -> None:
    """RW 32; the rules on deposits, art. 19."""
    assert used(matter, "现金", "工资保证金") == "已补足"


def test_the_guarantee_is_called_in_place_of_the_deposit(matter: Matter) -> None:
    """RW 32; the rules on deposits, art. 16."""
    assert used(matter, "保函", "保函") == "已补足"


def test_a_payment_sent_twice_is_one_and_one_that_was_noted_wrongly_is_struck(matter: Matter) -> None:
    matter.ordered()
    matter.find()
    for _ in range(2):
        matter.pay("分包单位", "1000", key="5b3d0d7ab7f14b0f8d9c1e2f3a4b5c6d")
    assert matter.left() == 8_600_00
    page = matter.inspector.get(matter.page())
    acts = {each.act.id: each for each in page.context["acts"]}
    [(payment, _label)] = [each for each in acts["strike"].form.fields["payment"].choices if each[0]]
    told = matter.inspector.post(
        matter.page(), {"act": "strike", "payment": payment, "reason": "抄错了人"}, follow=True
    )
    assert told.status_code == 200 and matter.left() == 9_600_00


def test_nobody_else_finds_out_pays_or_reads(matter: Matter) -> None:
    matter.ordered()
    matter.find()
    far = desk("waidi", region="210702")
    assert far.get(matter.page()).status_code == 404
    clerk = at_desk("clerk")
    page = clerk.get(f"/desk/cases/{matter.complaint.public_id.hex}/")
    assert page.status_code == 200 and "欠薪由谁付" not in text(page), "sums are for who decides the case"
    assert clerk.get(matter.page()).status_code == 403
    other = phone(32)
    assert other.get(f"/cases/{matter.complaint.public_id.hex}/").status_code == 404
    assert matter.worker.get(matter.page()).status_code in (302, 403, 404)


def test_the_order_says_who_must_pay_and_the_letter_can_be_seen_first(matter: Matter) -> None:
    matter.find()
    matter.order = matter.follow(matter.complaint, "labour-inspection-order")
    ground = Ground(matter.order, matter.clock.now.date())
    lines = fills.value("欠薪.由谁付", ground)
    assert [line.partition("（")[0] for line in lines] == ["施工总承包单位", "分包单位"]
    assert "共9,600 元" in lines[0] and "第三十条" in lines[0]
    address = f"/desk/letters/of/{matter.order.public_id.hex}/责令改正/"
    typed = {"违法事实": "没有发。", "要求": "付清。", "应付金额": "9600", "最后一天": matter.clock.day(10)}
    page = matter.inspector.post(address, {**GROUNDS, **typed})
    shown = {field.html_name: field.value() or "" for field in page.context["letter_form"]}
    sent = matter.inspector.post(address, {**shown, **GROUNDS, **typed, "do": "issue"})
    assert sent.status_code == 302 and Notice.objects.get(template="order-to-correct").recipient == "虚构劳务"


def test_a_case_from_a_warning_begins_with_what_the_projects_record_says(town: Town) -> None:
    unpaid = without(town.site.clean(), "bank", town.site.one.resident_number)
    town.hand_in(with_cells(unpaid, "projects", "", 期末余额="106000.00"))
    warning = EarlyWarning.objects.get(declared="wages-not-credited")
    town.inspector.post(f"/desk/wages/{warning.public_id.hex}/", {"act": "open-case"}, follow=True)
    case = Case.objects.get(procedure="labour-inspection-order")
    assert "欠薪由谁付" in text(town.inspector.get(f"/desk/cases/{case.public_id.hex}/"))
    page = town.inspector.get(f"/desk/arrears/{case.public_id.hex}/")
    [form] = [each.form for each in page.context["acts"] if each.act.id == "establish"]
    assert form["party-总承包单位"].value() == "虚构建工" and form["party-建设单位"].value() == "虚构教育局"
    assert form["fact-工程建设"].value() == "是"


def test_of_a_case_that_is_about_something_else_nothing_is_said(matter: Matter) -> None:
    other = matter.follow(matter.complaint, "labour-inspection-order")
    CaseLink.objects.all().delete()
    publication = matter.follow(other, "major-violation-publication")
    CaseLink.objects.all().delete()
    page = text(matter.inspector.get(f"/desk/cases/{publication.public_id.hex}/"))
    assert "欠薪由谁付" not in page
    assert matter.inspector.get(matter.page(publication)).status_code == 404
