"""The page of how the installation fares."""

from __future__ import annotations

from huigong.kernel.health import State
from tests.unit.portals.desk.staff import at_desk


def test_the_page_shows_every_sign_the_urgent_first() -> None:
    page = at_desk("administrator").get("/desk/health/")
    assert page.status_code == 200
    shown = [sign for sign, _ in page.context["lines"]]
    assert {"登录安全", "备份", "磁盘", "短信", "撤并部门的件", "审计记录的封存"} <= {
        sign.what for sign in shown
    }
    assert [sign.state for sign in shown] == sorted(
        (sign.state for sign in shown), key=[State.ALARM, State.LOOK, State.FINE].index
    )
    body = page.content.decode()
    assert all(sign.what in body for sign in shown)
