"""The worker's steps: ask, be told, apply, follow. Each returns what was seen, or raises `Unexpected`."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from huigong.demo.place import PROVINCE
from huigong.demo.visitor import Page, Unexpected
from huigong.demo.walk_story import CLAUSE, COUNTY, HUKOU, REASONS, SERVICE, Walk
from huigong.messages.sms import CODE
from huigong.portals.cli.today import today

# What the worker came for, and what they answer; every other question is passed over.
EVENT = "办居住证、落户"
SINCE = "居住起始日期"
ANSWERS = {"户籍性质": "农业", "离开户籍地": "是", "合法稳定就业": "是"}
MOST_QUESTIONS = 15
DAYS_HERE = 550


def open_home(walk: Walk) -> str:
    walk.page = walk.worker.open("/")
    walk.page.must_say("看看我都能享受什么", EVENT)
    return walk.page.heading


def choose_place(walk: Walk) -> str:
    event = walk.worker.follow(walk.page, EVENT)
    page = walk.worker.follow(event, "答几个问题")
    search = page.form(field="地名")
    search.fill("地名", COUNTY)
    matches = walk.worker.send(page, search)
    choice = matches.form(button=COUNTY)
    choice.press(COUNTY)
    walk.page = walk.worker.send(matches, choice)
    return f"{COUNTY}，第一问：{walk.page.heading}"


def answer_questions(walk: Walk) -> str:
    """Answers what the story knows, passes over the rest, and stops when the permit is a yes."""
    since = today() - timedelta(days=DAYS_HERE)
    for asked in range(MOST_QUESTIONS):
        facts = facts_asked(walk.page)
        if not facts:
            return f"没有要问的了（{asked} 问），来到：{walk.page.heading}"
        walk.page = answer_one(walk, facts, since=since)
        if ANSWERS.keys() & set(facts) and SERVICE in names_in_group(walk, "yes"):
            return f"答到第 {asked + 1} 问，{SERVICE}已能确定"
    raise Unexpected(f"{MOST_QUESTIONS} 问之内问完", f"还在问：{walk.page.heading}")


def facts_asked(page: Page) -> list[str]:
    """The facts that the page asks: one, or those with a box each."""
    return [field["value"] for field in page.tree.all("input") if field["name"] in ("fact", "shown")]


def answer_one(walk: Walk, facts: list[str], *, since: date) -> Page:
    form = walk.page.form(action="/ask/")
    ticked = [fact for fact in facts if ANSWERS.get(fact) == "是"]
    if facts == [SINCE]:
        for label, number in (("年", since.year), ("月", since.month), ("日", since.day)):
            form.fill(label, str(number))
    elif len(facts) == 1 and facts[0] in ANSWERS:
        form.values["answer"] = ANSWERS[facts[0]]
    elif ticked:
        form.tick(*ticked)
    else:
        form.press("跳过")
    return walk.worker.send(walk.page, form)


def names_in_group(walk: Walk, kind: str) -> list[str]:
    """Names of the services in one part of the results page."""
    page = walk.worker.open("/results/")
    group = next((section for section in page.tree.all("section") if section["id"] == kind), None)
    return [heading.text for heading in group.all("h3")] if group else []


def see_results(walk: Walk) -> str:
    walk.page = walk.worker.open("/results/")
    names = names_in_group(walk, "yes")
    if SERVICE not in names:
        raise Unexpected(f"“{SERVICE}”在能享受的里面", f"能享受的有：{'、'.join(names) or '没有'}")
    return f"能享受：{'、'.join(names)}"


def see_service(walk: Walk) -> str:
    walk.page = walk.worker.follow(walk.page, SERVICE)
    walk.page.must_say("要带什么材料", "多久给答复", "居住证暂行条例", "15日", CLAUSE)
    return f"{walk.page.heading}：材料、期限、依据都在"


def fill_in(walk: Walk) -> str:
    """The form of the permit, screen by screen; what the interview has asked is not asked again."""
    page, asked = walk.worker.follow(walk.page, "我要申请"), 0
    typed = what_is_written(walk)
    while "/form/q/" in page.path:
        form = page.form(button="下一步")
        heads = {name.partition(".")[0] for name in form.names}
        form.values |= {name: text for name, text in typed.items() if name.partition(".")[0] in heads}
        page, asked = walk.worker.send(page, form), asked + 1
        if asked > MOST_QUESTIONS:
            raise Unexpected(f"表单 {MOST_QUESTIONS} 屏之内填完", f"还在问：{page.heading}")
    page.must_say("核对", walk.person.name)
    walk.page = walk.worker.send(page, page.form(button="看交给谁"))
    return f"填了 {asked} 屏，核对以后来到：{walk.page.heading}"


def what_is_written(walk: Walk) -> dict[str, str]:
    """What the worker writes into the form, by the names of its fields."""
    born = walk.person.resident_number[6:14]
    return {
        "住所.region": COUNTY,
        "住所.address": "虚构路1号",
        "申领依据": "稳定就业",
        "工作证明": "劳动合同",
        "申请人.name": walk.person.name,
        "申请人.phone": walk.person.phone,
        "申请人性别": "男",
        "申请人出生日期": f"{born[:4]}-{born[4:6]}-{born[6:]}",
        "民族": "汉族",
        "户籍地址.region": HUKOU,
        "替别人办": "否",
    }


def log_in(walk: Walk) -> str:
    page = walk.page
    phone = page.form(button="获取验证码")
    phone.fill("手机号", walk.person.phone)
    page = walk.worker.send(page, phone)
    code = page.form(button="登录")
    code.fill("6位数字", walk.code_for(walk.person.phone, CODE))
    walk.page = walk.worker.send(page, code)
    return f"手机号 {walk.person.phone[:3]}****{walk.person.phone[-4:]}，来到：{walk.page.heading}"


def register(walk: Walk) -> str:
    form = walk.page.form(button="下一步")
    form.fill("姓名", walk.person.name)
    form.fill("身份证号", walk.person.resident_number)
    form.fill("户口", HUKOU)
    form.fill("同意")
    walk.page = walk.worker.send(walk.page, form)
    walk.page.must_say("核对身份", "带身份证到窗口", "填好的都留着")
    return f"{walk.page.heading}（只问这一次）"


def apply(walk: Walk) -> str:
    walk.page = walk.worker.follow(walk.worker.open("/me/prove/"), "接着提交")
    walk.page.must_say("提交申请", walk.person.name[0], "居住")
    form = walk.page.form(button="提交申请")
    form.fill("是真的")
    walk.page = walk.worker.send(walk.page, form)
    walk.page.must_say("回执", SERVICE, "公安局")
    walk.number = number_on(walk.page)
    walk.case = walk.page.path.split("/")[2]
    due = due_on(walk.page)
    return f"办件编号 {walk.number}，{due}"


def number_on(page: Page) -> str:
    """The case number as printed large on the receipt."""
    for line in page.tree.all("p"):
        if "number-big" in line["class"]:
            return line.text
    raise Unexpected("办件编号", page.text[:200])


def due_on(page: Page) -> str:
    """`最晚答复 2026年12月6日`, or how long it takes where no clock runs before acceptance."""
    lines = list(page.tree.all("dt", "dd"))
    for name, value in pairwise(lines):
        if name.tag == "dt" and name.text in {"最晚答复", "多久给答复"}:
            return f"{name.text} {value.text}"
    raise Unexpected("最晚答复的日期", page.text[:200])


def see_decision(walk: Walk) -> str:
    walk.page = walk.worker.open(f"/cases/{walk.case}/")
    walk.page.must_say("同意", REASONS)
    return f"{walk.page.heading}：同意"


def is_known(walk: Walk) -> str:
    """Where living here is the condition, whoever is registered here is not asked."""
    page = walk.worker.open(f"/place/?in={PROVINCE}")
    form = page.form(button="就选")
    form.press("就选")
    walk.worker.send(page, form)
    page = walk.worker.open("/services/basic-public-health/")
    page.must_say("住在这里", "能享受")
    return f"不再问住不住这里：{page.heading}能享受"
