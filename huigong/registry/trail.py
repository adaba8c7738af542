"""What the events of this folder are called."""

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
