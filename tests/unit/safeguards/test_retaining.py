"""People who were called back are forgotten; what they answered still counts."""

from __future__ import annotations

from datetime import date

import pytest

from huigong.directory.principals import SYSTEM
from huigong.safeguards.actions import calls
from huigong.safeguards.callbacks import queries
from huigong.safeguards.models import CallBack
from huigong.safeguards.retaining import CALL_BACKS
from tests.unit.wages import sites
from tests.unit.wages.sites import COUNTY, HRSS, NOW

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("before", "left"), [(date(2026, 11, 20), 2), (date(2026, 11, 21), 0)])
def test_names_go_after_their_day_and_the_answers_stay(before: date, left: int) -> None:
    site = sites.site_world()
    sites.hand_in(site, site.clean())
    survey = calls.draw(
        by=HRSS,
        now=NOW,
        region=COUNTY,
        office=f"{COUNTY}/hrss",
        month=date(2026, 10, 1),
        error=5,
        confidence=95,
        by_project=False,
    )
    call = survey.calls.order_by("lot")[0]
    calls.answer(by=HRSS, now=NOW, call_id=call.public_id.hex, outcome=queries.Outcome.YES, said="对得上")
    listed = CALL_BACKS.listed(before=before, after=0, size=10)
    CALL_BACKS.remove([key for key, _ in listed.rows], before=before, by=SYSTEM, now=NOW)
    assert sum(1 for row in CallBack.objects.all() if row.number or row.name or row.said) == left
    [result] = queries.results([survey])
    assert result.counts[queries.Outcome.YES] == 1
