"""What an event's verb is called on the page; one that nobody named here shows its code."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "personal_data.read": _("查看个人信息"),
    "audit.exported": _("导出审计记录"),
    "casework.application.lodged": _("提交申请"),
    "casework.case.accepted": _("受理"),
    "casework.case.deemed_accepted": _("视为受理"),
    "casework.case.completion_requested": _("要求补正"),
    "casework.case.completed": _("提交补正材料"),
    "casework.case.declined": _("不予受理"),
    "casework.case.referred": _("转办"),
    "casework.case.withdrawn": _("撤回申请"),
    "casework.case.approved": _("决定同意"),
    "casework.case.refused": _("决定不同意"),
    "casework.case.closed": _("结果送达"),
    "casework.task.assigned": _("分派经办人"),
    "casework.task.support_asked": _("请求协办"),
    "casework.task.support_answered": _("协办答复"),
    "casework.clock.paused": _("暂停计时"),
    "casework.clock.resumed": _("恢复计时"),
    "casework.clock.extended": _("延长期限"),
    "casework.clocks.recomputed": _("重算期限"),
    "directory.account.opened": _("开通账号"),
    "directory.account.closed": _("停用账号"),
    "directory.account.reopened": _("恢复账号"),
    "directory.account.password_reset": _("重设密码"),
    "directory.account.password_changed": _("本人换密码"),
    "directory.account.second_factor_forgotten": _("清除手机验证器"),
    "directory.account.phone_changed": _("换登录手机号"),
    "directory.role.assigned": _("分配角色"),
    "directory.role.ended": _("结束角色"),
    "directory.role.withdrawn": _("收回角色"),
    "policy.reading.saved": _("存入读件"),
    "portals.worker.consented": _("同意处理个人信息"),
    "catalogue.register.screened": _("登记筛查"),
    "catalogue.news.told": _("告知新符合事项"),
    "registry.people.registered": _("成批登记人员"),
    "registry.people.exported": _("导出人员"),
    "registry.people.drawn": _("为计算读取人员"),
    "registry.person.registered": _("登记人员"),
    "registry.person.identified": _("核对本人证件"),
    "registry.person.phone_changed": _("换手机号"),
    "registry.person.moved": _("改居住地"),
    "registry.person.contact_changed": _("改联系方式"),
    "registry.person.account_linked": _("关联登录账号"),
    "registry.person.not_found": _("查找人员，没有查到"),
    "registry.employer.registered": _("登记用人单位"),
    "registry.engagements.started": _("登记用工"),
    "registry.fact.recorded": _("记录人员事实"),
    "registry.facts.recorded": _("成批记录人员事实"),
    "registry.households.formed": _("登记家庭户"),
}


def verb_in_words(verb: str) -> str:
    return str(VERBS.get(verb, verb))
