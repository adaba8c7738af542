"""Why a line cannot be used, in words for whoever handed the file in."""

from __future__ import annotations

REASONS = {
    "project": "没有项目编号",
    "unknown_project": "项目表里没有这个项目编号，或者它的地区看不懂",
    "project_conflict": "同一个项目、同一个专户，内容不一样",
    "region": "地区没有写，或者不是区划代码",
    "worker": "证件号码没有写、看不懂，或者被表格存成数值丢了数字",
    "month": "月份没有写，或者看不懂",
    "starts": "进场日期没有写，或者看不懂",
    "ends": "退场日期看不懂",
    "interval": "退场日期早于进场日期",
    "day": "日期没有写，或者看不懂",
    "hours": "工时没有写、看不懂，或者不在0到24之间",
    "days": "出勤天数看不懂，或者比一个月还多",
    "name": "姓名太长，或者里面有看不见的字符",
    "rate": "工资标准比一千万元还多，请核对是不是多打了数字",
    "too_much": "一行的金额比一千万元还多，请核对是不是多打了数字",
    "below": "这个人的天数或者金额加起来比零还少；要更正以前的一行，请在行类型写更正",
    "net": "实发工资没有写，或者看不懂",
    "amount": "金额没有写、看不懂，或者精确到分以下",
    "result": "结果没有写成功或者失败",
    "serial": "流水号看不懂",
    "serial_conflict": "同一个流水号，内容不一样",
    "negative": "金额是负数，附言没有写冲正和流水号",
}
