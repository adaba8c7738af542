"""A letter goes out whole or not at all, under a number of its own, and stays what it was."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from io import BytesIO

import pikepdf
import pytest
from django.db import connection, transaction

from huigong.audit.models import AuditEvent
from huigong.kernel.errors import DomainError
from huigong.kernel.registries import Registry
from huigong.kernel.timelimits import Measure, TimeLimit
from huigong.notices import keeping, queries
from huigong.notices.actions import issuing
from huigong.notices.actions.issuing import issue, issue_many
from huigong.notices.actions.reprinting import reprint
from huigong.notices.actions.serving import serve
from huigong.notices.letters import Code, Paper
from huigong.notices.models import Notice, NoticeSeries, NoticeService, ServiceOutcome, UnservedNotice
from huigong.notices.templates import Template
from huigong.notices.ways import Way
from tests.unit.notices.reading import text_of
from tests.unit.notices.shelf import CLERK, ISSUER, VALUES, Shelf, draft

NOW = datetime(2016, 6, 2, 2, 0, tzinfo=UTC)
TODAY = date(2016, 6, 2)


def next_ways(notice: Notice) -> tuple[Way, ...]:
    return queries.next_ways(notice, notice.services.order_by("pk"))


@pytest.mark.django_db
class TestOne:
    def test_what_was_issued_is_kept_with_its_hash_and_recorded(
        self, template: Template, shelf: Shelf
    ) -> None:
        notice = issue(draft=draft(template), by=CLERK, now=NOW)
        assert notice.number == "虚构人社筝决〔2016〕1号"
        assert (notice.template, notice.valid_from) == ("kite-refusal", date(2016, 1, 1))
        text = text_of(queries.content(notice))
        assert notice.number in text and "虚构一：" in text and "可以在某某日内申请复议" in text
        event = AuditEvent.objects.get(verb="notices.notice.issued")
        assert event.data["digest"] == notice.digest
        assert event.subject == "casework.Case:0"

    def test_who_it_is_to_is_sealed(self, template: Template, shelf: Shelf) -> None:
        issue(draft=draft(template), by=CLERK, now=NOW)
        with connection.cursor() as cursor:
            cursor.execute("SELECT recipient FROM notices_notice")
            assert "虚构一" not in cursor.fetchone()[0]

    def test_bytes_that_changed_are_not_handed_out(self, template: Template, shelf: Shelf) -> None:
        notice = issue(draft=draft(template), by=CLERK, now=NOW)
        (shelf.folder / notice.kept).write_bytes(b"%PDF-1.7 something else")
        with pytest.raises(DomainError) as refused:
            queries.content(notice)
        assert refused.value.code == "notice.changed"

    def test_the_code_to_verify_it_is_made_for_its_number(self, template: Template, shelf: Shelf) -> None:
        def code_of(letter: object) -> Code:
            number = letter.number  # type: ignore[attr-defined]
            return Code(b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', f"核对{number}")

        notice = issue(draft=draft(template, code_of=code_of), by=CLERK, now=NOW)
        assert f"核对{notice.number}" in text_of(queries.content(notice))

    def test_a_reprint_says_so_on_every_page_and_shows_what_was_served(
        self, template: Template, shelf: Shelf
    ) -> None:
        long = {**VALUES, "补充": "很长的一段话。" * 400}
        notice = issue(draft=draft(template, values=long), by=CLERK, now=NOW)
        original = queries.content(notice)
        again = reprint(notice=notice, by=CLERK, now=NOW + timedelta(days=30))
        with pikepdf.open(BytesIO(again)) as pdf:
            pages = len(pdf.pages)
        assert pages > 1
        assert text_of(again).count("补印件") == pages
        assert "2016年7月2日" in text_of(again) and notice.digest[:16] in text_of(again)
        assert notice.number in text_of(again)
        assert queries.content(notice) == original
        assert AuditEvent.objects.filter(verb="notices.notice.reprinted").count() == 1

    def test_a_correction_is_a_letter_of_its_own_about_the_same_thing(
        self, template: Template, shelf: Shelf
    ) -> None:
        first = issue(draft=draft(template), by=CLERK, now=NOW)
        second = issue(draft=draft(template, corrects=first), by=CLERK, now=NOW)
        assert (second.corrects, second.number) == (first, "虚构人社筝决〔2016〕2号")
        with pytest.raises(DomainError) as refused:
            issue(draft=draft(template, corrects=first, about="casework.Case:1"), by=CLERK, now=NOW)
        assert refused.value.code == "notice.corrects_itself"

    def test_paper_that_the_notice_does_not_know_is_refused(self, template: Template, shelf: Shelf) -> None:
        assert issue(draft=draft(template, paper=Paper.RECEIPT), by=CLERK, now=NOW).paper == "receipt80"
        with pytest.raises(DomainError) as refused:
            issue(draft=draft(template, paper=Paper.STAMP), by=CLERK, now=NOW)
        assert refused.value.code == "notice.paper"


@pytest.mark.django_db
class TestNumbers:
    def test_they_run_by_office_series_and_year(self, template: Template, shelf: Shelf) -> None:
        other = replace(ISSUER, office="510403/police", code="虚构公安")
        drafts = [draft(template), draft(template, issuer=other), draft(template)]
        numbers = [notice.number for notice in issue_many(drafts=drafts, by=CLERK, now=NOW)]
        assert numbers == ["虚构人社筝决〔2016〕1号", "虚构公安筝决〔2016〕1号", "虚构人社筝决〔2016〕2号"]
        next_year = issue(draft=draft(template), by=CLERK, now=NOW + timedelta(days=365))
        assert next_year.number == "虚构人社筝决〔2017〕1号"

    @pytest.mark.parametrize("changed", [
        {"values": {**VALUES, "依据": ""}},
        {"recipient": "ꀀ"},
    ])  # fmt: skip
    def test_a_letter_that_is_refused_uses_none_up(
        self, template: Template, shelf: Shelf, changed: dict[str, object]
    ) -> None:
        issue(draft=draft(template), by=CLERK, now=NOW)
        with pytest.raises(DomainError):
            issue(draft=draft(template, **changed), by=CLERK, now=NOW)
        assert issue(draft=draft(template), by=CLERK, now=NOW).number.endswith("2号")

    def test_a_full_disk_leaves_nothing_half(self, template: Template, shelf: Shelf) -> None:
        shelf.full = True
        with pytest.raises(OSError, match="no space"):
            issue_many(drafts=[draft(template)] * 3, by=CLERK, now=NOW)
        assert not Notice.objects.exists() and not NoticeSeries.objects.exists()
        assert not AuditEvent.objects.filter(verb="notices.notice.issued").exists()

    def test_without_a_place_to_keep_it_nothing_goes_out(
        self, template: Template, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(keeping, "_keepers", Registry("keeper of letters"))
        with pytest.raises(DomainError) as refused:
            issue(draft=draft(template), by=CLERK, now=NOW)
        assert refused.value.code == "notice.no_keeper"

    def test_the_questions_of_a_batch_grow_by_what_is_written_only(
        self, template: Template, shelf: Shelf, django_assert_max_num_queries
    ) -> None:
        with django_assert_max_num_queries(2 + 9 + 2 * 20):
            issue_many(drafts=[draft(template)] * 20, by=CLERK, now=NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has one writer, and its test database one connection"
)
def test_many_windows_at_once_leave_no_gap_and_share_no_number(template: Template, shelf: Shelf) -> None:
    def window(_: int) -> list[str]:
        try:
            return [notice.number for notice in issue_many(drafts=[draft(template)] * 3, by=CLERK, now=NOW)]
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        numbers = [number for some in pool.map(window, range(6)) for number in some]
    assert sorted(numbers) == sorted(f"虚构人社筝决〔2016〕{number}号" for number in range(1, 19))


@pytest.mark.django_db
class TestService:
    @pytest.fixture
    def notice(self, template: Template, shelf: Shelf) -> Notice:
        return issue(draft=draft(template), by=CLERK, now=NOW)

    def try_to(self, notice: Notice, way: str, **changed: object) -> NoticeService:
        given = {
            "outcome": ServiceOutcome.DONE,
            "happened_on": TODAY,
            "proof": "邮件编号 123",
            "limit_of": lambda name: TimeLimit(30, Measure.NATURAL_DAY, f"虚构第六条（{name}）"),
            "by": CLERK,
            "now": NOW,
        }
        return serve(notice=notice, way_id=way, **{**given, **changed})

    def test_signed_for_it_is_served_that_day_and_published_after_its_time(self, notice: Notice) -> None:
        assert self.try_to(notice, "当面").deemed_on == TODAY
        published = self.try_to(notice, "公告")
        # Thirty days end on Saturday 2 July; the working day after is never against whom it is served on.
        assert published.deemed_on == date(2016, 7, 4)
        assert published.clause == "100000/kites#第六条"

    def test_what_failed_deems_nothing_and_says_what_to_try_next(self, notice: Notice) -> None:
        failed = self.try_to(notice, "当面", outcome=ServiceOutcome.FAILED, proof="没有人在家")
        assert failed.deemed_on is None
        assert [way.id for way in next_ways(notice)] == ["邮寄", "公告"]
        self.try_to(notice, "邮寄", outcome=ServiceOutcome.FAILED, proof="退回")
        assert [way.id for way in next_ways(notice)] == ["公告"]
        self.try_to(notice, "公告", outcome=ServiceOutcome.FAILED, proof="报纸没有登")
        assert next_ways(notice) == ()

    def test_what_was_served_needs_nothing_more(self, notice: Notice) -> None:
        assert next_ways(notice) == (), "nothing was tried"
        self.try_to(notice, "当面", outcome=ServiceOutcome.FAILED, proof="没有人在家")
        self.try_to(notice, "邮寄")
        assert next_ways(notice) == ()

    def test_a_letter_stands_among_the_unserved_until_it_has_reached_somebody(self, notice: Notice) -> None:
        def unserved() -> list[tuple[object, ...]]:
            return list(UnservedNotice.objects.values_list("notice", "office", "region", "person_ref"))

        waits = [(notice.pk, notice.office, notice.region, notice.person_ref)]
        assert unserved() == waits
        self.try_to(notice, "当面", outcome=ServiceOutcome.FAILED, proof="没有人在家")
        UnservedNotice.objects.all().delete()
        import_module("huigong.notices.migrations.0006_mark_unserved").mark(None, connection.schema_editor())
        assert unserved() == waits, "letters of before are found when the database is brought up to date"
        self.try_to(notice, "邮寄")
        assert unserved() == []

    @pytest.mark.parametrize(("way", "changed", "code"), [
        ("飞鸽", {}, "notice.way_unknown"),
        ("当面", {"proof": " "}, "notice.no_proof"),
        ("当面", {"happened_on": date(2016, 6, 3)}, "notice.day_ahead"),
        ("当面", {"happened_on": date(2016, 6, 1)}, "notice.day_ahead"),
    ])  # fmt: skip
    def test_what_cannot_be_is_refused(
        self, notice: Notice, way: str, changed: dict[str, object], code: str
    ) -> None:
        with pytest.raises(DomainError) as refused:
            self.try_to(notice, way, **changed)
        assert refused.value.code == code
        assert not NoticeService.objects.exists()

    def test_while_a_rule_is_not_verified_no_day_is_deemed(self) -> None:
        from huigong.kernel import packs
        from huigong.kernel.packs import Report
        from huigong.notices.templates import read_notices

        ways = {way.id: way for way in read_notices(packs.PACKAGE.parent / "policies", Report()).ways}
        assert ways["邮寄"].deemed_on(TODAY, limit_of=lambda _: None) == TODAY  # type: ignore[arg-type, return-value]
        for way in ("留置", "公告"):
            assert ways[way].deemed_on(TODAY, limit_of=lambda _: None) is None  # type: ignore[arg-type, return-value]

    def test_the_letters_of_a_thing_and_their_service_are_two_questions(
        self, notice: Notice, django_assert_num_queries
    ) -> None:
        self.try_to(notice, "当面")
        with django_assert_num_queries(2):
            rows = [
                (row.number, [each.way for each in row.services.all()])
                for row in queries.about("casework.Case:0")
            ]
        assert rows == [(notice.number, ["当面"])]


@pytest.mark.django_db
def test_a_batch_larger_than_one_transaction_is_issued_whole(
    template: Template, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issuing, "AT_ONCE", 3)
    with transaction.atomic():
        notices = issue_many(drafts=[draft(template)] * 7, by=CLERK, now=NOW)
    assert [notice.number[-2:] for notice in notices] == [f"{number}号" for number in range(1, 8)]
