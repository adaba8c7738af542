"""From handing in to removing: what is kept, under seal, once, and for whom."""

from __future__ import annotations

import stat
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from huigong.audit.actions import record
from huigong.audit.models import AuditEvent
from huigong.files import actions, queries, sweeping
from huigong.files.models import Attachment, StoredFile
from huigong.kernel.errors import Conflict, DomainError, Invalid, NotFound, TooMany, Unavailable
from tests.unit.files import makers
from tests.unit.files.handing import (
    CASE,
    DRAFT,
    HOLDER,
    NOW,
    OFFICER,
    PLACE,
    STRANGER,
    WORKER,
    elsewhere,
    keep,
    stored,
)

pytestmark = pytest.mark.django_db(transaction=True)


def content(file: StoredFile, viewer: Any = WORKER, **given: Any) -> bytes:
    return b"".join(queries.opened(viewer, file.public_id, now=NOW, **given).chunks)


class TestKeeping:
    def test_what_was_kept_is_read_back(self) -> None:
        text = "老板说下个月一起发".encode()
        file = keep(text, name="聊天记录.txt")
        assert content(file) == text
        assert (file.kind, file.size, file.state) == ("text", len(text), "ready")

    def test_nothing_of_it_can_be_read_in_the_folder_or_the_database(self, folder: Path) -> None:
        text = "虚构甲的聊天记录，一共三千字".encode() * 9000
        keep(text, name="和虚构老板的聊天.txt")
        for path in folder.rglob("*"):
            if path.is_file():
                assert "虚构甲".encode() not in path.read_bytes()
                assert stat.S_IMODE(path.stat().st_mode) == 0o600
                assert "聊天" not in str(path)
        raw = StoredFile.objects.raw("SELECT id, name || '' AS plain FROM files_storedfile")
        assert "聊天" not in raw[0].plain

    def test_a_picture_has_a_small_one_too(self) -> None:
        file = keep(makers.jpeg((1000, 800)))
        assert 0 < len(content(file, small=True)) < file.size

    def test_the_trail_tells_of_it_once_and_with_its_digest(self) -> None:
        file = keep()
        event = AuditEvent.objects.get(verb="files.kept")
        assert (event.person_ref, event.region) == (PLACE.person, "510400")
        assert event.data["sha256"] == file.sha256
        assert "合同" not in str(event.data)

    def test_the_same_bytes_of_one_person_are_kept_once(self, folder: Path) -> None:
        first = keep()
        there = stored(folder)
        second = keep(place=elsewhere(holder="e2"), name="另一个名字.jpg")
        assert second.pk == first.pk
        assert stored(folder) == there
        assert Attachment.objects.filter(file=first).count() == 2

    def test_the_same_bytes_of_two_people_are_two_files(self) -> None:
        assert keep().pk != keep(place=elsewhere(owner="f" * 32)).pk

    def test_handing_the_same_in_twice_changes_nothing(self) -> None:
        keep()
        keep()
        assert Attachment.objects.count() == 1

    def test_bytes_that_were_lost_are_restored_by_handing_them_in_again(self, folder: Path) -> None:
        file = keep()
        for path in folder.rglob("*"):
            if path.is_file():
                path.unlink()
        with pytest.raises(Unavailable):
            content(file)
        assert content(keep())

    def test_a_refused_file_leaves_nothing(self, folder: Path) -> None:
        with pytest.raises(Invalid):
            keep(makers.gif_with_page())
        assert not StoredFile.objects.exists() and not stored(folder)

    def test_a_place_that_nobody_registered_takes_nothing(self, folder: Path) -> None:
        with pytest.raises(ValueError, match=r"test\.unknown"):
            keep(place=elsewhere(purpose="test.unknown"))
        assert not stored(folder)


class TestNames:
    @pytest.mark.parametrize(
        ("sent", "kept"),
        [
            ("../../etc/passwd", "passwd.jpg"),
            ("..\\..\\windows\\win.ini", "win.jpg"),
            ("合同\u202egpj.exe", "合同gpj.jpg"),
            ("a\x00b\nc.jpg", "ab c.jpg"),
            ("工资条.pdf.exe", "工资条.pdf.jpg"),
            ("<script>.jpg", "script.jpg"),
            ("....", "文件.jpg"),
            ("", "文件.jpg"),
            ("长" * 500 + ".jpg", "长" * 96 + ".jpg"),
            ("半个字\ud83d.jpg", "半个字.jpg"),
        ],
    )
    def test_a_name_is_text_and_no_path(self, sent: str, kept: str, folder: Path) -> None:
        assert keep(name=sent).name == kept
        assert all(path.is_relative_to(folder) for path in folder.rglob("*"))


class TestLooking:
    def test_nobody_sees_a_file_by_default(self) -> None:
        file = keep()
        with pytest.raises(NotFound):
            content(file, STRANGER)
        with pytest.raises(NotFound):
            queries.of_place(STRANGER, purpose=DRAFT, holder=HOLDER)

    def test_a_file_that_is_not_there_is_refused_in_the_same_words(self) -> None:
        with pytest.raises(NotFound) as theirs:
            content(keep(), STRANGER)
        with pytest.raises(NotFound) as none:
            queries.opened(STRANGER, uuid4(), now=NOW)
        assert str(theirs.value) == str(none.value)

    def test_a_look_of_an_officer_is_in_the_trail_before_anything_is_given(self) -> None:
        file = keep()
        queries.opened(OFFICER, file.public_id, now=NOW)  # not one byte read
        look = AuditEvent.objects.get(verb="personal_data.read")
        assert (look.person_ref, look.purpose) == (PLACE.person, "草稿")
        assert look.data["fields"] == [f"照片 {file.public_id.hex[:8]}"]

    def test_one_sitting_is_one_look_and_the_owner_is_not_recorded(self) -> None:
        file = keep()
        officer = OFFICER.with_visit("v1")
        for small in (True, False, False):
            content(file, officer, small=small)
        content(file, WORKER)
        assert AuditEvent.objects.filter(verb="personal_data.read").count() == 1

    def test_a_file_of_nobody_registered_tells_of_the_look_itself(self) -> None:
        file = keep(place=elsewhere(person="", owner="visit"))
        content(file, OFFICER)
        look = AuditEvent.objects.get(verb="personal_data.read")
        assert look.subject == f"files.StoredFile:{file.public_id.hex}"

    def test_changed_bytes_do_not_open(self, folder: Path) -> None:
        file = keep("一二三四".encode(), name="a.txt")
        path = folder / file.key[:2] / file.key
        sealed = path.read_bytes()
        path.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
        with pytest.raises(Unavailable) as broken:
            queries.opened(WORKER, file.public_id, now=NOW)
        assert broken.value.code == "sealing.broken"

    def test_bytes_moved_to_another_files_place_do_not_open(self, folder: Path) -> None:
        one, other = keep(b"eins zwei", name="a.txt"), keep(b"drei vier", name="b.txt")
        (folder / one.key[:2] / one.key).replace(folder / other.key[:2] / other.key)
        with pytest.raises(Unavailable):
            content(other)


class TestAttaching:
    def test_from_a_draft_to_the_case(self) -> None:
        file = keep()
        actions.attach(file_id=file.public_id, place=elsewhere(purpose=CASE), by=WORKER, now=NOW)
        listed = queries.of_place(OFFICER, purpose=CASE, holder=HOLDER)
        assert [view.public_id for view in listed] == [file.public_id]
        assert AuditEvent.objects.filter(verb="files.attached").count() == 1

    def test_nobody_attaches_what_they_may_not_see(self) -> None:
        with pytest.raises(NotFound):
            actions.attach(file_id=keep().public_id, place=elsewhere(purpose=CASE), by=STRANGER, now=NOW)

    def test_the_order_is_the_senders(self) -> None:
        files = [keep(f"第 {number} 页".encode(), name=f"{number}.txt") for number in range(3)]
        order = [files[2].public_id, files[0].public_id]
        actions.arrange(order=order, place=PLACE, by=WORKER, now=NOW)
        listed = queries.of_place(WORKER, purpose=DRAFT, holder=HOLDER)
        assert [view.name for view in listed] == ["2.txt", "0.txt", "1.txt"]


class TestRemoving:
    def test_the_bytes_go_with_the_last_place(self, folder: Path) -> None:
        file = keep()
        actions.attach(file_id=file.public_id, place=elsewhere(holder="e2"), by=WORKER, now=NOW)
        actions.remove(file_id=file.public_id, place=PLACE, by=WORKER, now=NOW)
        assert len(stored(folder)) == 2
        actions.remove(file_id=file.public_id, place=elsewhere(holder="e2"), by=WORKER, now=NOW)
        assert stored(folder) == []
        file.refresh_from_db()
        assert (file.state, file.name) == ("deleted", "")

    def test_what_was_sent_to_an_office_stays(self) -> None:
        file = keep(place=elsewhere(purpose=CASE))
        with pytest.raises(Conflict) as refused:
            actions.remove(file_id=file.public_id, place=elsewhere(purpose=CASE), by=WORKER, now=NOW)
        assert refused.value.code == "files.must_be_kept"

    def test_what_was_removed_can_be_handed_in_again(self) -> None:
        file = keep()
        actions.remove(file_id=file.public_id, place=PLACE, by=WORKER, now=NOW)
        assert content(keep())
        assert StoredFile.objects.count() == 2

    def test_nobody_removes_what_is_not_theirs(self) -> None:
        file = keep()
        with pytest.raises(NotFound):
            actions.remove(file_id=file.public_id, place=PLACE, by=STRANGER, now=NOW)


class TestLimits:
    def test_a_place_takes_only_so_many(self) -> None:
        place = elsewhere(most=2)
        keep(b"1", name="1.txt", place=place)
        keep(b"2", name="2.txt", place=place)
        with pytest.raises(Conflict) as refused:
            keep(b"3", name="3.txt", place=place)
        assert refused.value.code == "files.too_many"

    def test_a_case_holds_only_so_much(self, settings: Any) -> None:
        settings.FILES_PER_PLACE = 1
        keep(b"a" * 700_000, name="1.txt")
        with pytest.raises(Conflict) as refused:
            keep(b"b" * 700_000, name="2.txt")
        assert refused.value.code == "files.place_full"
        keep(b"b" * 700_000, name="2.txt", place=elsewhere(holder="e2"))

    def test_a_person_hands_in_only_so_much_a_day(self, settings: Any) -> None:
        settings.FILES_PER_DAY = 1
        keep(b"a" * 700_000, name="1.txt")
        with pytest.raises(TooMany):
            keep(b"b" * 700_000, name="2.txt", place=elsewhere(holder="e2"))
        keep(b"b" * 700_000, name="2.txt", now=NOW + timedelta(days=1, seconds=1))


class TestSweeping:
    def test_drafts_lapse_and_cases_stay(self, folder: Path) -> None:
        file = keep()
        sent = keep("交了的".encode(), name="a.txt", place=elsewhere(purpose=CASE))
        later = NOW + timedelta(days=11)
        swept = sweeping.sweep(by=OFFICER, now=later)
        assert (swept.lapsed, swept.lost) == (1, ())
        file.refresh_from_db()
        assert file.state == "deleted"
        assert content(sent)
        assert AuditEvent.objects.get(verb="files.lapsed").person_ref == PLACE.person

    def test_a_draft_that_is_lodged_while_the_sweep_runs_is_kept(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, lodged = (
            keep(),
            keep("证据".encode(), name="a.txt", place=elsewhere(holder="e2", field="证据")),
        )
        case = elsewhere(purpose=CASE, holder="e-case")

        def lodge_meanwhile(**given: Any) -> AuditEvent:
            monkeypatch.setattr(sweeping, "record", record)
            wanted = [("证据", lodged.public_id)]
            actions.hand_over(wanted=wanted, draft=(DRAFT, "e2"), place=case, by=WORKER, now=NOW)
            return record(**given)

        monkeypatch.setattr(sweeping, "record", lodge_meanwhile)
        assert sweeping.sweep(by=OFFICER, now=NOW + timedelta(days=11)).lapsed == 1
        first.refresh_from_db()
        assert first.state == "deleted"
        assert content(lodged)

    def test_a_draft_that_was_sent_lives_on_in_the_case(self) -> None:
        file = keep()
        actions.attach(file_id=file.public_id, place=elsewhere(purpose=CASE), by=WORKER, now=NOW)
        sweeping.sweep(by=OFFICER, now=NOW + timedelta(days=11))
        assert content(file)

    @pytest.mark.parametrize(("day", "lapsed"), [(0, 0), (1, 1)])
    def test_the_last_day_that_it_must_be_kept_is_kept(self, day: int, lapsed: int) -> None:
        keep(place=elsewhere(purpose=CASE), keep_until=date(2026, 3, 2))
        assert sweeping.sweep(by=OFFICER, now=NOW + timedelta(days=day)).lapsed == lapsed

    def test_bytes_without_a_row_are_removed_after_a_day(self, folder: Path) -> None:
        file = keep()
        orphan = folder / "ab" / ("ab" + "0" * 30)
        unfinished = folder / "ab" / f".{'ab' + '1' * 30}-x.part"
        orphan.parent.mkdir(exist_ok=True)
        for path in (orphan, unfinished):
            path.write_bytes(b"half")
        young = sweeping.sweep(by=OFFICER, now=NOW)
        assert young.orphans == 0 and orphan.exists() and unfinished.exists()
        far = NOW + timedelta(days=3650)
        Attachment.objects.update(attached_at=far)
        swept = sweeping.sweep(by=OFFICER, now=far)
        assert swept.orphans == 2 and not orphan.exists() and not unfinished.exists()
        assert content(file)

    def test_a_row_without_bytes_is_an_alarm(self, folder: Path) -> None:
        whole, lost = keep(), keep(b"weg", name="a.txt")
        (folder / lost.key[:2] / lost.key).unlink()
        swept = sweeping.sweep(by=OFFICER, now=NOW)
        assert swept.lost == (f"files.StoredFile:{lost.public_id.hex}",)
        assert content(whole)


def test_a_store_that_cannot_be_written_is_said_and_leaves_no_row(folder: Path) -> None:
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("a file where the folder should be")
    with pytest.raises(DomainError) as error:
        keep()
    assert error.value.code == "files.store"
    assert not StoredFile.objects.exists()
