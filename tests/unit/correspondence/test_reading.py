"""Who reads which letter, how it is served, and what a stranger learns of it: whole or not, and whose."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, timedelta

import pikepdf
import pytest

from huigong.audit.models import AuditEvent
from huigong.casework.models import Case, Party
from huigong.casework.procedures.roles import PartyKind, Role
from huigong.correspondence import lists, queries
from huigong.correspondence.actions import delivery, letters
from huigong.directory.principals import ANONYMOUS, Principal
from huigong.files.models import StoredFile
from huigong.kernel.errors import DomainError
from huigong.notices import queries as notices
from huigong.notices.letters import Letter, paragraphs
from huigong.notices.models import Notice
from huigong.registry.actions import claiming, people
from huigong.registry.models import Person
from tests.unit.casework.desk import (
    HOUSING_OFFICER,
    LEADING_GROUP,
    NOW,
    OFFICER_FAR,
    PERMIT,
    POLICE_OFFICER,
    TODAY,
    applicant,
    lodge,
    worker,
)
from tests.unit.notices.reading import text_of
from tests.unit.registry.someone import CLERK, new_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Person:
    return applicant()


@pytest.fixture
def letter(owner: Person) -> Notice:
    case = lodge(owner, service=PERMIT)
    done = letters.issue_with_move(
        move="accept", case_id=case.public_id.hex, form={}, given={}, by=POLICE_OFFICER, now=NOW
    )
    return done.issued[0]


def join(role: Role, sequence: int) -> Principal:
    """Somebody else who stands in the case."""
    case, person = Case.objects.get(), applicant(sequence)
    Party.objects.create(case=case, role=role, kind=PartyKind.PERSON, person=person, joined_on=TODAY)
    return worker(person)


def mine(viewer: Principal) -> list[str]:
    return [row.number for row in queries.own(viewer, Case.objects.get().public_id.hex, on=TODAY)]


def test_the_applicant_reads_it_byte_for_byte(letter: Notice, owner: Person) -> None:
    assert mine(worker(owner)) == [letter.number]
    number, content = queries.own_pdf(worker(owner), letter.public_id.hex)
    assert (number, content) == (letter.number, notices.content(letter))


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        (Role.REPORTER, False),
        (Role.RESPONDENT, False),
        (Role.CONCERNED, False),
        (Role.AGENT, True),
        (Role.REPRESENTATIVE, True),
    ],
)
def test_others_in_the_case_read_what_their_part_allows(letter: Notice, role: Role, *, reads: bool) -> None:
    viewer = join(role, 2)
    assert bool(mine(viewer)) is reads
    if reads:
        assert queries.own_pdf(viewer, letter.public_id.hex)
    else:
        with pytest.raises(DomainError) as refused:
            queries.own_pdf(viewer, letter.public_id.hex)
        assert refused.value.code == "notice.not_found"


def test_a_reporter_reads_a_letter_that_is_to_the_reporter(letter: Notice) -> None:
    reporter = join(Role.REPORTER, 2)
    issuer = {"template": letter.template, "valid_from": letter.valid_from, "office": letter.office}
    Notice.objects.create(
        number="虚构答〔2016〕1号", name="答复", paper="a4", region=letter.region, about=letter.about,
        person_ref=reporter.person_id, recipient="虚构二", kept="-", digest="-", issued_at=NOW,
        issued_by="-", **issuer,
    )  # fmt: skip
    assert mine(reporter) == ["虚构答〔2016〕1号"]


def test_a_stranger_has_no_letters(letter: Notice) -> None:
    for viewer in (worker(applicant(3)), ANONYMOUS):
        assert mine(viewer) == []
        with pytest.raises(DomainError) as refused:
            queries.own_pdf(viewer, letter.public_id.hex)
        assert refused.value.code == "notice.not_found"


def test_who_stands_in_it_no_longer_reads_no_longer(letter: Notice) -> None:
    agent = join(Role.AGENT, 2)
    Party.objects.filter(role=Role.AGENT).update(left_on=TODAY)
    assert mine(agent) == []


def test_officials_read_it_with_the_case_and_each_look_is_in_the_trail(letter: Notice) -> None:
    with pytest.raises(DomainError, match="目的"):
        queries.pdf(POLICE_OFFICER, letter.public_id.hex, now=NOW)
    with pytest.raises(DomainError, match="全文"):
        queries.pdf(LEADING_GROUP.with_purpose("核对"), letter.public_id.hex, now=NOW)
    queries.pdf(POLICE_OFFICER.with_purpose("核对"), letter.public_id.hex, now=NOW)
    look = AuditEvent.objects.filter(verb="personal_data.read").order_by("pk").last()
    assert look and look.data["fields"] == [f"文书 {letter.number}"]
    for stranger in (HOUSING_OFFICER, OFFICER_FAR):
        with pytest.raises(DomainError) as refused:
            queries.pdf(stranger, letter.public_id.hex, now=NOW)
        assert refused.value.code == "notice.not_found"


def test_only_its_office_serves_it_and_prints_it_again(letter: Notice) -> None:
    assert queries.serving(LEADING_GROUP, letter.public_id.hex) is None
    given = {"letter_id": letter.public_id.hex, "by": LEADING_GROUP, "now": NOW}
    served = {"way": "当面", "done": True, "happened_on": TODAY, "proof": "本人签名"}
    for act in (
        lambda: delivery.record_service(**served, **given),
        lambda: delivery.print_again(**given),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "access.denied"


def test_a_failed_attempt_says_what_may_follow_and_a_good_one_when_limits_run(
    letter: Notice, owner: Person
) -> None:
    given = {"letter_id": letter.public_id.hex, "by": POLICE_OFFICER, "now": NOW + timedelta(days=2)}
    first = {"way": "手机", "done": False, "happened_on": TODAY, "proof": "没有用手机收文书的同意"}
    delivery.record_service(**first, **given)
    serving = queries.serving(POLICE_OFFICER, letter.public_id.hex)
    assert serving and [way.id for way in serving.next] == ["当面", "邮寄"]
    (before,) = lists.unserved(POLICE_OFFICER, on=TODAY, page=1, size=50)
    assert before.counts_from is None
    second = {"way": "邮寄", "done": True, "happened_on": date(2016, 6, 3), "proof": "回执 0001"}
    delivery.record_service(**second, **given)
    assert lists.unserved(POLICE_OFFICER, on=TODAY, page=1, size=50) == ()
    (own,) = queries.own(worker(owner), Case.objects.get().public_id.hex, on=TODAY)
    assert own.counts_from == date(2016, 6, 3)


def test_printed_again_it_says_so_and_the_original_stays(letter: Notice) -> None:
    before = notices.content(letter)
    _, again = delivery.print_again(letter_id=letter.public_id.hex, by=POLICE_OFFICER, now=NOW)
    assert "补印件" in text_of(again)
    assert notices.content(letter) == before and "补印件" not in text_of(before)


def test_a_letter_of_before_two_records_became_one_stays_one_s_own(owner: Person, letter: Notice) -> None:
    Person.objects.filter(pk=owner.pk).update(assurance="phone")
    record = people.register(by=CLERK, now=NOW, **asdict(new_person(1)))
    claiming.check_papers(by=CLERK, now=NOW, person_id=owner.public_id.hex, shown="居民身份证")
    assert list(Person.objects.all()) == [record]
    assert mine(worker(record)) == [letter.number]
    assert queries.own_pdf(worker(record), letter.public_id.hex)[0] == letter.number
    assert mine(join(Role.RESPONDENT, 4)) == []


def test_a_day_is_printed_at_once(letter: Notice) -> None:
    second = lodge(applicant(5), service=PERMIT).public_id.hex
    letters.issue_with_move(
        move="accept", case_id=second, form={}, given={}, by=POLICE_OFFICER, now=NOW + timedelta(hours=2)
    )
    made = lists.print_of_day(POLICE_OFFICER, TODAY, mine=True, portion=1, now=NOW)
    assert "虚构一：" in text_of(made) and "虚构五：" in text_of(made)
    for viewer, day in ((HOUSING_OFFICER, TODAY), (POLICE_OFFICER, TODAY + timedelta(days=1))):
        with pytest.raises(DomainError) as refused:
            lists.print_of_day(viewer, day, mine=False, portion=1, now=NOW)
        assert refused.value.code == "letter.none"


class TestAnybody:
    def test_number_and_check_tell_whose_it_is(self, letter: Notice) -> None:
        check = notices.check_of(letter.number)
        assert queries.whole(letter.number, check) == "攀枝花市公安局西区分局"
        assert queries.whole(letter.number, check.replace("-", "").lower()) == "攀枝花市公安局西区分局"

    @pytest.mark.parametrize("brackets", ["()", "（）", "[]", "［］", "【】", "〔〕"])
    def test_a_phone_s_brackets_spaces_and_wide_figures_do(self, letter: Notice, brackets: str) -> None:
        check = notices.check_of(letter.number)
        typed = letter.number.replace("〔", f" {brackets[0]} ".strip()).replace("〕", f"{brackets[1]} ")
        wide = str.maketrans("0123456789-", "０１２３４５６７８９－")
        assert queries.whole(f" {typed.translate(wide)} ", check.translate(wide)) == "攀枝花市公安局西区分局"

    @pytest.mark.parametrize("check", ["", "0000-0000-0000", "核对码"])
    def test_anything_else_tells_nothing(self, letter: Notice, check: str) -> None:
        assert queries.whole(letter.number, check) is None

    def test_a_check_fits_no_other_letter_and_no_letter_that_was_never_sent(self, letter: Notice) -> None:
        other = letter.number.replace("1号", "2号")
        assert queries.whole(other, notices.check_of(letter.number)) is None
        assert queries.whole(other, notices.check_of(other)) is None

    def test_a_copy_is_held_against_what_was_sent(self, letter: Notice) -> None:
        check, sent = notices.check_of(letter.number), notices.content(letter)
        assert queries.whole(letter.number, check, copy=sent)
        assert queries.whole(letter.number, check, copy=sent + b" ") is None

    def test_what_was_lost_from_the_store_is_not_called_whole(self, letter: Notice) -> None:
        StoredFile.objects.filter(public_id=letter.kept).update(key="")
        with pytest.raises(DomainError) as refused:
            queries.whole(letter.number, notices.check_of(letter.number))
        assert refused.value.code == "notice.lost"

    def test_the_code_is_read_without_us(self, letter: Notice) -> None:
        """What the QR code says is signed: `huigong verify` needs neither network nor database."""
        from huigong.audit import takeaways as signing
        from huigong.correspondence.drafting import MOST_IN_CODE, signed_of
        from huigong.kernel import takeaways

        printed = Letter(
            "不予受理行政复议申请决定书",
            letter.number,
            NOW.date(),
            paragraphs("补发工资 12,000 元"),
            "攀枝花市钒钛高新区社会事业和人力资源社会保障综合服务局",
        )
        signed = signed_of(printed, now=NOW)
        read = takeaways.read(takeaways.payload(signed, at_most=MOST_IN_CODE))
        keys = {key.hex() for key in signing.public_keys()}
        assert takeaways.verify(read, trusted=keys).is_good
        assert read.document and read.document["文号"] == letter.number
        assert read.document["正文摘要"] == replace(printed, blocks=paragraphs("补发工资\n12,000元")).digest()
        assert read.document["正文摘要"] != replace(printed, blocks=paragraphs("补发工资 2,000 元")).digest()


def test_a_letter_is_pdf_with_its_fonts(letter: Notice) -> None:
    from io import BytesIO

    with pikepdf.open(BytesIO(notices.content(letter))) as pdf:
        assert "pdfaid" in str(pdf.open_metadata())
