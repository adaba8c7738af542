"""A region's people as a file: what is in it and what is not, who may have it, and whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.conf import settings as configured
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huigong.audit.models import AuditEvent
from huigong.directory.principals import SYSTEM, Grant, Principal
from huigong.kernel.errors import DomainError
from huigong.registry import facts, factvalues, population, providers
from huigong.registry.actions import people
from huigong.registry.actions import population as handing_on
from huigong.registry.models import Person, PersonFact
from huigong.registry.providers import Provider
from tests.registries import copied
from tests.unit.registry.someone import CITY, CLERK, FAR, HERE, NOW, TODAY, new_person
from tests.unit.registry.test_households import live, say

pytestmark = pytest.mark.django_db
PERMIT = "持有居住证"
APPROVER = Principal("leading", "虚构·农民工办", (Grant("leading-group-officer", CITY),))


def register(count: int, *, first: int = 1, **changed: object) -> list[Person]:
    rows = [new_person(first + number, **changed) for number in range(count)]
    return people.register_many(by=SYSTEM, now=NOW, rows=rows).people


def export(out: Path, **changed: object) -> handing_on.Export:
    given = {
        "by": SYSTEM,
        "approver": APPROVER,
        "now": NOW,
        "region": CITY,
        "on": TODAY,
        "purpose": "虚构的统计",
        **changed,
    }
    return handing_on.export(out=out, **given)


def exported() -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(verb="registry.people.exported"))


def rows(path: Path) -> list[dict[str, object]]:
    return pq.read_table(path).to_pylist()


def test_the_file_says_of_each_what_is_known_of_each(tmp_path: Path) -> None:
    _, family = live("head", "spouse", "child")
    say(family[0], PERMIT, True)
    everybody = [*family, *register(3, first=20)]

    export(tmp_path / "people.parquet")

    written = {
        json.dumps(
            dict(sorted((k, v) for k, v in row.items() if k != "id" and v is not None)),
            default=str,
            ensure_ascii=False,
        )
        for row in rows(tmp_path / "people.parquet")
    }
    known = {
        json.dumps(dict(sorted(facts.gather(person, TODAY).values.items())), default=str, ensure_ascii=False)
        for person in everybody
    }
    assert written == known
    assert any("监护人.持有居住证" in one and "家庭人口数" in one for one in written)


def test_nothing_that_names_somebody_leaves_the_register(tmp_path: Path) -> None:
    [person] = register(1)
    export(tmp_path / "people.parquet")

    [row] = rows(tmp_path / "people.parquet")
    text = " ".join(map(str, row.values()))
    for named in (
        person.name,
        person.resident_number,
        person.phone,
        person.public_id.hex,
        str(person.public_id),
    ):
        assert named not in text
    assert set(row) <= {"id", *facts.factnames.dictionary()}


def test_an_id_is_the_same_next_time_and_nobody_elses(tmp_path: Path) -> None:
    register(5)
    export(tmp_path / "1.parquet")
    export(tmp_path / "2.parquet")
    first, second = ([row["id"] for row in rows(tmp_path / name)] for name in ("1.parquet", "2.parquet"))
    assert first == second and len(set(first)) == 5


def test_one_event_says_who_approved_what_and_what_for(tmp_path: Path) -> None:
    register(3)
    made = export(tmp_path / "people.parquet")

    [event] = exported()
    assert (event.purpose, event.region, event.actor_id) == ("虚构的统计", CITY, "system")
    assert event.data["approved_by"] == "leading" and event.data["people"] == made.people == 3
    assert event.subject.endswith(made.number) and not event.person_ref
    mark = json.loads(pq.read_schema(tmp_path / "people.parquet").metadata[b"huigong"])
    assert (mark["export"], mark["purpose"]) == (made.number, "虚构的统计")


def test_only_its_owner_may_read_the_file(tmp_path: Path) -> None:
    register(1)
    export(tmp_path / "people.parquet")
    assert (tmp_path / "people.parquet").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["people.parquet"]


def test_who_lives_elsewhere_is_not_in_it(tmp_path: Path) -> None:
    register(2)
    register(2, first=10, residence=FAR, hukou_place=HERE)
    assert export(tmp_path / "people.parquet").people == 2


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"purpose": "  "}, "export.purpose"),
        ({"purpose": "查" * 201}, "text.too_long"),
        ({"approver": Principal("clerk", "窗口甲", (Grant("clerk", CITY),))}, "export.approver"),
        ({"approver": Principal("far", "外地", (Grant("leading-group-officer", FAR),))}, "export.approver"),
        ({"approver": Principal("closed", "已停用")}, "export.approver"),
        ({"by": APPROVER}, "export.approver"),
        ({"by": CLERK}, "access.denied"),
        ({"region": "999999"}, "regions.unknown"),
        ({"region": "510402"}, "export.nobody"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_refused_nothing_is_written_and_nothing_recorded(
    tmp_path: Path, changed: dict[str, object], code: str
) -> None:
    register(2)
    with pytest.raises(DomainError) as refused:
        export(tmp_path / "people.parquet", **changed)
    assert refused.value.code == code
    assert not list(tmp_path.iterdir()) and not exported()


def test_a_file_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    register(1)
    kept = tmp_path / "kept.sqlite3"
    kept.write_text("别的东西")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for out in (kept, tmp_path / "link", tmp_path / "no" / "people.parquet"):
        with pytest.raises(DomainError) as refused:
            export(out)
        assert refused.value.code in {"export.exists", "export.no_folder"}
    assert kept.read_text() == "别的东西" and not exported()


def test_broken_off_there_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    register(2)

    def broken(
        people: Sequence[Person], on: date, known_at: datetime | None
    ) -> Mapping[int, dict[str, bool]]:
        raise OSError("the disk is full")

    monkeypatch.setattr(providers, "_registered", copied(providers._registered))
    providers.register(Provider("tests.broken", frozenset({"有随迁子女"}), broken))
    with pytest.raises(DomainError) as stopped:
        export(tmp_path / "people.parquet")
    assert stopped.value.code == "export.stopped"
    assert not list(tmp_path.iterdir()) and not exported()


def test_a_providers_fact_is_a_column(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def reads(people: Sequence[Person], on: date, known_at: datetime | None) -> Mapping[int, dict[str, bool]]:
        return {person.pk: {"有随迁子女": True} for person in people[:1]}

    register(2)
    monkeypatch.setattr(providers, "_registered", copied(providers._registered))
    providers.register(Provider("tests.provider", frozenset({"有随迁子女", "没有登记的事实"}), reads))
    export(tmp_path / "people.parquet")
    assert [row["有随迁子女"] for row in rows(tmp_path / "people.parquet")] == [True, None]


def test_a_number_beyond_every_engines_range_is_not_known(tmp_path: Path) -> None:
    [person] = register(1)
    for fact, value in (("子女数", 10**19), ("家庭人口数", 10**18 - 1)):
        PersonFact.objects.create(
            person=person,
            fact=fact,
            value=factvalues.encode(value),
            source="窗口",
            verification="claimed",
            valid_from=TODAY,
            recorded_at=NOW,
        )
    export(tmp_path / "people.parquet")
    [row] = rows(tmp_path / "people.parquet")
    assert (row["子女数"], row["家庭人口数"]) == (None, 10**18 - 1)


def test_batches_take_the_same_questions_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    register(9)
    asked = {}
    for size in (9, 3):
        monkeypatch.setattr(population, "BATCH", size)
        with CaptureQueriesContext(connection) as captured:
            export(tmp_path / f"{size}.parquet")
        asked[size] = len(captured)
    assert asked[3] - asked[9] == 2 * 6  # the people, engagements, statements, records, places, the roll
    assert rows(tmp_path / "9.parquet") == rows(tmp_path / "3.parquet")


def test_drawn_for_a_computation_and_gone_afterwards(tmp_path: Path, settings) -> None:
    settings.DATA_FOLDER = tmp_path / "data"
    here, there = register(2), register(1, first=10, residence="510421")
    with handing_on.drawn(by=SYSTEM, now=NOW, region=CITY, on=TODAY, purpose="筛查") as folder:
        assert {path.name: [row["id"] for row in rows(path)] for path in sorted(folder.iterdir())} == {
            f"{HERE}.parquet": [person.pk for person in here],
            "510421.parquet": [person.pk for person in there],
        }
        assert folder.stat().st_mode & 0o077 == 0
    assert not folder.exists() and not list(Path(configured.DATA_FOLDER).iterdir())
    [event] = AuditEvent.objects.filter(verb="registry.people.drawn")
    assert (event.purpose, event.data["people"]) == ("筛查", 3)
