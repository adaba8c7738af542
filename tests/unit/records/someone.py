"""Who registers and reads plates in the tests."""

from __future__ import annotations

from datetime import UTC, datetime

from huigong.directory.principals import Grant, Principal
from tests.unit.records.packs import COUNTY

NOW = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
CLERK = Principal("clerk", "窗口甲", (Grant("clerk", COUNTY),), purpose="登记车牌")
POLICE = Principal("police", "民警甲", (Grant("case-officer", COUNTY, f"{COUNTY}/police"),))
POLICE_ELSEWHERE = Principal("far", "民警乙", (Grant("case-officer", "210702", "210702/police"),))
TRANSPORT = Principal("road", "交通甲", (Grant("case-officer", COUNTY, f"{COUNTY}/transport"),))
