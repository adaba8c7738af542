"""Pages saved from government sites, and text copied from them: the document and not the site."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.policy.reading import ReadDocument, read_file, read_text
from huigong.policy.reading.formats.web import web_text
from tests.unit.policy.reading.invented import NUMBERS, PLAN

TITLE = "云中市人民政府关于做好务工人员服务工作的实施意见"
MENU = """无障碍 适老版 简体 繁體
请输入关键字：
热门搜索：
社保
入学
首页
政务公开
政务服务
通知公告
当前位置：首页 > 政务公开 > 通知公告
索引号： YZ0001
发布机关： 云中市人民政府
成文日期： 2031-05-06
文 号： 云政发〔2031〕12号
时效性：
"""
FOOT = """扫一扫在手机打开当前页
分享到：
【打印】【关闭】
上一篇：虚构的意见
下一篇：虚构的通知
网站地图 | 联系我们 | 关于我们
主办单位：云中市人民政府办公室
承办单位：云中市数据局
地址：虚构路1号
虚ICP备00000000号
"""


def check(read: ReadDocument) -> None:
    assert read.title == TITLE
    assert read.document_number == "云政发〔2031〕12号"
    assert (read.issuer, str(read.date)) == ("云中市人民政府", "2031-05-06")
    assert read.recipients == "各县（区）人民政府，市政府各部门"
    assert [clause.number for clause in read.clauses] == NUMBERS
    assert read.clauses[2].joint == ("市灯塔局",)
    assert not any(word in read.clauses[2].text for word in ("主办单位", "承办", "扫一扫", "打印"))


COPIES = {
    "menu above": MENU + PLAN,
    "menu and the title twice": MENU + TITLE + "\n分享到\n" + PLAN,
    "foot below": PLAN + FOOT,
    "foot without a licence": PLAN + "主办单位：云中市人民政府办公室 承办单位：云中市数据局\n",
    "both": MENU + PLAN + FOOT,
    "front matter of a site's generator": "---\ntitle: 意见\ntags:\n- 服务\n---\n# "
    + PLAN.replace("一、推进", "## 一、推进").replace("二、保障", "## 二、保障"),
}


@pytest.mark.parametrize("name", COPIES)
def test_a_copied_page_reads_as_the_document(name: str) -> None:
    check(read_text(COPIES[name]))


def page(body: str, head: str = "") -> bytes:
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode()
    )


def paragraphs(text: str = PLAN) -> str:
    return "".join(f"<p>{line}</p>" for line in text.splitlines())


LINKS = "".join(f"<li><a href='#'>{word}</a></li>" for word in ("首页", "政务公开", "互动交流", "服务方案"))
PAGES = {
    "menu, share bar and foot": f"<div class='nav'><ul>{LINKS}</ul></div><h1>{TITLE}</h1><div class='share'>分享到：微信 微博</div>"
    f"<div class='content'>{paragraphs()}</div><div class='footer'>主办单位：云中市人民政府办公室<br>承办单位：云中市数据局</div>",
    "a table that lays out the page": f"<table><tr><td><ul>{LINKS}</ul></td><td>{paragraphs()}</td></tr></table><div>主办单位：云中市人民政府办公室 虚ICP备0000号</div>",
    "a list of other documents": f"{paragraphs()}<div><p>相关文件</p><ul>{LINKS}{LINKS}</ul></div>",
    "a hidden part": f"{paragraphs()}<div style='display:none'>（市信鸽委牵头）</div>",
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_saved_page_reads_as_the_document(tmp_path: Path, name: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(page(PAGES[name]))
    check(read_file(path))


def test_the_title_of_the_page_stands_in_for_a_lost_one() -> None:
    body = paragraphs(PLAN.split("\n", 1)[1])
    named = page(body, f"<meta name='ArticleTitle' content='{TITLE}'><title>x</title>")
    check(read_text(web_text(named)))
    check(read_text(web_text(page(body, f"<title>{TITLE}_政策文件_云中市人民政府</title>"))))


def test_numbered_lists_are_numbered_as_browsers_show_them() -> None:
    body = (
        "<p>云中市务工服务方案</p><p>一、加强服务</p><ol><li>办好夜校，完善制度。（市织造局负责）</li><li>3.发放补贴，规范管理。（市灯塔局负责）</li></ol>"
        "<ol start='5'><li>设立专户。</li></ol><ol type='a'><li>甲</li></ol><ol style='list-style-type:cjk-ideographic'><li><p>总则</p></li></ol>"
        "<ol style='list-style:none'><li>无号</li></ol>"
    )
    shown = [line for line in web_text(page(body)).splitlines() if line.strip()]
    assert shown[2:] == [
        "1.办好夜校，完善制度。（市织造局负责）",
        "3.发放补贴，规范管理。（市灯塔局负责）",
        "5.设立专户。",
        "a.甲",
        "一、",
        "总则",
        "无号",
    ]
