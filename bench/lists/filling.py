"""A province of made-up cases, written by the database itself: nobody of it exists."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any

from huigong.kernel.identity import check_character

PROVINCE, HOME = "510000", "510421"
SERVICE = "residence-permit"  # the one with most cases
NAMES = 17_000  # sealing is dear, so names repeat: the commonest a few hundred times in a million, as in life
SURNAMES, GIVEN = (
    "虚假乌有子公甲乙丙丁戊己庚辛壬癸",
    "春夏秋冬东西南北金木水火土日月山川风云雨雪松竹梅兰红黄蓝白大小长青",
)
FILLED = (
    "registry_person",
    "registry_namesound",
    "casework_case",
    "casework_party",
    "casework_task",
    "casework_clock",
    "audit_auditevent",
    "catalogue_news",
    "notices_notice",
    "notices_noticeservice",
    "notices_unservednotice",
    "correspondence_owedletter",
    "directory_lookapproval",
    "directory_account",
    "directory_roleassignment",
)

# What the statements below take a row's county, service, office and days from, by its number.
HELPERS = """
CREATE TEMP TABLE place AS SELECT row_number() OVER () - 1 AS n, code FROM unnest(%(counties)s::text[]) AS code;
CREATE TEMP TABLE offered AS
  SELECT (row_number() OVER () - 1)::int AS n, split_part(pair, ' ', 1) AS id, split_part(pair, ' ', 2) AS name,
         split_part(pair, ' ', 3) AS line
  FROM unnest(%(services)s::text[]) AS pair;
CREATE TEMP TABLE sample AS
  SELECT (row_number() OVER (ORDER BY id) - 1)::int AS n, name, name_index, resident_number, phone, born_on
  FROM registry_person ORDER BY id;
CREATE UNIQUE INDEX ON sample (n);
CREATE UNIQUE INDEX ON sample (name_index);
CREATE TEMP TABLE sample_sound AS
  SELECT person.name_index, sound.sound, sound.sealed_with
  FROM registry_namesound AS sound JOIN registry_person AS person ON person.id = sound.person_id;
ANALYZE place; ANALYZE sample; ANALYZE sample_sound;
"""

PEOPLE = """
INSERT INTO registry_person (public_id, name, name_index, resident_number, resident_number_index, phone,
  phone_index, address, sex, born_on, hukou_place, residence, registered_at)
SELECT gen_random_uuid(), sample.name, sample.name_index, sample.resident_number, 'r' || i, sample.phone,
  'p' || i, '', CASE WHEN i %% 2 = 0 THEN 'female' ELSE 'male' END, sample.born_on,
  home.code, place.code, now()
FROM generate_series(1, %(people)s) AS i
JOIN sample ON sample.n = floor(power(((i::bigint * 104729) %% 1000003) / 1000003.0, 1.3) * %(names)s)
JOIN place ON place.n = floor(power(((i::bigint * 7919) %% 100003) / 100003.0, 1.6) * %(many)s)
JOIN place AS home ON home.n = (i * 31) %% %(many)s
ORDER BY i
"""

SOUNDS = """
INSERT INTO registry_namesound (person_id, sound, sealed_with)
SELECT person.id, sample_sound.sound, sample_sound.sealed_with
FROM registry_person AS person JOIN sample_sound USING (name_index)
WHERE person.id >= %(first)s ORDER BY person.id
"""

ACCOUNTS = """
INSERT INTO directory_account (password, is_superuser, public_id, username, display_name, email, kind, phone,
  phone_index, is_active, is_staff, opened_at)
SELECT '!', false, gen_random_uuid(), 'w' || i, '', '', 'worker', '', 'w' || i, true, false, now()
FROM generate_series(1, %(people)s / 2) AS i
"""

OFFICIALS = """
INSERT INTO directory_account (password, is_superuser, public_id, username, display_name, email, kind, phone,
  phone_index, is_active, is_staff, opened_at)
SELECT '!', false, gen_random_uuid(), 'o' || i, '虚构经办' || i, '', 'official', '', NULL, true, false, now()
FROM generate_series(1, %(many)s * 40) AS i;
INSERT INTO directory_roleassignment (public_id, account_id, role, region, office, valid_from)
SELECT gen_random_uuid(), account.id, 'case-officer', place.code, place.code || '/' || (%(lines)s::text[])[1 + i.n / %(many)s %% %(kinds)s],
  %(today)s::date - 900
FROM directory_account AS account
CROSS JOIN LATERAL (SELECT substr(account.username, 2)::int - 1 AS n) AS i
JOIN place ON place.n = i.n %% %(many)s
WHERE account.kind = 'official' AND account.username LIKE 'o%%'
"""

# 12 of 100 cases are open; of those a twentieth is paused. One of seven is the city's, not the county's.
CASES = """
INSERT INTO casework_case (public_id, number, origin, procedure, procedure_version, service_id, service_name,
  region, status, is_open, accountable_office, opened_on, accepted_on, deemed_accepted, due_on, paused,
  closed_on, granted, note)
SELECT gen_random_uuid(), 'B' || lpad(i::text, 10, '0'), 'office', 'standard', 1, offered.id, offered.name,
  place.code, CASE WHEN running THEN 'accepted' ELSE 'closed' END, running,
  CASE WHEN i %% 7 = 0 THEN substr(place.code, 1, 4) || '00' ELSE place.code END || '/' || offered.line,
  opened, opened + 2, false,
  CASE WHEN running THEN %(today)s::date - 10 + (h >> 8) %% 60 END, running AND (h >> 14) %% 20 = 0,
  CASE WHEN NOT running THEN opened + 20 END, CASE WHEN NOT running THEN h %% 5 > 0 END, ''
FROM generate_series(1, %(cases)s) AS i
CROSS JOIN LATERAL (SELECT hashint4(i) & 2147483647 AS h) AS hash
CROSS JOIN LATERAL (SELECT i > %(cases)s * 0.8 AND h %% 10 < 6 AS running,
  %(today)s::date - ((%(cases)s - i) * 1460.0 / %(cases)s)::int - 1 AS opened) AS life
JOIN place ON place.n = floor(power(((i::bigint * 7919) %% 100003) / 100003.0, 1.6) * %(many)s)
JOIN offered ON offered.n = floor(power((h %% 997) / 997.0, 2) * %(offers)s)
ORDER BY i
"""

PARTIES = """
INSERT INTO casework_party (public_id, case_id, role, kind, person_id, office, is_main, contact, note, secret,
  outcome, joined_on)
SELECT gen_random_uuid(), id, 'applicant', 'person', %(first)s + id %% %(people)s, '', true, '', '', '', '', opened_on
FROM casework_case ORDER BY id
"""

TASKS = """
INSERT INTO casework_task (public_id, case_id, kind, office, assignee_id, status, question, answer, opened_at,
  opened_by, closed_at, closed_by)
SELECT gen_random_uuid(), cases.id, 'decide', cases.accountable_office,
  CASE WHEN cases.id %% 3 > 0 THEN role.account_id END, CASE WHEN cases.is_open THEN 'open' ELSE 'done' END, '', '',
  cases.opened_on, 'bench', cases.closed_on, ''
FROM casework_case AS cases
LEFT JOIN (SELECT office, min(account_id) AS account_id FROM directory_roleassignment GROUP BY office) AS role
  ON role.office = cases.accountable_office
ORDER BY cases.id;
INSERT INTO casework_task (public_id, case_id, kind, office, status, question, answer, opened_at, opened_by,
  closed_at, closed_by)
SELECT gen_random_uuid(), id, 'support', region || '/' || (%(lines)s::text[])[1 + id %% %(kinds)s],
  CASE WHEN is_open THEN 'open' ELSE 'done' END, '', '', opened_on, 'bench', closed_on, ''
FROM casework_case WHERE id %% 10 = 0 ORDER BY id
"""

CLOCKS = """
INSERT INTO casework_clock (case_id, kind, stage, "limit", started_on, stopped_on, due_on, provisional)
SELECT id, 'statutory', '办理', %(limit)s::jsonb, opened_on, closed_on, coalesce(due_on, opened_on + 28), false
FROM casework_case ORDER BY id
"""

EVENTS = """
INSERT INTO audit_auditevent (sequence, at, actor_id, actor_name, actor_office, verb, subject, person_ref,
  purpose, region, visit, data, mark, digest)
SELECT n, cases.opened_on, 'bench', '虚构经办' || cases.id %% 997, cases.accountable_office,
  CASE WHEN n %% 2 = 0 THEN 'casework.application.lodged' ELSE 'personal_data.read' END,
  'casework.Case:' || cases.id, person.public_id::text, '', cases.region, '', '{}', '', ''
FROM generate_series(1, 2 * %(cases)s) AS n
JOIN casework_case AS cases ON cases.id = (n + 1) / 2
JOIN registry_person AS person ON person.id = %(first)s + cases.id %% %(people)s
ORDER BY n
"""

NEWS = """
INSERT INTO catalogue_news (person_id, service_id, region, since, first_seen_at, screening_id)
SELECT person.id, offered.id, person.residence, %(today)s::date - 30, now(), %(screening)s
FROM registry_person AS person JOIN offered ON offered.n = person.id %% %(offers)s
ORDER BY person.id
"""

# A letter for each case that has ended, of which one in thirty has reached nobody; every fifth open case owes one.
NOTICES = """
INSERT INTO notices_notice (public_id, number, template, valid_from, name, paper, office, region, about, person_ref,
  recipient, kept, digest, issued_at, issued_by)
SELECT gen_random_uuid(), '虚构〔2026〕' || id, 'decision', opened_on, '决定书', 'a4', accountable_office, region,
  'casework.Case:' || id, '', '', 'bench', 'bench', closed_on, 'bench'
FROM casework_case WHERE NOT is_open ORDER BY id;
INSERT INTO notices_noticeservice (notice_id, way, outcome, happened_on, deemed_on, clause, proof, recorded_at,
  recorded_by)
SELECT id, 'in_person', 'done', issued_at::date, issued_at::date, '', '', issued_at, 'bench'
FROM notices_notice WHERE id %% 30 > 0 ORDER BY id;
INSERT INTO notices_unservednotice (notice_id, office, region, person_ref)
SELECT id, office, region, person_ref FROM notices_notice WHERE id %% 30 = 0 ORDER BY id;
INSERT INTO correspondence_owedletter (public_id, case_id, party_id, move, template, region, office, "values", why,
  since)
SELECT gen_random_uuid(), cases.id, party.id, 'accept', 'acceptance', cases.region, cases.accountable_office,
  %(nothing)s, '', cases.opened_on
FROM casework_case AS cases JOIN casework_party AS party ON party.case_id = cases.id
WHERE cases.is_open AND cases.id %% 5 = 0 ORDER BY cases.id
"""

APPROVALS = """
INSERT INTO directory_lookapproval (public_id, role, region, office, purpose, minors, valid_from, valid_until,
  given_by, given_by_name, own_cases)
SELECT gen_random_uuid(), 'case-officer', place.code, '', '虚构事由', false, %(today)s::date - i %% 1400,
  %(today)s::date - i %% 1400 + 90, 'bench', '虚构', false
FROM generate_series(1, %(many)s * 250) AS i JOIN place ON place.n = i %% %(many)s
ORDER BY i
"""

STEPS = (PEOPLE, SOUNDS, ACCOUNTS, OFFICIALS, CASES, PARTIES, TASKS, CLOCKS, EVENTS, NEWS, NOTICES, APPROVALS)


@dataclass(frozen=True)
class Size:
    """How many rows of the large tables."""

    cases: int

    @property
    def people(self) -> int:
        return 2 * self.cases


def fill(size: Size, *, today: date) -> None:
    """Writes everything, with the indexes made afterwards, and has the database count what it holds."""
    from django.db import connection

    named = _words(size, today=today)
    with connection.cursor() as cursor:
        cursor.execute(
            "SET session_replication_role = replica"
        )  # rows are known to fit: 1 check less for each
        cursor.execute(HELPERS, named)
        _let_models_fill_the_rest(cursor)
        later = _without_indexes(cursor)
        for step in STEPS:
            cursor.execute(step, named)
        for statement in later:
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE")


def _let_models_fill_the_rest(cursor: Any) -> None:
    """Gives each column the default of its field: Django keeps these in Python, and the rows are written without it."""
    from django.apps import apps

    for model in apps.get_models():
        if model._meta.db_table not in FILLED:
            continue
        for field in model._meta.concrete_fields:
            made = field.has_default() and callable(field.default)
            value = None if made else field.get_default()
            if value is not None:
                place = f'"{model._meta.db_table}" ALTER COLUMN "{field.column}"'
                cursor.execute(f"ALTER TABLE {place} SET DEFAULT %s", [value])


def _words(size: Size, *, today: date) -> dict[str, Any]:
    from django.utils import timezone

    from huigong.catalogue.models import RegisterScreening
    from huigong.catalogue.services import catalogue
    from huigong.kernel import regions

    cities = regions.children(PROVINCE)
    counties = [county.code for city in cities for county in regions.children(city.code)]
    random.Random(20261125).shuffle(counties)
    services = sorted(
        catalogue().services_for(HOME, today), key=lambda service: (service.id != SERVICE, service.id)
    )
    lines = sorted({service.lead.line for service in services})
    screening = RegisterScreening.objects.create(region=PROVINCE, on=today, began_at=timezone.now())
    return {
        "today": today,
        "cases": size.cases,
        "people": size.people,
        "first": _people_to_copy(counties),
        "names": NAMES,
        "counties": counties,
        "many": len(counties),
        "services": [f"{service.id} {service.name} {service.lead.line}" for service in services],
        "offers": len(services),
        "lines": lines,
        "kinds": len(lines),
        "limit": json.dumps(_limit()),
        "nothing": _sealed_nothing(),
        "screening": screening.pk,
    }


def _sealed_nothing() -> str:
    """The values of a letter that has none, as they are kept."""
    from huigong.correspondence.models import OwedLetter

    sealed: str = OwedLetter._meta.get_field("values").get_prep_value({})
    return sealed


def _limit() -> dict[str, Any]:
    from huigong.casework.timekeeping import limit_as_data
    from huigong.kernel.timelimits import Measure, TimeLimit

    return limit_as_data(TimeLimit(20, Measure.WORKING_DAY, "虚构"))


def _people_to_copy(counties: list[str]) -> int:
    """People whose sealed names the others share, the commonest first; the number of the first who comes after them."""
    from huigong.registry import sounding
    from huigong.registry.models import Person

    names = ["".join(name) for name in product(SURNAMES, GIVEN, GIVEN)]
    random.Random(20261125).shuffle(names)
    people = [
        Person(
            name=name,
            resident_number=_made_up_number(number),
            phone=f"199{number:08d}",
            sex="male",
            born_on=date(1966, 1, 1) + timedelta(days=number * 11 % 15000),
            hukou_place=HOME,
            residence=counties[number % len(counties)] if number else HOME,
            registered_at="2020-01-01T00:00:00Z",
        )
        for number, name in enumerate(names[:NAMES])
    ]
    Person.objects.bulk_create(people)
    sounding.keep((person.pk, person.name) for person in people)
    return people[-1].pk + 1


def _made_up_number(serial: int) -> str:
    """A resident number with a county code that was never issued."""
    body = f"999999{date(1950, 1, 1) + timedelta(serial // 900):%Y%m%d}{serial % 900:03d}"
    return body + check_character(body)


def commonest() -> tuple[str, str, str]:
    """Name, number and phone of somebody in `HOME` who shares them with most others."""
    from huigong.registry.models import Person

    person = Person.objects.order_by("pk")[0]
    return person.name, person.resident_number, person.phone


def _without_indexes(cursor: Any) -> list[str]:
    """Drops the indexes that hold no constraint, and gives the statements that make them again."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND schemaname = 'public' "
        "AND indexname NOT IN (SELECT conname FROM pg_constraint) AND indexdef NOT LIKE 'CREATE UNIQUE%%'",
        [list(FILLED)],
    )
    rows = cursor.fetchall()
    for name, _ in rows:
        cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _, definition in rows]
