"""The names from which a field of a letter can be filled in; `sources` gives each its value. Needs no database."""

from __future__ import annotations

from types import MappingProxyType

MEANING = MappingProxyType(
    {
        "办件.事项": "事项的名称",
        "办件.编号": "办件编号",
        "办件.收件日": "收到的那天",
        "办件.受理日": "受理的那天",
        "办件.推定受理": "期限内没有答复、依法视为受理时的一句话，否则没有",
        "办件.最晚答复日": "这一步以后，最近一个期限到的那天",
        "办件.期限说明": "最晚哪天要有答复或者决定",
        "办件.期限依据": "最近一个期限的条款",
        "办件.依据": "事项或者程序的条款，最多三条",
        "办件.材料": "申请时交的材料，一样一条",
        "办件.被申请人": "被申请人的名称，没有登记就没有",
        "部门.名称": "这一步以后的责任部门",
        "部门.联系": "这一步以后责任部门的地址、电话、时间",
        "决定.救济": "不服怎么办、到哪天为止",
        "决定.结果": "同意以后得到什么",
    }
)
NAMES = tuple(MEANING)
