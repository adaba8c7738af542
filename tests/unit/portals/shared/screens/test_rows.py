"""Many rows of a repeat: several at once, a list read into rows, and a page of them at a time."""

from __future__ import annotations

import gzip
import re
from html import unescape
from urllib.parse import unquote

import pytest
from django.test import Client

from huigong.forms.drafts import Draft
from tests.unit.portals.shared.screens.test_meanwhile import drawn
from tests.unit.portals.shared.screens.test_pages import COMPLAINT, answer, begun_crew, crew, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.unit.portals.shared.screens.gallery")]
DENSE = f"{COMPLAINT}/dense/"
LIST = "list:工友"


def page_of(client: Client, address: str) -> str:
    return unescape(text_of(client.get(address.partition("#")[0])))


def inputs(page: str, field: str = "工友") -> dict[str, str]:
    """What a browser would send of the rows on a page, its hidden fields among it."""
    rows = re.findall(rf'name="({field}[.][^"]+)"\s+value="([^"]*)"', page)
    hidden = re.findall(r'<input type="hidden" name="(rows|drawn)" value="([^"]*)"', page)
    return dict((*rows, *hidden))


def buttons(page: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}"\s+value="([^"]+)"', page)


def names(client: Client) -> list[str]:
    """Everybody in the form, in order, as its draft keeps them."""
    typed = Draft.from_json(client.session["draft-wage-complaint"]).typed("工友")
    return [text for part, text in typed.items() if part.endswith(".name") and text]


def test_five_empty_rows_are_asked_for_at_once(client: Client) -> None:
    here = begun_crew(client)
    one, five = buttons(page_of(client, here), "add")
    assert (one, five) == ("工友:2", "工友:2-6")
    more = client.post(here, {**crew(1), "add": five})["Location"]
    assert unquote(more).partition("?")[2] == "row=工友:2-6#f-工友.2"
    page = page_of(client, more)
    assert "第 6 个" in page and "第 7 个" not in page
    assert buttons(page, "add")[1] == "工友:7-11"


def test_no_more_rows_are_offered_than_the_field_takes(client: Client) -> None:
    here = begun_crew(client)
    client.post(here, crew(197))
    assert buttons(page_of(client, here), "add") == ["工友:198"], "five more would be too many"
    client.post(here, crew(200))
    assert buttons(page_of(client, here), "add") == []


def test_a_list_is_read_into_rows_and_shown_before_anything_goes_on(client: Client) -> None:
    here = begun_crew(client)
    listed = "姓名 电话 欠薪\n1. 虚构乙 13900000012 5,200元\n虚构丙\t三千\t13900000013\n虚 丁，一二三，800"
    read = client.post(here, {**crew(1), LIST: listed})
    assert unquote(read["Location"]).endswith("#f-工友.2"), "下一步 alone does not go past it"
    page = page_of(client, read["Location"])
    stands = {name: value for name, value in inputs(page).items() if name.startswith("工友.")}
    assert stands == {
        "工友.1.工友姓名.name": "虚构甲",
        "工友.1.工友姓名.phone": "",
        "工友.1.工友欠薪": "",
        "工友.2.工友姓名.name": "虚构乙",
        "工友.2.工友姓名.phone": "13900000012",
        "工友.2.工友欠薪": "5200元",
        "工友.3.工友姓名.name": "虚构丙",
        "工友.3.工友姓名.phone": "13900000013",
        "工友.3.工友欠薪": "三千",
        "工友.4.工友姓名.name": "虚丁",
        "工友.4.工友姓名.phone": "一二三",
        "工友.4.工友欠薪": "800",
    }
    assert "电话号码不对" in page, "what can be read nowhere stands to be put right"


def test_a_list_with_another_button_is_read_all_the_same(client: Client) -> None:
    here = begun_crew(client)
    for button in ({"add": "工友:2"}, {"paste": "工友"}):
        client.post(here, {**crew(1), LIST: "虚构乙 800", **button})
        assert "虚构乙" in names(client)
    assert client.post(here, {**crew(1), "paste": "工友"}).status_code == 302


def test_of_a_list_that_is_too_long_the_first_rows_stay(client: Client) -> None:
    here = begun_crew(client)
    lines = [f"虚构{count} 800" for count in range(1, 901)]
    refused = client.post(here, {**crew(2), LIST: "\n".join(lines), "paste": "工友"})
    assert refused.status_code == 400
    assert "最多填200行，现在有902行，从“虚构199 800”这行起没有留下" in text_of(refused)
    assert len(names(client)) == 200


def test_a_whole_form_on_one_page_reads_a_list_before_it_is_sent(client: Client) -> None:
    begun_crew(client)
    sent = client.post(DENSE, {"有工友一起": "是", **crew(1), LIST: "虚构乙 800", "send": "all"})
    assert sent["Location"].startswith("/gallery/wage-complaint/dense/")
    assert 'value="虚构乙"' in page_of(client, sent["Location"])


def test_two_hundred_rows_are_a_page_at_a_time(client: Client) -> None:
    here = begun_crew(client)
    client.post(here, {name: f"虚构{count}" for count, name in enumerate(crew(200), start=1)})
    page = page_of(client, here)
    assert page.count('class="screen-row"') == 20 and "第 1—20 个，一共 200 个" in page
    assert len(text_of(client.get(here)).encode()) < 70_000 and len(gzip.compress(page.encode())) < 20_000
    turn = client.post(here, {**inputs(page), "工友.7.工友欠薪": "700", "turn": buttons(page, "turn")[0]})
    assert unquote(turn["Location"]).partition("?")[2] == "at=工友:21#f-工友.21"
    second = page_of(client, turn["Location"])
    assert "第 21—40 个" in second and 'value="虚构21"' in second
    client.post(turn["Location"].partition("#")[0], {**inputs(second), "工友.21.工友姓名.name": "虚构廿一"})
    everybody = names(client)
    assert len(everybody) == 200
    assert everybody[19:22] == ["虚构20", "虚构廿一", "虚构22"], "the order stays, and so do all other pages"
    assert 'value="700"' in page_of(client, here)


def test_the_list_to_look_over_has_as_many_rows_as_a_page_and_says_how_to_see_the_rest(
    client: Client,
) -> None:
    here = begun_crew(client)
    everybody = [f"虚构{chr(ord('一') + count)}" for count in range(200)]
    client.post(here, {
        part: text
        for row, name in enumerate(everybody, start=1)
        for part, text in ((f"工友.{row}.工友姓名.name", name), (f"工友.{row}.工友欠薪", "800"))
    })  # fmt: skip
    look_over = page_of(client, f"{COMPLAINT}/check/")
    assert everybody[19] in look_over and everybody[20] not in look_over
    assert "一共200个，这里只列出前20个。其余的请按“改”，一页一页地看。" in look_over
    assert len(text_of(client.get(f"{COMPLAINT}/check/")).encode()) < 70_000


def test_a_row_is_taken_away_and_added_where_not_all_stand_on_the_page(client: Client) -> None:
    here = begun_crew(client)
    client.post(here, {name: f"虚构{count}" for count, name in enumerate(crew(45), start=1)})
    at = f"{here}?at=工友:41"
    page = page_of(client, at)
    gone = client.post(at, {**inputs(page), "remove": "工友:41"})["Location"]
    assert "at=工友:42" in unquote(gone)
    page = page_of(client, gone)
    assert "第 41—44 个，一共 44 个" in page
    more = client.post(gone.partition("#")[0], {**inputs(page), "add": buttons(page, "add")[0]})["Location"]
    page = page_of(client, more)
    assert unquote(more).endswith("#f-工友.46") and 'name="工友.46.工友姓名.name"' in page
    assert len(names(client)) == 44


def test_what_is_wrong_on_another_page_is_shown_there(client: Client) -> None:
    here = begun_crew(client)
    wrong = {f"工友.{count}.工友欠薪": "三百多" for count in (30, 31)}
    client.post(here, crew(45))
    page = page_of(client, f"{here}?at=工友:30")
    client.post(f"{here}?at=工友:30", {**inputs(page), **wrong, "turn": "工友:1"})
    first = page_of(client, f"{here}?at=工友:1")
    assert "三百多" not in first
    refused = client.post(f"{here}?at=工友:1", inputs(first))
    shown = unescape(text_of(refused))
    assert refused.status_code == 400 and 'value="三百多"' in shown and 'name="工友.30.工友欠薪"' in shown
    dense = page_of(client, f"{DENSE}?at=工友:1")
    (way,) = re.findall(r'<a href="([^"]+)">[^<]*三百多[^<]*</a>', dense)[:1]
    assert 'name="工友.30.工友欠薪"' in page_of(
        client, way.replace("?", f"{DENSE}?", 1) if way[0] == "?" else way
    )


def test_two_windows_of_a_page_of_rows(client: Client) -> None:
    here = begun_crew(client)
    client.post(here, crew(45))
    page = page_of(client, here)
    mine = {**inputs(page), **drawn(client.get(here))}
    client.post(here, {**mine, "工友.1.工友欠薪": "100"})
    clash = client.post(here, {**mine, "工友.2.工友欠薪": "200"})
    assert clash.status_code == 400 and "在别的页面改成了" in unescape(text_of(clash))
    assert len(names(client)) == 45


def test_odd_marks_of_rows_do_no_harm(client: Client) -> None:
    here = begun_crew(client)
    client.post(here, crew(3))
    for odd in ("", ":", "工友", "工友:", "工友:x", "工友:0-99999999", "别的:1.2", "工友:1." + "9." * 500):
        assert client.post(here, {"rows": odd, **crew(3)}).status_code == 302, odd
        assert client.get(here, {"at": odd}).status_code == 200, odd
    assert len(names(client)) == 3
    answer(client, "有工友一起", _="否")
