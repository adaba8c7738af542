"""What the events of this folder are called, and how one about a person is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.directory.principals import Principal
from huigong.registry.models import Person

WORDS = {
    "registry.people.registered": "成批登记人员",
    "registry.people.exported": "导出人员",
    "registry.people.drawn": "为计算读取人员",
    "registry.person.registered": "登记人员",
    "registry.person.identified": "核对本人证件",
    "registry.person.phone_changed": "换手机号",
    "registry.person.moved": "改居住地",
    "registry.person.contact_changed": "改联系方式",
    "registry.person.account_linked": "关联登录账号",
    "registry.person.not_found": "查找人员，没有查到",
    "registry.employer.registered": "登记用人单位",
    "registry.engagement.started": "登记用工",
    "registry.engagement.ended": "结束用工",
    "registry.engagements.started": "成批登记用工",
    "registry.fact.recorded": "记录人员事实",
    "registry.facts.recorded": "成批记录人员事实",
    "registry.household.formed": "登记家庭户",
    "registry.household.joined": "加入家庭户",
    "registry.household.left": "离开家庭户",
    "registry.households.formed": "成批登记家庭户",
}


def record_on(
    person: Person,
    verb: str,
    *,
    by: Principal,
    now: datetime,
    data: Mapping[str, object],
    region: str = "",
) -> None:
    """The one audit event of an action on a person, in the region where they live unless another is given."""
    record(
        by=by,
        now=now,
        verb=verb,
        subject=subject_of(person),
        region=region or person.residence,
        person=person.public_id.hex,
        data=data,
    )
