"""The forms of the made-up county's cases, filled in as the applicant would at the counter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from huigong import forms
from huigong.catalogue.services import catalogue
from huigong.forms.drafts import Draft
from huigong.forms.lodging import Lodged, Problems, lodge
from huigong.kernel import regions
from huigong.registry.fictitious import FictitiousPerson

Typed = Mapping[str, Mapping[str, str]]


def filled(service: str, person: FictitiousPerson, *, region: str, on: date) -> Lodged:
    """The form of a service as this person fills it in on a day. Raises `ValueError` where it does not do."""
    form = forms.book().form(catalogue().get(service, region, on).form, on=on, region=region)
    draft = Draft.begun(form, on=on)
    for id, typed in {**_self(person, region), **_matter(service, person, region, on)}.items():
        if id in form.fields:
            draft = draft.with_typed(id, typed)
    outcome = lodge(form, draft, on=on)
    match outcome:
        case Lodged():
            return outcome
        case Problems(mistakes):
            raise ValueError(f"{service}: {[mistake.error.what for mistake in mistakes]}")


def _self(person: FictitiousPerson, region: str) -> Typed:
    here = regions.find(region).full_name
    return {
        "申请人": {"name": person.name, "phone": person.phone},
        "替谁办": {"": "给自己办"},
        "申请人性别": {"": "男" if person.sex == "male" else "女"},
        "申请人出生日期": {"": person.born_on.isoformat()},
        "职业": {"": "木工"},
        "住所": {"region": here, "address": "虚构路12号"},
        "户籍地址": {"region": regions.find(person.hukou_place).full_name},
        "谁招的": {"": "公司或别的单位"},
        "在校读书": {"": "否"},
        "已领养老金": {"": "否"},
        "用人单位": {"name": "虚构建筑劳务有限公司", "contact": "虚构工头"},
        "单位住所": {"?": "不清楚"},
        "单位负责人": {"?": "不清楚"},
        "工作地点": {"region": here, "address": "虚构三号工地"},
        "事情地点": {"region": here},
    }


def _matter(service: str, person: FictitiousPerson, region: str, on: date) -> Typed:
    owed = on - timedelta(days=75)
    return {
        "residence-permit": {
            "从哪天住起": {"": person.residence_since.isoformat()},
            "申领依据": {"": "稳定住所"},
            "住处证明": {"": "租房合同"},
            "民族": {"": "汉族"},
            "替别人办": {"": "否"},
        },
        "arrears-complaint": {
            "按月说得清": {"": "否"},
            "欠薪总额": {"": "23400元"},
            "欠到哪天": {"": owed.isoformat()},
            "经过": {"": "说好月底结清，一直没有给。"},
            "投诉请求": {"": "付清工资"},
            "已经仲裁或打官司": {"": "否"},
            "有工友一起": {"": "否"},
        },
        "legal-aid-wages": {
            "援助事项": {"": "讨薪"},
            "进城务工": {"": "是"},
            "要回多少": {"": "18600元"},
            "办到哪一步": {"": "还没开始"},
            "经过": {"": "干了三个月，工钱一直没有给。"},
        },
        "unemployment-registration": {
            "哪天没活": {"": owed.isoformat()},
            "怎么没活": {"": "单位不要了"},
            "失业文化": {"": "初中"},
            "有难处": {"": "没有难处"},
            "领着养老金": {"": "否"},
            "找什么活": {"": "保安、保洁"},
        },
    }[service]
