"""Pages read and forms filled in by their words, without a browser."""

from __future__ import annotations

import pytest

from huigong.demo.visitor import Page, Unexpected, Visitor, parsed

HTML = """
<html><head><title>头</title><style>p{}</style></head><body>
<form method="get" role="search"><label for="q">地名</label><input id="q" name="name" value="仁和区"></form>
<h1>登记 <b>一次</b></h1><p>第一段<p>第二段<br>同一段
<form method="post" action="/me/"><input type="hidden" name="csrfmiddlewaretoken" value="t">
<label for="a">姓名</label><input id="a" name="name">
<label>我<span>同意</span><input type="checkbox" name="consent"></label>
<input type="radio" name="sex" value="女"><input type="file" name="photo">
<select name="office"><option value="">请选择</option><option value="hrss" selected>人社局</option></select>
<textarea name="reason">
 因为 </textarea>
<input name="year" aria-label="年">
<button name="answer" value="是">是的<svg><path/></svg></button><button>下一步</button>
</form><a href="/next/">看<b>下一页</b></a></body></html>
"""


@pytest.fixture
def page() -> Page:
    return Page("http://127.0.0.1:8000/me/?a=1", 200, parsed(HTML))


def test_text_is_what_can_be_read(page: Page) -> None:
    assert page.heading == "登记 一次"
    assert page.text.startswith("地名 登记 一次 第一段 第二段 同一段")
    assert "p{}" not in page.text
    assert page.path == "/me/"


def test_a_form_would_send_what_stands_in_it(page: Page) -> None:
    form = page.form(button="下一步")
    assert form.posts
    assert form.values == {
        "csrfmiddlewaretoken": "t",
        "name": "",
        "office": "hrss",
        "reason": "因为",
        "year": "",
    }


def test_fields_are_found_by_the_words_beside_them(page: Page) -> None:
    form = page.form(button="下一步")
    form.fill("姓名", "虚构甲")
    form.fill("同意")
    form.fill("年", "2026")
    form.press("是的")
    assert form.values["name"] == "虚构甲"
    assert form.values["consent"] == "on"
    assert form.values["year"] == "2026"
    assert form.values["answer"] == "是"


def test_a_search_form_is_found_without_a_button(page: Page) -> None:
    assert page.form().values == {"name": "仁和区"}


def test_what_is_missing_is_named_with_what_is_there(page: Page) -> None:
    form = page.form(button="下一步")
    with pytest.raises(Unexpected, match=r"电话.*姓名、我 同意"):
        form.fill("电话", "1")
    with pytest.raises(Unexpected, match=r"取消.*是的、下一步"):
        form.press("取消")
    with pytest.raises(Unexpected, match="登记 一次（/me/）"):
        page.link("没有的链接")
    with pytest.raises(Unexpected, match="回执"):
        page.must_say("登记", "回执")


def test_links_are_found_by_their_words(page: Page) -> None:
    assert page.link("下一页") == "/next/"


@pytest.mark.parametrize(
    "address", ["http://example.org/", "https://127.0.0.1/", "127.0.0.1:8000", "file:///etc"]
)
def test_only_this_machine_is_visited(address: str) -> None:
    with pytest.raises(Unexpected, match="本机的地址"):
        Visitor(address)


def test_nobody_answers_is_said_in_words() -> None:
    with pytest.raises(Unexpected, match="有回应"):
        Visitor("http://127.0.0.1:9").open("/")
