"""Files on the pages of a form, in its rows too: taken, refused beside their control, removed, and required."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory

from huigong.directory.principals import ANONYMOUS
from huigong.files import access, queries
from huigong.files.models import Attachment
from huigong.files.places import Place
from huigong.files.queries import FileView
from huigong.forms.drafts import Draft
from huigong.kernel.registries import Registry
from huigong.portals.shared.screens.desk import Desk
from huigong.portals.shared.screens.pages import dense_page, worker_page
from tests.unit.files import makers
from tests.unit.forms.packs import ON, form_of, simple

pytestmark = pytest.mark.django_db(transaction=True)
DRAFT, HOLDER = "test.form", "f" * 32
CHILDREN = (
    "{id: 孩子, type: repeat, ask: 哪些孩子？, fields: [{id: 名字, type: text, ask: 叫什么},"
    " {id: 户口页, type: file, ask: 拍户口页, kinds: [image], max: 2, required: true}]}"
)
PROOF = "{id: 证据, type: file, ask: 有什么证据？, required: true, unknown_ok: [以后补]}"


@pytest.fixture(autouse=True)
def places(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FILES = str(tmp_path / "files")
    monkeypatch.setattr(access, "_purposes", Registry("purpose of files"))
    access.register(
        DRAFT, lambda viewer, holder: holder in viewer.drafts, says="草稿", lapses=timedelta(days=1)
    )


class Keeper:
    """The place of one draft."""

    def held(self) -> Mapping[str, tuple[FileView, ...]]:
        return queries.held((DRAFT,), holder=HOLDER)

    def place(self, *, making: bool) -> Place | None:
        return Place(owner="o", purpose=DRAFT, holder=HOLDER)

    def shelf(self) -> tuple[FileView, ...]:
        return ()


class Kept:
    """A form whose draft lies in a variable and whose files lie in the store of the test."""

    def __init__(self, folder: Path, *fields: str) -> None:
        self.form = form_of(folder, simple(*fields))
        self.draft = Draft.begun(self.form, on=ON)

    def save(self, draft: Draft) -> None:
        self.draft = draft

    def page(
        self, screen: str = "", data: dict[str, Any] | None = None, *, address: str = "/"
    ) -> HttpResponse:
        factory = RequestFactory()
        request: Any = factory.get(address) if data is None else factory.post(address, data)
        request.session, request.user = SessionStore(), AnonymousUser()
        request.principal = ANONYMOUS.with_drafts([HOLDER])
        desk = Desk(
            self.form, self.draft, {}, ON, self.save, lambda screen: f"/{screen}", self.sent, keeper=Keeper()
        )
        files = desk.files(request)
        assert files
        desk = Desk(**vars(desk) | {"draft": files.laid_over(self.draft)})
        return worker_page(request, desk, screen) if screen else dense_page(request, desk)

    def sent(self, _lodged: object) -> HttpResponse:
        return HttpResponse("sent")


def text(response: HttpResponse) -> str:
    return unescape(response.content.decode())


def picture(name: str = "户口页.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, makers.jpeg((200 + sum(name.encode()) % 90, 100)))


def fields() -> list[str]:
    return list(Attachment.objects.order_by("pk").values_list("field", flat=True))


class TestRows:
    def test_each_row_has_files_of_its_own(self, tmp_path: Path) -> None:
        kept = Kept(tmp_path, CHILDREN)
        sent = {
            "孩子.1.名字": "大宝",
            "孩子.2.名字": "小宝",
            "孩子.2.户口页": picture(),
            "upload": "孩子.2.户口页",
        }
        assert kept.page("孩子", sent, address="/?row=孩子:2").status_code == 302
        assert fields() == ["孩子.2.户口页"]
        page = text(kept.page("孩子"))
        assert page.count("户口页.jpg") and 'value="大宝"' in page and 'value="小宝"' in page
        assert 'id="files-孩子.1.户口页"' in page and 'id="files-孩子.2.户口页"' in page

    def test_what_a_row_lacks_is_said(self, tmp_path: Path) -> None:
        kept = Kept(tmp_path, CHILDREN)
        answer = kept.page("孩子", {"孩子.1.名字": "大宝"})
        assert answer.status_code == 400 and "还没有回答“拍户口页" in text(answer)
        assert kept.page("孩子", {"孩子.1.名字": "大宝", "孩子.1.户口页": picture()}).status_code == 302

    def test_a_row_goes_with_its_files(self, tmp_path: Path) -> None:
        kept = Kept(tmp_path, CHILDREN)
        for row in ("1", "2"):
            kept.page("孩子", {f"孩子.{row}.户口页": picture(f"{row}.jpg"), "upload": "x"})
        both = {"孩子.1.名字": "大宝", "孩子.2.名字": "小宝", "remove": "孩子:1"}
        kept.page("孩子", both)
        assert fields() == ["孩子.2.户口页"]
        page = text(kept.page("孩子"))
        assert "1.jpg" not in page and "2.jpg" in page and "大宝" not in page

    def test_one_file_of_a_row_is_taken_out(self, tmp_path: Path) -> None:
        kept = Kept(tmp_path, CHILDREN)
        kept.page("孩子", {"孩子.1.户口页": picture(), "孩子.1.名字": "大宝"})
        (file,) = Keeper().held()["孩子.1.户口页"]
        remove = f"孩子.1.户口页:{file.public_id.hex}"
        kept.page("孩子", {"孩子.1.名字": "大宝", "remove": remove})
        assert fields() == [] and 'value="大宝"' in text(kept.page("孩子"))

    def test_a_refusal_stands_in_its_row(self, tmp_path: Path) -> None:
        kept = Kept(tmp_path, CHILDREN)
        sent = {"孩子.1.名字": "大宝", "孩子.1.户口页": SimpleUploadedFile("表.pdf", makers.pdf())}
        page = text(kept.page("孩子", sent))
        at = page.rindex("表.pdf：不能收")
        assert page.index('id="f-孩子.1.户口页-words"') < at < page.index('id="files-孩子.1.户口页"')
        assert 'value="大宝"' in page


class TestOneField:
    def test_it_must_be_there_or_said_to_come_later(self, tmp_path: Path) -> None:
        kept = Kept(tmp_path, PROOF)
        assert kept.page("证据", {}).status_code == 400
        assert kept.page("证据", {"证据.?": "以后补"}).status_code == 302
        assert 'value="以后补"' in text(kept.page("证据")) and "checked" in text(kept.page("证据"))
        assert kept.page("证据", {"证据": picture()}).status_code == 302
        assert "checked" not in text(kept.page("证据"))

    def test_a_dense_page_takes_them_too(self, tmp_path: Path) -> None:
        kept = Kept(tmp_path, PROOF, "{id: 名字, type: text, ask: 叫什么？}")
        sent = {"证据": picture("合同.jpg"), "名字": "虚构甲"}
        assert kept.page(data=sent).status_code == 302
        page = text(kept.page())
        assert "合同.jpg" in page and 'value="虚构甲"' in page
        assert text(kept.page(data={"名字": "虚构甲", "send": "all"})) == "sent"

    def test_where_no_file_came_that_is_said(self, tmp_path: Path) -> None:
        """None was chosen, or the parser dropped one whose name it could not read."""
        kept = Kept(tmp_path, PROOF, "{id: 名字, type: text, ask: 叫什么？}")
        answer = kept.page(data={"名字": "虚构甲", "upload": "证据"})
        assert answer.status_code == 400 and "没有收到任何文件" in text(answer)
        assert "把文件名改短" in text(answer) and 'value="虚构甲"' in text(answer)

    def test_a_refusal_keeps_what_was_typed(self, tmp_path: Path) -> None:
        kept = Kept(tmp_path, PROOF, "{id: 名字, type: text, ask: 叫什么？}")
        sent = {"证据": SimpleUploadedFile("动图.gif", makers.gif_with_page()), "名字": "虚构甲"}
        answer = kept.page(data=sent)
        assert answer.status_code == 400
        assert "动图.gif：不能收" in text(answer) and 'value="虚构甲"' in text(answer)
        assert kept.draft.typed("名字") == {"": "虚构甲"}

    def test_the_ids_of_files_cannot_be_typed(self, tmp_path: Path) -> None:
        kept = Kept(tmp_path, PROOF)
        assert kept.page("证据", {"证据": "0" * 32}).status_code == 400
        assert fields() == []
