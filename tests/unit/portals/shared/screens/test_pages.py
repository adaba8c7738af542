"""The pages of forms over HTTP, as a browser without JavaScript meets them."""

from __future__ import annotations

import json
import re
from html import unescape
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.test import Client

from huigong import forms
from tests import effort
from tests.unit.portals.shared.screens.gallery import ON

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.unit.portals.shared.screens.gallery")]
COMPLAINT = "/gallery/wage-complaint"


def screen(id: str) -> str:
    return f"{COMPLAINT}/q/{id}/"


def text_of(response) -> str:  # type: ignore[no-untyped-def]
    return response.content.decode()


def answer(client: Client, id: str, **typed: str):  # type: ignore[no-untyped-def]
    """Sends one question; `_` stands for the field itself, other names for its parts."""
    data = {id if part == "_" else f"{id}.{part}": text for part, text in typed.items()}
    return client.post(screen(id), data)


def whole_complaint(client: Client) -> None:
    """Everything that a worker who is owed two months has to say."""
    answer(client, "工作地点", region="锦州市凌河区", address="新区三号工地")
    answer(client, "用人单位", name="测试建筑公司")
    answer(client, "谁招的", _="公司或别的单位")
    answer(client, "单位住所", **{"?": "不清楚"})
    client.post(screen("单位负责人"), {"单位负责人": "老周", "负责人职务.?": "不清楚"})
    answer(client, "按月说得清", _="是")
    answer(
        client,
        "每月欠薪",
        **{"1.欠薪月份": "2026年3月", "1.欠发": "6000", "2.欠薪月份": "4月", "2.欠发": "0.6万"},
    )
    answer(client, "欠薪总额", _="12000")
    answer(client, "欠到哪天", _="2026年4月30号")
    answer(client, "工钱怎么算", _="一天200元")
    answer(client, "经过", _="三月来的，说好月底给，一直没给。")
    answer(client, "投诉请求", _="付清工资")
    answer(client, "已经仲裁或打官司", _="否")
    answer(client, "申请人", name="王小红", phone="13900000001")
    mine = {"替谁办": "给自己办", "申请人性别": "女", "申请人出生日期": "1985-3-5", "职业": "木工"}
    client.post(screen("替谁办"), mine)
    answer(client, "住所", region="锦州市", address="新区三号工地宿舍")
    answer(client, "有工友一起", _="否")


def test_every_screen_of_every_form_can_be_drawn(client: Client) -> None:
    """Each question alone, of which a third is drawn with every change, and all of a form at once."""
    first, apart = effort.some_of(3)
    asked = [(form, field) for form in forms.book().forms(on=ON) for field in form.fields.values()]
    for form, field in asked[first::apart]:
        response = client.get(f"/gallery/{form.id}/q/{field.id}/")
        assert response.status_code in (200, 302), field.id
    for form in forms.book().forms(on=ON):
        assert client.get(f"/gallery/{form.id}/dense/").status_code == 200
        assert client.get(f"/gallery/{form.id}/paper/").status_code == 200
        assert client.get(f"/gallery/{form.id}/check/").status_code == 200


def test_a_complaint_goes_from_the_first_question_to_the_office(client: Client) -> None:
    first = client.get(f"{COMPLAINT}/")
    assert unquote(first["Location"]) == screen("工作地点")
    whole_complaint(client)
    response = client.post(f"{COMPLAINT}/check/")
    assert response["Location"] == "/gallery/sent/"
    lodged = json.loads(client.get("/gallery/sent/").content)
    assert lodged["answers"]["欠薪总额"] == 1_200_000
    assert lodged["answers"]["每月欠薪"] == [
        {"id": "1", "欠薪月份": "2026-03", "欠发": 600_000},
        {"id": "2", "欠薪月份": "2026-04", "欠发": 600_000},
    ]
    assert lodged["answers"]["工作地点"] == {"region": "210703", "address": "新区三号工地"}
    assert lodged["answers"]["单位住所"] == {"unknown": "不清楚"}


def test_an_empty_complaint_is_not_sent_and_one_without_the_story_is(client: Client) -> None:
    response = client.post(f"{COMPLAINT}/check/")
    page = text_of(response)
    assert response.status_code == 400
    assert "还没有回答“您是在哪里干的活？”" in page
    assert "还没有回答“是谁欠您的工钱？”" in page, "who does not know says so"
    assert "还没有回答“说说事情的经过" not in page, "the office helps with that"
    whole_complaint(client)
    answer(client, "经过", _="")
    assert "办事的人会帮您补" in text_of(client.get(f"{COMPLAINT}/check/"))
    client.post(f"{COMPLAINT}/check/")
    assert json.loads(client.get("/gallery/sent/").content)["to_help"] == ["经过"]


def test_what_cannot_be_read_comes_back_as_typed_with_what_to_do(client: Client) -> None:
    response = answer(client, "欠薪总额", _="三万多吧")
    page = text_of(response)
    assert response.status_code == 400
    assert 'value="三万多吧"' in page
    assert 'aria-invalid="true"' in page
    assert "请写成 5200" in page
    assert 'value="三万多吧"' in text_of(client.get(screen("欠薪总额")))


def test_the_line_to_write_in_is_marked_where_the_whole_is_missing(client: Client) -> None:
    page = text_of(answer(client, "工作地点"))
    (region,) = re.findall(r'<input\s+id="f-工作地点.region"[^>]+>', page)
    assert 'aria-invalid="true"' in region
    assert page.count("aria-invalid") == 1


def test_a_question_that_must_be_answered_is_asked_again_and_may_be_skipped_for_now(client: Client) -> None:
    response = answer(client, "按月说得清")
    page = text_of(response)
    assert response.status_code == 400
    assert "还没有回答“哪个月欠了多少，您说得清吗？”" in page
    skip = re.search(r'href="([^"]+)">\s*先跳过', page)
    assert skip
    assert unquote(skip[1]) == screen("每月欠薪")
    assert "先跳过" not in text_of(client.get(screen("按月说得清")))


def test_what_the_office_helps_with_may_be_left_open(client: Client) -> None:
    assert answer(client, "经过", _="").status_code == 302
    assert answer(client, "用人单位", name="").status_code == 400


def test_a_row_is_added_and_removed_without_javascript_and_nothing_typed_is_lost(client: Client) -> None:
    answer(client, "按月说得清", _="是")
    typed = {"每月欠薪.1.欠薪月份": "2026年3月", "每月欠薪.1.欠发": "六千"}
    page = text_of(client.get(screen("每月欠薪")))
    added = re.search(r'name="add" value="([^"]+)"', page)
    assert added
    response = client.post(screen("每月欠薪"), {**typed, "add": added[1]})
    page = text_of(client.get(response["Location"].partition("#")[0]))
    assert "每月欠薪.4.欠发" in page
    assert 'value="六千"' in page
    response = client.post(response["Location"].partition("#")[0], {**typed, "remove": "每月欠薪:1"})
    assert 'value="六千"' not in text_of(client.get(response["Location"].partition("#")[0]))


def test_an_answer_decides_what_is_asked_next(client: Client) -> None:
    assert unquote(answer(client, "按月说得清", _="否")["Location"]) == screen("欠薪总额")
    assert unquote(answer(client, "按月说得清", _="是")["Location"]) == screen("每月欠薪")


def test_a_place_of_several_is_chosen_from_a_list(client: Client) -> None:
    page = text_of(answer(client, "工作地点", region="鼓楼区"))
    assert "叫“鼓楼区”的地方不止一个" in page
    choice = re.search(r'name="pick"\s+value="(工作地点\.region:320106)"', page)
    assert choice
    response = client.post(screen("工作地点"), {"工作地点.region": "鼓楼区", "pick": choice[1]})
    page = text_of(client.get(response["Location"].partition("#")[0]))
    assert "江苏省南京市鼓楼区" in page


def test_a_warning_is_said_and_does_not_stop(client: Client) -> None:
    whole_complaint(client)
    answer(client, "欠薪总额", _="15000")
    assert "总数和各月加起来的数不一样" in text_of(client.get(f"{COMPLAINT}/check/"))
    assert client.post(f"{COMPLAINT}/check/").status_code == 302


def test_the_dense_page_keeps_everything_and_sums_up_what_is_wrong(client: Client) -> None:
    dense = f"{COMPLAINT}/dense/"
    response = client.post(dense, {"欠薪总额": "三万多", "申请人.name": "王小红", "send": "all"})
    page = text_of(client.get(response["Location"]))
    assert '<a href="#f-欠薪总额">' in page
    assert '<a href="#f-申请人.phone">' in page
    assert 'value="三万多"' in page
    assert 'id="f-申请人.phone"' in page


def test_a_proposal_that_nobody_touched_follows_what_it_is_worked_out_from(client: Client) -> None:
    dense = f"{COMPLAINT}/dense/"
    first = {"按月说得清": "是", "每月欠薪.1.欠薪月份": "2026年3月", "每月欠薪.1.欠发": "6000"}
    client.post(dense, first)
    page = text_of(client.get(dense))
    assert 'name="欠薪总额"\n    value="6,000 元"' in page
    client.post(
        dense, {**first, "每月欠薪.2.欠薪月份": "4月", "每月欠薪.2.欠发": "500", "欠薪总额": "6,000 元"}
    )
    assert 'value="6,500 元"' in text_of(client.get(dense))
    client.post(dense, {**first, "欠薪总额": "7000"})
    assert 'value="7000"' in text_of(client.get(dense))


def test_what_is_hidden_comes_back_when_it_is_shown_again(client: Client) -> None:
    whole_complaint(client)
    answer(client, "按月说得清", _="否")
    assert "每月欠薪" not in json_sent(client)["answers"]
    answer(client, "按月说得清", _="是")
    assert "每月欠薪" in json_sent(client)["answers"]


def json_sent(client: Client) -> dict[str, dict[str, object]]:
    assert client.post(f"{COMPLAINT}/check/").status_code == 302
    sent: dict[str, dict[str, object]] = json.loads(client.get("/gallery/sent/").content)
    return sent


def test_no_page_asks_for_files_that_nobody_keeps(client: Client) -> None:
    page = text_of(client.get(screen("证据")))
    assert 'type="file"' not in page
    assert "这里现在不能传文件" in page


def test_months_and_sums_are_read_as_people_write_them(client: Client) -> None:
    answer(client, "按月说得清", _="是")
    page = text_of(client.get(screen("每月欠薪")))
    assert "例如：2026年3月" in page and "（元）" in page, (
        "how to write stands there before anything goes wrong"
    )
    rows = {"1.欠薪月份": "三月", "1.欠发": "六千", "2.欠薪月份": "4月", "2.欠发": "六千五"}
    assert answer(client, "每月欠薪", **rows).status_code == 302
    page = text_of(client.get(f"{COMPLAINT}/check/"))
    assert "2026年3月" in page and "2026年4月" in page
    assert 'value="12,500 元"' in text_of(client.get(screen("欠薪总额")))


def test_what_is_wrong_is_told_in_the_language_of_the_page(client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = text_of(answer(client, "按月说得清"))
    assert "Not answered yet: “Can you say how much is owed for which month?”" in page
    assert "还没有" not in page


def test_the_firm_that_must_pay_is_asked_for_where_a_contractor_hired(client: Client) -> None:
    answer(client, "谁招的", _="包工头个人")
    assert "总承包单位" in text_of(client.get(screen("发包单位")))
    answer(client, "发包单位", name="虚构建筑公司")
    assert unquote(client.get(screen("单位负责人"))["Location"]).endswith("/check/"), "a man has no boss"
    answer(client, "谁招的", _="公司或别的单位")
    assert client.get(screen("单位负责人")).status_code == 200


def test_who_counted_the_co_workers_twice_is_told(client: Client) -> None:
    answer(client, "欠薪总额", _="3万")
    answer(client, "有工友一起", _="是")
    answer(
        client,
        "工友",
        **{"1.工友姓名.name": "虚构甲", "1.工友欠薪": "1万"},
        **{"2.工友姓名.name": "虚构乙", "2.工友欠薪": "1万"},
    )
    page = text_of(client.get(f"{COMPLAINT}/check/"))
    assert "总额只写您自己的" in page and "50,000 元" in page
    assert "合计 20,000 元" in text_of(client.get(screen("工友")))


def crew(most: int, *, name: str = "虚构甲") -> dict[str, str]:
    """Co-workers as a page sends them, each by name."""
    return {f"工友.{count}.工友姓名.name": name for count in range(1, most + 1)}


def begun_crew(client: Client) -> str:
    answer(client, "有工友一起", _="是")
    return screen("工友")


def test_two_hundred_co_workers_are_taken_and_more_are_refused_unread(client: Client) -> None:
    here = begun_crew(client)
    assert client.post(here, crew(200)).status_code == 302
    refused = client.post(here, crew(900))
    assert refused.status_code == 400
    assert "最多填200行，现在有900行" in text_of(refused)
    again = text_of(client.get(f"{here}?at=工友:200"))
    assert 'name="工友.200.工友姓名.name"' in again
    assert 'name="工友.201.工友姓名.name"' not in again
    assert "一共 200 个" in again, "what was typed within the limit stays"


def test_the_address_does_not_grow_with_the_rows(client: Client) -> None:
    address = begun_crew(client)
    for _each in range(30):
        page = text_of(client.get(address.partition("#")[0]))
        pressed = re.search(r'name="add"\s+value="([^"]+)"', page)
        assert pressed
        empty = dict.fromkeys(re.findall(r'name="(工友\.[^"]+)"', page), "")
        address = client.post(address.partition("#")[0], {**empty, "add": pressed[1]})["Location"]
    assert unquote(address).partition("?")[2] == "row=工友:1-31&at=工友:31#f-工友.31"
    assert "第 31 个" in text_of(client.get(address.partition("#")[0]))
    filled = client.post(address.partition("#")[0], {**crew(31), "add": "工友:32"})["Location"]
    assert unquote(filled).partition("?")[2] == "row=工友:32&at=工友:32#f-工友.32", (
        "those filled in stand in the draft"
    )


def test_one_of_many_empty_rows_is_taken_away(client: Client) -> None:
    here = f"{begun_crew(client)}?row=工友:2-9"
    gone = client.post(here, {"remove": "工友:5"})["Location"]
    assert unquote(gone).partition("?")[2].startswith("row=工友:2-4.6-9#")
    page = text_of(client.get(gone.partition("#")[0]))
    assert 'name="工友.5.工友姓名.name"' not in page


@pytest.mark.parametrize("odd", ["0-99999999", "9-2", "x", "1-2-3", "-", "²", "1." * 900])
def test_odd_rows_in_an_address_do_no_harm(client: Client, odd: str) -> None:
    page = client.get(f"{begun_crew(client)}?row=工友:{odd}")
    assert page.status_code == 200
    assert text_of(page).count('class="screen-row"') <= 20


def test_rows_that_look_alike_are_drawn_once(client: Client) -> None:
    """Templates are slow: each row by itself would hold a thread for long."""
    here = begun_crew(client)
    drawn = []
    for count in (5, 20):
        client.post(here, crew(count))
        drawn.append(len([each for each in client.get(here).templates if each.name]))
    assert drawn[0] == drawn[1]


def test_what_was_typed_stands_escaped_in_its_own_row(client: Client) -> None:
    here = begun_crew(client)
    names = ["<b>甲</b>", '"乙"', "\ue0001\ue001", "丁&", "戊"]
    typed = {f"工友.{count}.工友姓名.name": name for count, name in enumerate(names, start=1)}
    client.post(here, {**typed, "工友.5.工友欠薪": "三百多"})
    page = text_of(client.get(here))
    for count, name in enumerate(names, start=1):
        written = re.search(rf'name="工友\.{count}\.工友姓名\.name"\s+value="([^"]*)"', page)
        assert written
        assert unescape(written[1]) == name
        assert f"第 {count} 个" in page
    assert "<b>甲" not in page
    assert "“三百多”不是一个金额" in page
