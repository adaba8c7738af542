"""Six days in one county: what each official came to do, from login to the last task, in the order in which they need each other.

Each takes a `Desk` in the made-up county of the demonstration. `County` tells what they would know or be told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.days.desk import Desk

WHY_COUNTER, WHY_CHECK, WHY_COMPLAINT = "窗口受理申请", "核实申请材料", "处理投诉举报"
WHY_WATCHED = "督办超期的办件"
NEW_OWN_PASSWORD = "four patient grey herons"
INSPECTOR = "inspector-li"
EMPLOYER = "虚构建筑劳务有限公司"
ORDER, AHEAD, PUBLISHED = (f'form:has([name="{field}"])' for field in ("最后一天", "类别", "公布日"))
WANTED = {
    "arrears-complaint": "拖欠",
    "withheld-card-complaint": "工资卡",
}  # and by which word a clerk looks for it


@dataclass(frozen=True)
class Somebody:
    """Who stands at the counter, and where they live."""

    name: str
    resident_number: str
    phone: str


@dataclass(frozen=True)
class County:
    """`forms` is what somebody says in the form of a service, by the names of its controls; `code_for` reads what a phone got."""

    password: str
    region_name: str
    newcomer: Somebody
    caller: Somebody
    initials: str
    official_number: str
    day_off: str
    today: str
    forms: Mapping[str, Mapping[str, str]]
    code_for: Callable[[str, str], str]
    scan: Path


def administrators_day(desk: Desk, county: County) -> str:
    """Opens the inspector's account, mends an office, a day off, a text and a period; the one-time password."""
    desk.log_in("admin", county.password)
    with desk.errand_of("open an account"):
        desk.open("开通账号")
        desk.write("region", county.region_name)
        desk.click('button:has-text("换成这个地区")')
        desk.write("username", INSPECTOR)
        desk.write("display_name", "虚构·监察员")
        desk.write("resident_number", county.official_number)
        desk.pick("role", "inspector")
        desk.pick("office", "510421/hrss")
        desk.click('button:has-text("开通并生成一次性密码")')
        password = desk.page.locator("code.secret").inner_text().strip()
    with desk.errand_of("reset a password"):
        desk.open("账号与角色")
        desk.write("named", "justice")
        desk.click('main form button:has-text("查找")')
        desk.click("main tbody a")
        desk.tick('summary:has-text("重设密码")')
        desk.click('button:has-text("重设密码")')
        desk.says("只显示这一次")
    with desk.errand_of("an office's telephone"):
        desk.open("部门和窗口")
        desk.write("region", county.region_name)
        desk.write("named", "人社")
        desk.click('main form button:has-text("查找")')
        desk.click("main tbody a")
        desk.open("改名称、地址、电话")
        desk.write("telephone", "0812-1234567")
        desk.write("hours", "工作日 9:00—12:00，13:30—17:00")
        desk.write("source", "虚构的来函")
        desk.click('button:has-text("保存")')
        desk.says("0812-1234567")
    with desk.errand_of("a day off"):
        desk.open("放假调休")
        desk.open("登记本地的日子")
        desk.write("day", county.day_off)
        desk.tick('label:has-text("放假")')
        desk.click('button:has-text("看哪些期限会变")')
        desk.says("哪些期限会变")
        desk.write("source", "虚构的通知")
        desk.click('button:has-text("登记") >> nth=-1')
        desk.says("虚构的通知")
    with desk.errand_of("the words of a message"):
        desk.open("消息文字")
        desk.click("main tbody a")
        desk.write("title", "您的申请收到了")
        desk.click("main form.ask button >> nth=-1")
    with desk.errand_of("try a short message"):
        desk.open("短信通道")
        desk.write("phone", "13900000077")
        desk.click('button:has-text("发测试短信")')
    with desk.errand_of("how long messages are kept"):
        desk.open("保存期限")
        desk.click("main tbody a")
        desk.write("days", "3650")
        desk.write("source", "虚构的规定")
        desk.click('button:has-text("保存")')
    with desk.errand_of("is all well"):
        desk.open("系统状况")
        desk.says("现在怎样")
        desk.open("没有人负责的任务")
    return password


def officers_day(desk: Desk, county: County) -> None:
    """The police office's permits: takes one in, asks for papers, decides, asks another office, prints and serves."""
    desk.log_in("police", county.password)
    with desk.errand_of("what is due"):
        desk.click('nav.tabs a:has-text("超期")')
        desk.open("按到期日看")
        desk.open("我的任务")
        desk.open("谁手上有多少")
        desk.open("我的任务")
    with desk.errand_of("take several at once"):
        for place in range(3):
            desk.tick(f"main tbody input[name=task] >> nth={place}")
        desk.click('button:has-text("勾选的一起办")')
        desk.tick('label:has-text("都由我办")')
        desk.click('button:has-text("确认，一起办")')
        desk.says("3 件已办")
        desk.open("回到我的任务")
    with desk.errand_of("take a case in"):
        case = _first_of(desk, "已提交")
        desk.click(f'a[href="{case}"]')
        desk.open("受理")
        desk.click('button:has-text("发出文书")')
        desk.says("核对码")
    with desk.errand_of("look at the form in full"):
        desk.page.goto(f"{desk.live}{case}")
        desk.open("看全、打印")
        desk.pick("why", WHY_CHECK)
        desk.click('button:has-text("看全")')
        desk.says("查看目的")
    with desk.errand_of("approve"):
        desk.open("回到办件")
        desk.write("reasons", "材料齐全，符合条件。", within='form[action$="/approve/"]')
        desk.click('form[action$="/approve/"] button:has-text("同意申请")')
        desk.click('button:has-text("发出文书")')
        desk.says("同意决定书")
    with desk.errand_of("ask for a paper again"):
        desk.open("我的任务")
        desk.click(f'a[href="{_first_of(desk, "已提交")}"]')
        desk.tick("input[name=again]")
        desk.click('button:has-text("写进补正要求")')
        desk.click('form[action$="/request_completion/"] button')
        desk.click('button:has-text("发出文书")')
    with desk.errand_of("ask another office"):
        desk.open("我的任务")
        desk.click(f'a[href="{_first_of(desk, "办理中")}"]')
        if desk.sees('button:has-text("接过来办")'):
            desk.click('button:has-text("接过来办")')
        desk.tick('summary:has-text("请求协办")')
        desk.pick("office", "510421/hrss", within='form[action$="/ask_support/"]')
        desk.write("question", "请核实申请人在本地的用工登记。", within='form[action$="/ask_support/"]')
        desk.click('form[action$="/ask_support/"] button')
        desk.says("已请求协办")
    with desk.errand_of("print the day's letters"):
        desk.open("文书")
        desk.open("一天的文书")
        desk.tick('summary:has-text("合在一起印")')
        desk.pick("why", "通知办理结果")
        desk.paper('button:has-text("合在一起印")')
    with desk.errand_of("write down that one was served"):
        desk.click("main tbody th a")
        desk.pick("way", desk.page.locator("main [name=way] option").nth(1).get_attribute("value") or "")
        desk.tick("main [name=outcome]")
        desk.write("proof", "本人签字的送达回证")
        desk.click('main form button:has-text("登记")')
    with desk.errand_of("the list as a workbook"):
        desk.open("我的任务")
        desk.tick('summary:has-text("导出这个清单")')
        desk.write("purpose", "周例会")
        desk.paper('button:has-text("导出") >> nth=-1')


def clerks_day(desk: Desk, county: County) -> None:
    """By keyboard: somebody new, two things at once, a lost phone, a letter handed over, the sheet for the offices."""
    desk.log_in("clerk", county.password)
    new = county.newcomer
    with desk.errand_of("somebody new"):
        _find(desk, new.resident_number)
        desk.into('main a[href="/desk/people/new/"]')
        desk.enter()
        desk.into('[name="name"]')
        for name, text in (
            ("name", new.name),
            ("resident_number", new.resident_number),
            ("phone", new.phone),
            ("hukou_place", "眉山市东坡区"),
            ("residence", county.region_name),
            ("residence_since", "2024-09-01"),
        ):
            desk.type_into(name, text)
        desk.choose("paper", "居民身份证")
        desk.tab_to("main form .button-main")
        desk.enter()
        desk.type_into("code", county.code_for(new.phone, "phone-code"))
        desk.enter()
        desk.says("基本情况")
    with desk.errand_of("two things at once"):
        desk.into('main a[href$="/apply/"]')
        desk.enter()
        for service, words in WANTED.items():
            desk.type_into("named", words)
            desk.enter()
            desk.tab_to(f"#service-{service}")
            desk.key("Space")
        desk.tab_to("main form .button-main")
        desk.enter()
        for service, said in county.forms.items():
            if f"/of/{service}/" not in desk.path:
                desk.into(f'main a[href*="/of/{service}/"]')
                desk.enter()
            _fill(desk, said, county.scan)
        desk.into("main form button")
        desk.enter()
        desk.says("回执", "接待下一个人")
    with desk.errand_of("the receipt"):
        desk.paper('a:has-text("打小票")')
        desk.paper('a:has-text("打A4回执")')
        desk.paper('button:has-text("打印填的表")')
    with desk.errand_of("a lost phone"):
        desk.into('main a[href="/desk/people/"]')
        desk.enter()
        _find(desk, county.caller.name)
        desk.enter()  # the first one found has the focus
        desk.into('details:has(form[action$="/phone/"]) > summary')
        desk.key("Enter")
        desk.type_into("phone", "13900009988")
        desk.choose("paper", "居民身份证")
        desk.tab_to('form[action$="/phone/"] button')
        desk.enter()
        desk.type_into("code", county.code_for("13900009988", "phone-code"))
        desk.enter()
    with desk.errand_of("by initials"):
        desk.open("查找人员")
        _find(desk, county.initials)
    with desk.errand_of("a letter handed over"):
        desk.open("窗口待办")
        desk.open("要交给他的文书")
        desk.into('[name="proof"]')
        desk.type_into("proof", "送达回证，本人签名")
        desk.enter()
    with desk.errand_of("the sheet for the offices"):
        desk.open("窗口待办")
        desk.open("今天")
        desk.paper('a:has-text("打交接单")')
    with desk.errand_of("who has something new"):
        desk.open("要告知的人")
        if desk.sees('button:has-text("告知过了")'):
            desk.click('button:has-text("告知过了")')
        desk.open("疑似重复")


def inspectors_day(desk: Desk, county: County, *, one_time: str) -> None:
    """Changes the one-time password, then takes in a complaint about wages, looks into it and decides."""
    desk.log_in(INSPECTOR, one_time)
    with desk.errand_of("a password of one's own"):
        desk.type_into("current", one_time)
        desk.type_into("new", NEW_OWN_PASSWORD)
        desk.type_into("again", NEW_OWN_PASSWORD)
        desk.enter()
    with desk.errand_of("take the complaint in"):
        desk.open("我的任务")
        desk.click(f'a[href="{_first_of(desk, "已提交", "欠")}"]')
        if desk.sees('button:has-text("接过来办")'):
            desk.click('button:has-text("接过来办")')
        desk.open("受理")
        desk.click('button:has-text("发出文书")')
        desk.says("核对码")
    with desk.errand_of("what was handed in"):
        desk.open("这件的文书")
        desk.click("main p.small a")
        desk.open("看全、打印")
        desk.pick("why", WHY_COMPLAINT)
        desk.click('button:has-text("看全")')
        desk.open("回到办件")
    with desk.errand_of("a note for the office"):
        desk.write("text", "约单位周三来谈。")
        desk.click('button:has-text("记下")')
        desk.says("约单位周三来谈。")
    with desk.errand_of("decide"):
        desk.write("reasons", "查实拖欠，单位已付清。", within='form[action$="/approve/"]')
        desk.click('form[action$="/approve/"] button')
        desk.says("文书里还缺：处理结果")
        desk.write("letter-处理结果", "单位已补发工资1000元。")
        desk.click('button:has-text("再看一遍文书")')
        desk.click('button:has-text("发出文书")')
        desk.says("核对码")
    with desk.errand_of("order it put right"):
        _back_to_case(desk)
        desk.open("责令改正")
        desk.write("respondent-0-employer", EMPLOYER)
        _open_and_take(desk)
        for name, text in {
            "reasons": "考勤表、工资表对过。",
            "违法事实": "三个月没有发工资。",
            "要求": "付清三个月的工资。",
            "应付金额": "1000",
            "最后一天": county.day_off,
        }.items():
            desk.write(name, text, within=ORDER)
        _send_letter(desk, ORDER)
    with desk.errand_of("publish a grave violation"):
        _back_to_case(desk)
        desk.open("重大违法行为社会公布")
        _open_and_take(desk)
        told = {"违法事实": "三个月没有发工资。", "处理情况": "已责令限期付清。", "reasons": "数额较大。"}
        for name, text in {"类别": "拖欠工资", "提意见到": county.day_off, **told}.items():
            desk.write(name, text, within=AHEAD)
        _send_letter(desk, AHEAD)
        _back_to_case(desk)
        said = {"单位全称": EMPLOYER, "信用代码": "没有", "住所": "虚构路1号", "法定代表人": "虚构甲"}
        more = {"公布在哪里": "县政府网站", "公布日": county.today}
        for name, text in {**said, **told, **more}.items():
            desk.write(name, text, within=PUBLISHED)
        desk.click(f"{PUBLISHED} button")
        desk.says("已公布")
    with desk.errand_of("answer another office"):
        desk.open("我的任务")
        desk.click('nav.tabs a:has-text("协办")')
        desk.click("main tbody th a")
        desk.write("answer", "有用工登记，2024年9月起。")
        desk.click('button:has-text("答复")')
        desk.says("已答复")


def leading_groups_day(desk: Desk, county: County) -> None:
    """The numbers, an office that is late, who has how much, and an approval for a post."""
    desk.log_in("leading", county.password)
    with desk.errand_of("the numbers"):
        desk.open("职责看板")
        desk.says("在办", "超期")
    with desk.errand_of("an office that is late"):
        desk.click("table.loads tbody th a")
        desk.click("main tbody th a")
        desk.pick("why", WHY_WATCHED)
        desk.click('button:has-text("打开办件")')
        desk.says("这些天是谁用掉的")
    with desk.errand_of("who has how much"):
        desk.open("职责看板")
        desk.open("谁手上有多少")
        desk.open("职责看板")
        desk.open("看有没有没人负责的办件")
    with desk.errand_of("an approval for a post"):
        desk.open("查看批准")
        desk.open("新的批准")
        desk.write("region", county.region_name)
        desk.click('button:has-text("换成这个地区")')
        desk.pick("role", "case-officer")
        desk.write("purpose", "核查虚构的专项名单")
        desk.write("valid_until", county.day_off)
        desk.click('main button:text-is("批准")')
        desk.says("核查虚构的专项名单")
    with desk.errand_of("what people say"):
        desk.open("群众评价")
    with desk.errand_of("a document"):
        desk.open("政策库")
        desk.click("main tbody a, main ul a")


def auditors_day(desk: Desk, county: County) -> None:
    """Who looked at whom today, what stands out, and the list for a report."""
    desk.log_in("auditor", county.password)
    with desk.errand_of("what one official did"):
        desk.write("actor", "虚构·窗口人员")
        desk.click('main button:has-text("查看")')
        desk.says("虚构·窗口人员")
    with desk.errand_of("who looked at somebody who complains"):
        desk.tick('summary:has-text("按身份证号查")')
        desk.write("number", county.caller.resident_number)
        desk.click('button:has-text("查谁看过")')
        desk.says("查看个人信息")
    with desk.errand_of("what stands out"):
        desk.open("查看习惯")
        desk.write("many", "3")
        desk.click('main button:has-text("查看")')
        desk.open("看记录")
    with desk.errand_of("the list for a report"):
        desk.write("purpose", "季度审计", within='form[action*="/export/"]')
        desk.paper('button:has-text("导出表格")')


def _find(desk: Desk, sought: str) -> None:
    """By keyboard from the search box on; a purpose that was chosen for the one before stands."""
    desk.into('[name="sought"]')
    desk.type_into("sought", sought)
    if desk.page.locator("[name=why]").input_value() != WHY_COUNTER:
        desk.choose("why", WHY_COUNTER)
        desk.tab_to("main form .button-main")
    desk.enter()


def _fill(desk: Desk, said: Mapping[str, str], scan: Path) -> None:
    """The form on one page, by keyboard; a paper that was scanned goes in where files are taken."""
    if desk.sees("main input[type=file]"):
        desk.hand_in("main input[type=file]", scan)
    desk.into("main form.screen input:not([type=hidden]), main form.screen select, main form.screen textarea")
    for name, text in said.items():
        control = desk.page.locator(f'main [name="{name}"]').first
        tag = str(control.evaluate("each => each.tagName.toLowerCase() + ' ' + (each.type || '')"))
        if tag.endswith(("radio", "checkbox")):
            desk.mark(name, text)
        elif tag.startswith("select"):
            desk.choose(name, text)
        else:
            desk.type_into(name, text)
    desk.tab_to('button[name="send"]')
    desk.enter()


def _back_to_case(desk: Desk) -> None:
    """From a letter that has just gone out to the case that it is of."""
    desk.click("main p.small a")
    desk.click("main p.small a")


def _open_and_take(desk: Desk) -> None:
    desk.click("main form button.button-main")
    if desk.sees('button:has-text("接过来办")'):
        desk.click('button:has-text("接过来办")')


def _send_letter(desk: Desk, form: str) -> None:
    desk.click(f"{form} button")
    desk.click('button:has-text("发出文书")')
    desk.says("核对码")


def _first_of(desk: Desk, *words: str) -> str:
    """The address of the first case on the list whose row says all of this."""
    for row in desk.page.locator("main tbody tr").all():
        if all(word in row.inner_text() for word in words):
            return str(row.locator("th a").first.get_attribute("href"))
    raise AssertionError(f"no {words} on {desk.path}: {desk.text()[:600]}")
