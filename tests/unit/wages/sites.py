"""A made-up building site of a county: its record, its labour officer, two workers, and the month that is handed in."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from huigong.directory.principals import Grant, Principal
from huigong.records.actions import recording
from huigong.records.actions.recording import Subject
from huigong.records.kinds import About
from huigong.records.models import Record
from huigong.registry.actions import claiming, people
from huigong.registry.models import Person
from huigong.wages.actions import months
from huigong.wages.models import ProjectMonth
from tests.unit.registry.someone import CLERK, new_person
from tests.unit.wages import worlds
from tests.unit.wages.worlds import HEADERS, World

COUNTY = "510421"
PROJECT = "P1"
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # the pay-day of October is past
HRSS = Principal("hrss", "虚构监察员", (Grant("inspector", COUNTY, f"{COUNTY}/hrss"),), purpose="办案")
HOUSING = Principal(
    "housing", "虚构住建", (Grant("case-officer", COUNTY, f"{COUNTY}/housing"),), purpose="登记"
)
ELSEWHERE = Principal("far", "虚构外地", (Grant("inspector", "210702", "210702/hrss"),), purpose="办案")


@dataclass(frozen=True)
class SiteWorld:
    """The record of the project, whose labour officer `officer` is, and two of its workers."""

    project: Record
    officer: Principal
    one: Person
    other: Person

    @property
    def project_id(self) -> str:
        return self.project.public_id.hex

    def clean(self) -> World:
        """A month in which all is well, in the county."""
        swap = {worlds.A: self.one.resident_number, worlds.B: self.other.resident_number}
        world = {
            table: [{name: swap.get(str(value), value) for name, value in row.items()} for row in rows]
            for table, rows in worlds.clean().items()
        }
        for row in world["projects"]:
            row |= {"地区": COUNTY, "本月拨付": "12000.00", "期末余额": "100000.00", "最低工资档": "二档"}
        named = {each.resident_number: each.name for each in (self.one, self.other)}
        for row in (*world["roster"], *world["payroll"]):
            row["姓名"] = named[str(row["证件号码"])]
        for row in world["roster"]:
            row |= {"计薪方式": "月薪", "工资标准": "6000"}
        return world


def own(person: Person) -> Principal:
    return Principal(f"worker-{person.pk}", "务工人员", person_id=person.public_id.hex)


def registered(serial: int) -> Person:
    """Somebody whose card was seen at a counter."""
    person = people.register(by=CLERK, now=NOW, **asdict(new_person(serial, residence=COUNTY)))
    if person.assurance == "phone":
        claiming.check_papers(by=CLERK, now=NOW, person_id=person.public_id.hex, shown="居民身份证")
    return person


def project(number: str = PROJECT, *, region: str = COUNTY, by: Principal = HOUSING, **said: Any) -> Record:
    """A project on record."""
    told = {
        "项目名称": "虚构中学",
        "总包单位": {"name": "虚构建工"},
        "建设单位": {"name": "虚构教育局"},
        "约定每月人工费": "12000",
        "约定拨付周期": "1",
        **said,
    }
    return recording.begin(
        by=by,
        now=NOW,
        kind="construction-project",
        subject=Subject(About.PROJECT, number),
        region=region,
        event="签订施工合同",
        on=date(2026, 3, 1),
        said={name: value if isinstance(value, dict) else {"": value} for name, value in told.items()},
    )


def appoint(
    person: Person, number: str = PROJECT, *, by: Principal = HOUSING, region: str = COUNTY
) -> Record:
    """Somebody becomes the labour officer of a project."""
    return recording.begin(
        by=by,
        now=NOW,
        kind="labour-officer",
        subject=Subject(About.PERSON, person.public_id.hex),
        region=region,
        event="配备",
        on=date(2026, 3, 1),
        said={"专管项目": {"": number}},
    )


def site_world() -> SiteWorld:
    officer = registered(1)
    appoint(officer)
    return SiteWorld(project(), own(officer), registered(2), registered(3))


def files(world: World, *, again: int = 0) -> dict[str, tuple[str, bytes]]:
    """The tables as CSV. `again`: so many empty lines at the end, which say nothing and are other files."""
    made = {}
    for table, rows in world.items():
        out = io.StringIO()
        writer = csv.DictWriter(out, HEADERS[table].split(), restval="")
        writer.writeheader()
        writer.writerows(rows)
        made[table] = (f"{table}.csv", (out.getvalue() + "\r\n" * again).encode())
    return made


def hand_in(
    site: SiteWorld,
    world: World,
    *,
    now: datetime = NOW,
    by: Principal | None = None,
    month: str = "2026-10",
    again: int = 0,
) -> ProjectMonth:
    """`month`: another one, of which everything is said that the world says of its own. `again` as in `files`."""
    said = {
        table: [{name: cell.replace("2026-10", month) for name, cell in row.items()} for row in rows]
        for table, rows in world.items()
    }
    return months.hand_in(
        by=by or site.officer,
        now=now,
        project_id=site.project_id,
        month=month,
        files=files(said, again=again),
    )


def with_cells(world: World, table: str, worker: str, **cells: str) -> World:
    """The same with these cells in the rows of a worker; of projects in every row."""
    return world | {
        table: [
            row | cells if table == "projects" or row.get("证件号码") == worker else dict(row)
            for row in world[table]
        ]
    }


def without(world: World, table: str, worker: str) -> World:
    return world | {table: [row for row in world[table] if row.get("证件号码") != worker]}
