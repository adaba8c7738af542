"""The officers' steps: the police office decides, the leading group watches its board."""

from __future__ import annotations

import re

from huigong.demo.place import DOCUMENT
from huigong.demo.visitor import Page, Unexpected, Visitor
from huigong.demo.walk_story import CLAUSE, REASONS, SERVICE, Walk

PAPERS_CODE = "papers-code"  # the text by the name that telecoms know it by
APPROVED = re.compile(r"(?<!不)同意 (\d+)")


def enter_desk(visitor: Visitor, username: str, password: str) -> Page:
    page = visitor.open("/desk/login/")
    form = page.form(button="登录")
    form.fill("用户名", username)
    form.fill("密码", password)
    page = visitor.send(page, form)
    if page.path.endswith("/login/"):
        raise Unexpected(f"{username} 登录进工作台", page.text[:200])
    return page


def see_card(walk: Walk) -> str:
    """A clerk finds whoever stands at the counter and notes that the card was seen and the phone is theirs."""
    enter_desk(walk.clerk, "clerk", walk.password)
    page = walk.clerk.open("/desk/people/")
    form = page.form(button="查找")
    form.values |= {
        "sought": walk.person.resident_number,
        "why": "窗口受理申请",
    }
    page = walk.clerk.follow(walk.clerk.send(page, form), "看档案")
    page.must_say("只凭手机号")
    form = page.form(action="/papers/")
    form.values["paper"] = "居民身份证"
    page = walk.clerk.send(page, form)
    form = page.form(button="证件和手机都核对好了")
    form.values["code"] = walk.code_for(walk.person.phone, PAPERS_CODE)
    page = walk.clerk.send(page, form)
    page.must_say("证件已核对", "窗口核对过证件")
    return "看过居民身份证，以后都不用再核对"


def count_before(walk: Walk) -> str:
    page = enter_desk(walk.leading, "leading", walk.password)
    page.must_say("职责看板")
    walk.approved_before = approved(walk.leading)
    return f"{CLAUSE}已同意 {walk.approved_before} 件"


def approved(visitor: Visitor) -> int:
    """How many cases the board's row of the clause shows as approved."""
    page = visitor.open(f"/desk/duties/?document={DOCUMENT}")
    for row in page.tree.all("tr"):
        if row.text.startswith(CLAUSE):
            approved = APPROVED.search(row.text)
            return int(approved.group(1)) if approved else 0
    raise Unexpected(f"看板上有{CLAUSE}这一行", f"{page.heading}：{page.text[:200]}")


def find_task(walk: Walk) -> str:
    page = enter_desk(walk.police, "police", walk.password)
    row = next((line for line in page.tree.all("tr") if walk.number in line.text), None)
    if row is None:
        raise Unexpected(f"任务里有 {walk.number}", page.text[:300])
    walk.page = walk.police.open(next(row.all("a"))["href"])
    walk.page.must_say(walk.number, SERVICE, "按所填内容符合")
    return row.text


def accept(walk: Walk) -> str:
    case = walk.page
    issue_letter(walk, walk.police.follow(case, "受理"), "受理通知书")
    walk.page = walk.police.open(case.address)
    walk.page.must_say("办理中", "法定时限")
    left = re.search(r"已计 \d+ 天，共 \d+ 天", walk.page.text)
    return f"已受理，法定时限开始：{left.group() if left else '见办件页'}"


def approve(walk: Walk) -> str:
    case = walk.page
    form = case.form(action="/approve/")
    form.fill("理由", REASONS)
    issue_letter(walk, walk.police.send(case, form), "同意决定书")
    walk.page = walk.police.open(case.address)
    walk.page.must_say("已同意", "持有居住证")
    return "已同意，写入档案：持有居住证"


def issue_letter(walk: Walk, page: Page, name: str) -> None:
    """Reads the letter that goes out with the step, and sends both off."""
    page.must_say(name)
    form = page.form(button="发出文书")
    form.press("发出文书")
    walk.police.send(page, form).must_say(name, "核对码")


def count_after(walk: Walk) -> str:
    now = approved(walk.leading)
    if now != walk.approved_before + 1:
        raise Unexpected(f"{CLAUSE}已同意 {walk.approved_before + 1} 件", f"{now} 件")
    return f"{CLAUSE}已同意 {now} 件，多了 1 件"


def open_document(walk: Walk) -> str:
    page = walk.leading.open(f"/desk/library/documents/{DOCUMENT}/")
    page.must_say(CLAUSE, "攀办发〔2016〕10号", "公安局")
    return page.heading
