"""What a place says of its own offices: from a day on, over the packs, with its history, and never without an heir."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from huigong.audit.models import AuditEvent
from huigong.directory import localoffices, offices
from huigong.directory.actions import localdesks
from huigong.directory.actions import localoffices as actions
from huigong.directory.models import LocalOffice
from huigong.directory.offices import Contact, Level
from huigong.directory.principals import Grant, Principal
from huigong.kernel.errors import DomainError
from huigong.kernel.packs import local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("local_folder")]
NOW = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)
TODAY = date(2026, 6, 10)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
HERE, CITY = "510411", "510400"
HRSS, CIVIL = f"{HERE}/hrss", f"{HERE}/civil"
ADMINISTRATOR = Principal("admin", "虚构管", (Grant("administrator", CITY),))
FAR = Principal("far", "虚构远", (Grant("administrator", "220100"),))
CLERK = Principal("clerk", "虚构窗", (Grant("clerk", CITY),))
CONTACT = Contact("虚构路1号", "0812-1234567", "周一至周五 9:00—17:00")
SOURCE = "部门来函"


def change(
    office_id: str = HRSS, *, by: Principal = ADMINISTRATOR, day: date = TODAY, **changed: object
) -> None:
    given = {"name": "虚构区人社局", "contact": CONTACT, "source": SOURCE} | changed
    actions.change(by=by, now=NOW, office_id=office_id, valid_from=day, **given)  # type: ignore[arg-type]


def close(office_id: str = HRSS, *, last_day: date = YESTERDAY, successor: str = CIVIL) -> None:
    actions.close(
        by=ADMINISTRATOR, now=NOW, office_id=office_id, last_day=last_day, successor=successor, source=SOURCE
    )


def refused(error: pytest.ExceptionInfo[DomainError]) -> tuple[str, str]:
    return error.value.code, error.value.about


def test_what_the_place_says_counts_from_its_day_on() -> None:
    before = offices.book().get(HRSS, YESTERDAY)
    change()
    office = offices.book().get(HRSS, TODAY)
    assert (office.name, office.contact, office.doubt) == ("虚构区人社局", CONTACT, "")
    assert office.said is not None
    assert (office.said.by, office.said.on, office.said.source) == ("虚构管", TODAY, SOURCE)
    kept = offices.book().get(HRSS, YESTERDAY)
    assert (kept.name, kept.said) == (before.name, None)
    assert kept.valid_until == YESTERDAY


def test_who_answers_and_whom_a_document_means_follow() -> None:
    change()
    answering = offices.book().answering(HERE, "hrss", Level.COUNTY, TODAY)
    assert answering.shown == "虚构区人社局"
    assert answering.office is not None
    assert answering.office.contact.text.startswith("地址：虚构路1号")
    (now,) = offices.resolve("虚构区人社局", HERE).now
    assert now.id == HRSS
    assert offices.resolve("区人社局", HERE, on=YESTERDAY).now[0].id == HRSS, "the old name still leads there"


def test_a_day_to_come_changes_nothing_until_then() -> None:
    before = offices.book().get(HRSS, TODAY).name
    change(day=TOMORROW)
    assert offices.book().get(HRSS, TODAY).name == before
    assert offices.book().for_line(HERE, "hrss", TOMORROW).name == "虚构区人社局"  # type: ignore[union-attr]


def test_of_two_for_one_day_the_later_counts_and_both_are_kept() -> None:
    change(name="写错的局")
    change()
    assert offices.book().get(HRSS, TODAY).name == "虚构区人社局"
    rows = localoffices.history(ADMINISTRATOR, HRSS, on=TODAY)
    assert [row.name for row in rows] == ["虚构区人社局", "写错的局"]


def test_an_entry_for_an_earlier_day_leaves_the_later_one() -> None:
    change()
    change(day=TODAY - timedelta(days=30), name="虚构区过渡局")
    names = [version.name for version in offices.book().versions(HRSS)][-2:]
    assert names == ["虚构区过渡局", "虚构区人社局"]


def test_said_again_nothing_happens() -> None:
    change()
    change()
    assert LocalOffice.objects.count() == AuditEvent.objects.count() == 1


def test_the_trail_has_the_words() -> None:
    change()
    event = AuditEvent.objects.get()
    assert (event.verb, event.region) == ("directory.office.changed", HERE)
    assert event.data["telephone"] == "0812-1234567"


@pytest.mark.parametrize(
    ("given", "code", "about"),
    [
        ({"name": " "}, "office.text", "name"),
        ({"name": "长" * 61}, "office.text", "name"),
        ({"source": ""}, "office.text", "source"),
        ({"contact": Contact("", "见公告", "")}, "office.telephone", "telephone"),
        ({"contact": Contact("", "12", "")}, "office.telephone", "telephone"),
        ({"day": date(1999, 12, 31)}, "office.day", "day"),
        ({"day": TODAY + timedelta(days=367)}, "office.day", "day"),
    ],
)
def test_what_cannot_be_used_says_which_field(given: dict[str, object], code: str, about: str) -> None:
    with pytest.raises(DomainError) as error:
        change(**given)  # type: ignore[arg-type]
    assert refused(error) == (code, about)
    assert not LocalOffice.objects.exists()


@pytest.mark.parametrize("telephone", ["12333", "0812-1234567、12345", "", "0812 1234567转8"])
def test_numbers_that_people_dial_are_taken(telephone: str) -> None:
    change(contact=replace(CONTACT, phone=telephone))
    assert offices.book().get(HRSS, TODAY).contact.phone == telephone


def test_two_offices_of_a_place_have_two_names() -> None:
    with pytest.raises(DomainError) as error:
        change(name=offices.book().get(CIVIL, TODAY).name)
    assert refused(error) == ("office.name_taken", "name")


@pytest.mark.parametrize("by", [FAR, CLERK])
def test_only_who_keeps_the_place_changes_and_lists(by: Principal) -> None:
    for act in (
        lambda: change(by=by),
        lambda: localoffices.offices_in(by, HERE, on=TODAY),
        lambda: localoffices.office_of(by, HRSS, on=TODAY),
        lambda: localoffices.history(by, HRSS, on=TODAY),
        lambda: localoffices.desks_in(by, HERE, on=TODAY),
    ):
        with pytest.raises(DomainError) as error:
            act()
        assert error.value.code == "access.denied"


def test_a_closed_office_has_an_heir_from_the_next_day_on() -> None:
    close(last_day=TODAY)
    book = offices.book()
    assert book.for_line(HERE, "hrss", TODAY).id == HRSS  # type: ignore[union-attr]
    assert book.for_line(HERE, "hrss", TOMORROW).id == CIVIL  # type: ignore[union-attr]
    assert not book.get(HRSS, TOMORROW).valid_on(TOMORROW)
    (now,) = offices.resolve("区人社局", HERE, on=date(2020, 1, 1)).now
    assert now.id == CIVIL, "a duty of then is the heir's"


def test_an_heir_of_an_heir() -> None:
    close(last_day=YESTERDAY - timedelta(days=1))
    close(CIVIL, successor=f"{CITY}/civil")
    assert offices.book().for_line(HERE, "hrss", TODAY).id == f"{CITY}/civil"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "successor",
    ["", HRSS, "220100/hrss", f"{HERE}/no-such-line", f"{HERE}/work-safety", f"{HERE}/residents-committee"],
)
def test_no_office_is_closed_without_a_living_heir_nearby(successor: str) -> None:
    with pytest.raises(DomainError) as error:
        close(successor=successor)
    assert refused(error) == ("office.no_heir", "successor")
    assert not LocalOffice.objects.exists()


def test_what_is_closed_is_changed_only_once_it_is_open_again() -> None:
    change(day=TODAY - timedelta(days=30))
    close()
    with pytest.raises(DomainError) as error:
        change()
    assert error.value.code == "office.closed"
    with pytest.raises(DomainError) as error:
        actions.reopen(by=ADMINISTRATOR, now=NOW, office_id=HRSS, valid_from=YESTERDAY, source=SOURCE)
    assert refused(error) == ("office.day", "day")
    actions.reopen(by=ADMINISTRATOR, now=NOW, office_id=HRSS, valid_from=TODAY, source=SOURCE)
    office = offices.book().for_line(HERE, "hrss", TODAY)
    assert office is not None
    assert (office.id, office.name, office.contact) == (HRSS, "虚构区人社局", CONTACT)
    with pytest.raises(DomainError) as error:
        actions.reopen(by=ADMINISTRATOR, now=NOW, office_id=HRSS, valid_from=TODAY, source=SOURCE)
    assert error.value.code == "office.not_closed"


@pytest.mark.parametrize(("region", "refuses"), [(HERE, True), (CITY, False)])
def test_nobody_pushes_work_up_to_a_place_that_he_does_not_keep(region: str, refuses: bool) -> None:
    by = Principal("near", "虚构近", (Grant("administrator", region),))
    given = {"office_id": HRSS, "last_day": YESTERDAY, "source": SOURCE}
    if refuses:
        with pytest.raises(DomainError) as error:
            actions.close(by=by, now=NOW, successor=f"{CITY}/hrss", **given)  # type: ignore[arg-type]
        assert refused(error) == ("office.heir_above", "successor")
        actions.close(by=by, now=NOW, successor=CIVIL, **given)  # type: ignore[arg-type]
    else:
        actions.close(by=by, now=NOW, successor=f"{CITY}/hrss", **given)  # type: ignore[arg-type]
    assert not offices.book().get(HRSS, TODAY).valid_on(TODAY)


@pytest.mark.parametrize("last_day", [YESTERDAY - timedelta(days=30), YESTERDAY, TODAY + timedelta(days=90)])
def test_heirs_never_make_a_circle(last_day: date) -> None:
    close(last_day=TODAY)
    with pytest.raises(DomainError) as error:
        close(CIVIL, last_day=last_day, successor=HRSS)
    assert error.value.about == "successor"
    assert error.value.code in {"office.heir_back", "office.no_heir"}
    assert LocalOffice.objects.count() == 1


def test_an_office_that_works_again_may_be_the_heir_of_its_heir() -> None:
    close()
    actions.reopen(by=ADMINISTRATOR, now=NOW, office_id=HRSS, valid_from=TODAY, source=SOURCE)
    close(CIVIL, last_day=TODAY, successor=HRSS)
    assert offices.book().for_line(HERE, "civil", TOMORROW).id == HRSS  # type: ignore[union-attr]


def test_a_circle_that_is_there_all_the_same_has_an_end() -> None:
    close(last_day=TODAY)
    row = LocalOffice.objects.get()
    row.pk, row.office, row.successor = None, CIVIL, HRSS
    row.save(force_insert=True)
    local.draw(offices.LOCAL)
    for today in (None, TODAY + timedelta(days=9)):
        found = offices.resolve("区人社局", HERE, on=date(2020, 1, 1), today=today)
        assert (found.now, found.sure) == ((), False)
        assert any("由谁承接" in note for note in found.notes)
    assert offices.resolve("区人社局", HERE, on=date(2020, 1, 1), today=TODAY).now[0].id == HRSS


def test_what_a_document_means_today_is_not_what_is_planned() -> None:
    before = offices.book().get(HRSS, TODAY).name
    for on in (date(2020, 1, 1), TODAY, None):
        for say in (lambda: change(day=TOMORROW), lambda: close(last_day=TOMORROW)):
            say()
            (now,) = offices.resolve(before, HERE, on=on, today=TODAY).now
            assert (now.id, now.name) == (HRSS, before)
    (now,) = offices.resolve(before, HERE, on=TODAY, today=TOMORROW).now
    assert (now.id, now.name) == (HRSS, "虚构区人社局")
    (now,) = offices.resolve(before, HERE, on=TODAY, today=TOMORROW + timedelta(days=1)).now
    assert now.id == CIVIL


def test_what_was_closed_is_closed_though_it_will_work_again() -> None:
    close()
    actions.reopen(
        by=ADMINISTRATOR, now=NOW, office_id=HRSS, valid_from=TODAY + timedelta(days=30), source=SOURCE
    )
    for day, office_id in {
        TODAY: CIVIL,
        TODAY + timedelta(days=29): CIVIL,
        TODAY + timedelta(days=30): HRSS,
    }.items():
        assert offices.book().for_line(HERE, "hrss", day).id == office_id  # type: ignore[union-attr]
        assert offices.resolve("区人社局", HERE, on=date(2020, 1, 1), today=day).now[0].id == office_id


def test_nothing_said_for_a_later_day_revives_what_is_closed() -> None:
    change(day=TOMORROW)
    with pytest.raises(DomainError) as error:
        close(last_day=YESTERDAY)
    assert refused(error) == ("office.said_later", "day")
    assert "6月10日" in str(error.value.do)
    assert offices.book().get(HRSS, TODAY).valid_on(TODAY), "nothing was said"
    close(last_day=TODAY)
    close(last_day=YESTERDAY)
    for day in (TODAY, TOMORROW, TOMORROW + timedelta(days=90)):
        assert offices.book().for_line(HERE, "hrss", day).id == CIVIL  # type: ignore[union-attr]


def test_the_list_finds_by_name_and_by_what_is_done_there() -> None:
    every = localoffices.offices_in(ADMINISTRATOR, HERE, on=TODAY)
    assert len({line.office.id for line in every}) == len(every) > 20
    for named in ("人力资源", "人社"):
        ids = [line.office.id for line in localoffices.offices_in(ADMINISTRATOR, HERE, on=TODAY, named=named)]
        assert HRSS in ids
        assert CIVIL not in ids
    close()
    (line,) = (
        line for line in localoffices.offices_in(ADMINISTRATOR, HERE, on=TODAY) if line.office.id == HRSS
    )
    assert line.state == "over", "what the place closed stays in its list"


def test_a_real_desk_takes_the_place_of_the_invented_one_of_its_kind() -> None:
    assert [desk.name for desk in offices.book().desks(HERE, "police", Level.STATION, TODAY)] == [
        "示范街道派出所"
    ]
    others = len(offices.book().windows(HERE, TODAY))
    put("虚构东街派出所", ("police", "station"))
    (desk,) = offices.book().desks(HERE, "police", Level.STATION, TODAY)
    assert (desk.name, desk.doubt, desk.contact) == ("虚构东街派出所", "", CONTACT)
    assert len(offices.book().windows(HERE, TODAY)) == others
    put("虚构东街派出所新址", ("", ""), desk_id=desk.id, day=TOMORROW)
    assert [each.name for each in offices.book().desks(HERE, "police", Level.STATION, TODAY)] == [
        "虚构东街派出所"
    ]
    assert [each.name for each in offices.book().desks(HERE, "police", Level.STATION, TOMORROW)] == [
        "虚构东街派出所新址"
    ]
    localdesks.close(by=ADMINISTRATOR, now=NOW, desk_id=desk.id, last_day=TOMORROW, source=SOURCE)
    after = TOMORROW + timedelta(days=1)
    assert offices.book().desks(HERE, "police", Level.STATION, after) == (), (
        "the invented one does not come back"
    )


def test_an_invented_desk_serves_until_the_real_one_begins() -> None:
    put("虚构东街派出所", ("police", "station"), day=TOMORROW + timedelta(days=29))
    begins = TOMORROW + timedelta(days=29)
    for day, name in {
        TODAY: "示范街道派出所",
        begins - timedelta(days=1): "示范街道派出所",
        begins: "虚构东街派出所",
    }.items():
        assert [desk.name for desk in offices.book().desks(HERE, "police", Level.STATION, day)] == [name]


def test_no_office_takes_a_name_that_another_has_later() -> None:
    change(CIVIL, day=TODAY + timedelta(days=60), name="虚构区人社局")
    with pytest.raises(DomainError) as error:
        change()
    assert refused(error) == ("office.name_taken", "name")
    close(CIVIL, last_day=TODAY + timedelta(days=90), successor=HRSS)
    change(day=TODAY + timedelta(days=91))
    assert offices.book().get(HRSS, TODAY + timedelta(days=91)).name == "虚构区人社局"


def test_nothing_said_for_a_later_day_revives_a_desk() -> None:
    put("虚构东街派出所", ("police", "station"), day=YESTERDAY)
    (desk,) = offices.book().desks(HERE, "police", Level.STATION, TODAY)
    put("虚构东街派出所新址", ("", ""), desk_id=desk.id, day=TOMORROW)
    with pytest.raises(DomainError) as error:
        localdesks.close(by=ADMINISTRATOR, now=NOW, desk_id=desk.id, last_day=YESTERDAY, source=SOURCE)
    assert refused(error) == ("office.said_later", "day")
    for last_day in (TODAY, YESTERDAY):
        localdesks.close(by=ADMINISTRATOR, now=NOW, desk_id=desk.id, last_day=last_day, source=SOURCE)
    assert not any(offices.book().desks(HERE, "police", Level.STATION, day) for day in (TODAY, TOMORROW))


def test_a_desk_that_is_sent_twice_is_one_and_is_closed_once() -> None:
    for _ in range(2):
        put("虚构东街派出所", ("police", "station"), day=YESTERDAY)
    (desk,) = offices.book().desks(HERE, "police", Level.STATION, TODAY)
    for _ in range(2):
        localdesks.close(by=ADMINISTRATOR, now=NOW, desk_id=desk.id, last_day=YESTERDAY, source=SOURCE)
    verbs = AuditEvent.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["directory.desk.changed", "directory.desk.closed"]
    put("虚构东街派出所", ("police", "station"), day=YESTERDAY)
    assert len(offices.book().desks(HERE, "police", Level.STATION, TODAY)) == 1, "another one, after that"


def test_an_office_that_is_closed_twice_is_closed_once() -> None:
    close()
    close()
    assert LocalOffice.objects.count() == AuditEvent.objects.count() == 1


def put(
    name: str, kind: tuple[str, str], *, desk_id: str = "", day: date = TODAY, by: Principal = ADMINISTRATOR
) -> None:
    localdesks.put(
        by=by, now=NOW, region=HERE, kind=kind, valid_from=day, name=name, serves="东街", contact=CONTACT,
        source=SOURCE, desk_id=desk_id,
    )  # fmt: skip


def test_a_desk_is_of_a_known_kind_and_place() -> None:
    for kind in (("police", "county"), ("no-such-line", "station")):
        with pytest.raises(DomainError) as error:
            put("虚构派出所", kind)
        assert refused(error) == ("desk.kind", "kind")
    put("虚构派出所", ("police", "station"))
    (desk,) = offices.book().desks(HERE, "police", Level.STATION, TODAY)
    with pytest.raises(DomainError) as error:
        localoffices.desk_of(FAR, desk.id)
    assert error.value.code == "desk.not_found"
    with pytest.raises(DomainError) as error:
        put("虚构派出所", ("police", "station"), by=FAR)
    assert error.value.code == "access.denied"


def test_the_file_is_the_database_drawn(local_folder: Path) -> None:
    change()
    (local_folder / "offices.json").unlink()
    assert offices.book().get(HRSS, TODAY).said is None
    assert local.draw(offices.LOCAL)
    assert offices.book().get(HRSS, TODAY).said is not None
