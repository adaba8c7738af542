"""Filling in a service's form over HTTP, screen by screen, as it is asked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import unescape
from typing import Any
from urllib.parse import unquote

from django.apps import apps
from django.conf import settings
from django.test import Client
from django.utils import timezone

from huigong.casework.models import Case
from huigong.kernel import packs
from huigong.portals.worker.keeping import is_begun, keep, load
from huigong.portals.worker.visit import Visit
from huigong.registry.models import Person

Typed = Mapping[str, Any]
USUAL: Typed = {"替谁办": "给自己办", "在校读书": "否", "已领养老金": "否", "公司包出来的": "是"}
"""What most people say where many forms ask it: nothing stands there before somebody says it."""
WAGE: Typed = {
    "工作地点.region": "仁和区",
    "工作地点.address": "虚构三号工地",
    "谁招的": "公司或别的单位",
    "在校读书": "否",
    "已领养老金": "否",
    "用人单位.name": "虚构建筑公司",
    "用人单位.contact": "虚构工头",
    "用人单位.phone": "13900000077",
    "单位住所.?": "1",
    "单位负责人.?": "1",
    "按月说得清": "是",
    "每月欠薪.1.欠薪月份": "2026年7月",
    "每月欠薪.1.欠发": "6000",
    "每月欠薪.2.欠薪月份": "8月",
    "每月欠薪.2.欠发": "6500",
    "每月欠薪.3.欠薪月份": "9月",
    "每月欠薪.3.欠发": "6000",
    "欠薪总额": "18,500 元",
    "欠到哪天": "2026年9月30日",
    "工钱怎么算": "一天260元",
    "经过": "七月来的，说好月底给，一直没有给。",
    "投诉请求": "付清工资",
    "已经仲裁或打官司": "否",
    "申请人.name": "虚构甲",
    "申请人.phone": "13900000001",
    "替谁办": "给自己办",
    "申请人性别": "男",
    "申请人出生日期": "1985年3月12日",
    "职业": "木工",
    "住所.region": "仁和区",
    "有工友一起": "否",
}
PERMIT: Typed = {
    "住所.region": "攀枝花市",
    "住所.address": "虚构路1号",
    "从哪天住起": "2025年1月1日",
    "申领依据": "稳定就业",
    "工作证明": "劳动合同",
    "申请人.name": "虚构甲",
    "申请人.phone": "13900000001",
    "申请人性别": "男",
    "申请人出生日期": "1985年3月12日",
    "民族": "汉族",
    "户籍地址.region": "盐边县",
    "替别人办": "否",
}
ARBITRATION: Typed = {
    **WAGE,
    "请求事项.1.请求种类": "劳动报酬",
    "请求事项.1.请求金额": "18500",
    "入职日期": "2026年7月1日",
    "还在那里干": "是",
    "钟点工": "否",
    "领着养老金": "否",
    "事实和理由": "七月来的，说好月底给，一直没有给。",
}
SCHOOL: Typed = {
    "入学孩子.1.孩子.name": "虚构大宝",
    "入学孩子.1.孩子性别": "女",
    "入学孩子.1.孩子出生日期": "2016年4月2日",
    "入学孩子.1.上几年级": "小学其他年级",
    "入学孩子.1.孩子户籍地.region": "盐边县",
    "入学孩子.2.孩子.name": "虚构小宝",
    "入学孩子.2.孩子性别": "男",
    "入学孩子.2.孩子出生日期": "2019年8月20日",
    "入学孩子.2.上几年级": "小学一年级",
    "入学孩子.2.孩子户籍地.region": "昭阳区",
    "同一所学校": "是",
    "都在一处": "是",
    "住所.region": "仁和区",
    "住所.address": "虚构路2号",
    "家长有居住证": "是",
    "学校地点.region": "仁和区",
    "申请人.name": "虚构甲",
    "申请人.phone": "13900000001",
    "和孩子的关系": "父母",
}

INJURY: Typed = {
    "谁来申请": "受伤的人",
    "申请人.name": "虚构甲",
    "领着养老金": "否",
    "住所.region": "太原市小店区",
    "用人单位.name": "虚构酒楼",
    "参保地点.region": "太原市小店区",
    "谁招的": "个体户",
    "单位住所.?": "1",
    "劳动关系证明.?": "什么都没有",
    "劳动关系材料.?": "没有",
    "属于哪种情形": "干活时出事故",
    "受伤地点.region": "太原市小店区",
    "受伤经过": "端汤滑倒，摔断了手",
    "受伤部位": "左手",
    "就诊医院": "虚构医院",
    "诊断证明.?": "以后补",
}


def asked_at(address: str) -> str:
    """The id of the screen at an address."""
    return unquote(address.partition("?")[0].rstrip("/").rpartition("/")[2])


def fill_in(client: Client, service: str, typed: Typed, *, until: str = "check") -> list[str]:
    """Answers every screen that is asked, from the first that is open; the screens in their order.

    Thirty pages are drawn for a form. Whoever starts from the same visit, is the same person to the register and
    types the same, ends with the same visit: a process goes through it once and then gives them that visit.
    """
    typed = {**USUAL, **typed}
    start = _start(client, service, typed, until)
    if start and start in _WALKED:
        asked, ended = _WALKED[start]
        session = client.session
        keep(session, lambda _: Visit.read(json.loads(ended)))
        session.save()
        client.cookies["answering"] = "1"
        return list(asked)
    asked = _walk(client, service, typed, until)
    if start and not _was_told_something(client):
        before, after = json.loads(start), load(client.session).written()
        same_session = before["register"][-1] == sorted(client.session.keys())
        if same_session and before["visit"]["files"] == after["files"]:
            _WALKED[start] = (tuple(asked), json.dumps(after, ensure_ascii=False))
    return asked


_WALKED: dict[str, tuple[tuple[str, ...], str]] = {}
"""The screens that were asked and the visit at the end, by all that they depend on."""


def _walk(client: Client, service: str, typed: Typed, until: str) -> list[str]:
    address, asked = client.get(f"/services/{service}/form/")["Location"], list[str]()
    while asked_at(address) != until:
        screen = asked_at(address)
        answer = client.post(address, typed)
        assert answer.status_code == 302, (screen, re.findall(r"<li>(.+?)</li>", answer.content.decode()))
        asked.append(screen)
        assert len(asked) < 60, asked
        address = answer["Location"]
    return asked


def _start(client: Client, service: str, typed: Typed, until: str) -> str:
    """All that the end depends on; "" where that is more than a visit that was begun and whom the register knows."""
    if settings.SESSION_COOKIE_NAME not in client.cookies or not is_begun(client.session):
        return ""
    said = {name: text for name, text in typed.items() if isinstance(text, str)}
    if len(said) < len(typed) or Case.objects.exists() or _was_told_something(client):
        return ""
    known = {
        model.__name__: model.objects.count()
        for model in apps.get_app_config("registry").get_models()
        if not model.__name__.startswith("Historical")
    }
    people = Person.objects.order_by("pk").values_list(
        "name",
        "resident_number",
        "phone",
        "address",
        "sex",
        "born_on",
        "hukou_place",
        "residence",
        "assurance",
    )
    whole = {
        "visit": load(client.session).written(),
        "form": [service, said, until],
        "register": [known, list(people), "_auth_user_id" in client.session, sorted(client.session.keys())],
        "surroundings": [timezone.localdate(), packs.folder(), settings.LANGUAGE_CODE],
        "cookies": {name: each.value for name, each in client.cookies.items() if name in KEPT_CHOICES},
    }
    return json.dumps(whole, ensure_ascii=False, default=str)


KEPT_CHOICES = {settings.LANGUAGE_COOKIE_NAME, "mode"}


def _was_told_something(client: Client) -> bool:
    """Whether the next page says something that was put by for it."""
    return bool(client.cookies.get("messages") and client.cookies["messages"].value) or (
        "_messages" in client.session
    )


def shown(client: Client, address: str) -> str:
    """The page at an address as people read it, marks included."""
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    return unescape(page.content.decode())


def send(client: Client, service: str) -> str:
    """Sends what the last page shows; the address of the receipt."""
    page = shown(client, f"/services/{service}/apply/")
    hidden = dict(re.findall(r'name="(key|seen)" value="([0-9a-f]+)"', page))
    sent = client.post(f"/services/{service}/apply/", {**hidden, "true": "on"})
    assert sent.status_code == 302, unescape(sent.content.decode())
    return str(sent["Location"])
