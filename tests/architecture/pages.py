"""Reference pages that are made from the product itself.

`python -m tests.architecture.pages` writes them; with `--check` it only says
which are stale and exits 1.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

from tests.architecture.house import ROOT

AS_OF = date(2026, 11, 25)
MADE = "<!-- Made by `python3 run.py docs`; change the code, not this page. -->\n\n"


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *(list(row) for row in rows)]
    return "\n".join(f"| {' | '.join(cell.replace('|', '·') for cell in line)} |" for line in lines) + "\n"


def wage_regulation() -> str:
    from tests.architecture import articles

    return articles.page()


def commands() -> str:
    from huigong.__main__ import COMMANDS

    rows = ((f"`huigong {name}`", command.says) for name, command in COMMANDS.items())
    return (
        "# Commands\n\nEach takes `--help`. Exit codes: 0 done, 1 done but something differs, 2 wrong input.\n\n"
        + table(("Command", "What it does"), rows)
    )


def roles() -> str:
    from huigong.directory.permissions import Permission
    from huigong.directory.roles import ROLES

    heads = ("Permission", *(role.name for role in ROLES.values()))
    rows = (
        (f"`{permission}`", *("●" if permission in role.permissions else "" for role in ROLES.values()))
        for permission in Permission
    )
    slugs = table(("Role", "Slug"), ((role.name, f"`{role.slug}`") for role in ROLES.values()))
    return (
        "# Roles and permissions\n\nWhat is not marked is denied. A grant adds a region (with all below it) and, "
        "where given, one office.\n\n" + table(heads, rows) + "\n" + slugs
    )


def statuses() -> str:
    from huigong.casework.procedures.standard import STANDARD

    rows = (
        (
            status.name,
            f"`{status.id}`",
            move.name,
            f"`{move.id}`",
            move.who,
            STANDARD.after(status.id, move).name,
        )
        for status in STANDARD.statuses
        for move in STANDARD.moves_from(status.id)
    )
    words = (
        (status.name, f"`{status.id}`", status.phase, "、".join(status.stages), status.next_step)
        for status in STANDARD.statuses
    )
    return (
        "# Life of a case\n\nEvery procedure is a value with a table of its own; this page is the standard one. "
        "Every allowed move; all others are refused with what is possible instead.\n\n"
        + table(("From", "", "Move", "", "Made by", "To"), rows)
        + "\n## What each status says\n\n"
        + table(("Status", "", "Phase", "Stage", "The person reads"), words)
    )


def facts() -> str:
    from huigong.catalogue.services import catalogue

    rows = ((name, fact.type, fact.question) for name, fact in catalogue().facts.items())
    return "# Facts\n\nWhat rules may ask of a person, and how a worker is asked.\n\n" + table(
        ("Fact", "Type", "Question"), rows
    )


def to_fill_in() -> str:
    from itertools import groupby

    from huigong.catalogue.services import catalogue
    from huigong.catalogue.todo import Kind, todo
    from huigong.kernel import regions

    packs = sorted({service.region for service in catalogue().services} - {regions.NATION})
    text = (
        f"# What a place has to fill in\n\nBefore it goes live, as of {AS_OF}; `huigong pack todo REGION` prints it "
        "for any place and day. Until then a page says that the figure is the place's own to give, and a version "
        "that nobody has checked is not used. Beside this every version waits for a jurist's signature.\n"
    )
    for region in packs:
        open_things = todo(region, catalogue=catalogue(), on=AS_OF)
        rows = [
            (kind, each.what, "、".join(each.services))
            for kind, group in groupby(open_things, key=lambda each: each.kind)
            for each in group
            if kind is not Kind.SIGNATURE
        ]
        text += f"\n## {regions.find(region).full_name}\n\n" + table(("Kind", "What", "Services"), rows)
    return text


def services() -> str:
    from huigong.catalogue.services import catalogue

    rows = sorted(
        (
            service.region,
            service.id,
            service.name,
            service.system,
            f"{lead.line}, {lead.level}{f' ({lead.does})' if lead.does else ''}",
            lead.place.id,
            lead.clause or "–",
            "" if lead.verified else "usual level only",
            "" if service.verified else "not verified",
        )
        for service in catalogue().services
        for lead in service.leads
    )
    return (
        "# Services\n\n"
        + _ABOUT_SERVICES
        + table(("Region", "Id", "Name", "System", "Answers", "Place decided by", "By", "", ""), rows)
        + "\n"
        + _splits()
    )


_ABOUT_SERVICES = """\
Every entry of the catalogue by the region that defines it. *Answers* is the line of offices and the level
that settles the matter; *place decided by* says which place's office of that level; *by* is the article
that fixes both. Where it says *usual level only*, no article was found, and pages say so. Levels `community`,
`station` and `township` stand below the county: people go there, and the county's office of the line answers.
Where several answer, each has a row with its part of the matter; the lead named first in the pack receives the case.

"""


def _splits() -> str:
    """The cases that another level answers for, by the clause that says so."""
    from huigong.catalogue.services import catalogue

    rows = (
        (entry.region, service_id, split.applies, split.level, split.clause)
        for entries in (
            [(service, service.id, service.lead.splits) for service in catalogue().services],
            [(adoption, adoption.service_id, adoption.splits) for adoption in catalogue().adoptions],
        )
        for entry, service_id, splits in entries
        for split in splits
    )
    return "## Cases that another level answers for\n\n" + table(
        ("Region", "Id", "Cases", "Level", "By"), rows
    )


def forms() -> str:
    from huigong.forms import book
    from huigong.kernel import regions

    text = "# Forms\n\nWhat the forms of the packs ask, as they stand where the pack is; see [how to declare one](../how-to/declare-a-form.md).\n"
    for written in book().written:
        form = book().form(written.id, on=max(written.since, AS_OF), region=written.file.region)
        rows = (
            (part.title, *_field_row(path, field)) for part in form.parts for path, field in _fields(part)
        )
        text += f"\n## {form.name} `{form.id}`\n\n{regions.find(form.region).name}, from {form.since}. "
        text += f"Rests on {'、'.join(form.clauses)}.\n\n"
        text += table(("Part", "Field", "Type", "Asked", "Must", "Privacy", "By"), rows)
    return text


def obligations() -> str:
    from huigong.kernel import regions
    from huigong.obligations.declaring.reading import book

    text = "# Obligations\n\nWhat the packs say is owed again and again; see [how to declare one](../how-to/declare-an-obligation.md).\n"
    for written in book().shelf.written:
        entry, region = written.entry, written.file.region
        declared = book().declaration(written.id, region, on=written.since)
        if declared is None:
            continue
        text += f"\n## {declared.head.name} `{declared.id}`\n\n{regions.find(region).name}, from {written.since}. "
        text += f"Rests on {'、'.join(declared.head.clauses)}. {_terms(declared)}\n\n"
        rows = (
            (story["name"], story["on"].isoformat(), f"第{row['第']}次 {row['到期']} {row['状态']}")
            for story in entry["examples"]
            for row in story["then"]
        )
        text += table(("Example", "On", "Stands"), rows)
    return text


def systems() -> str:
    from tests.architecture.systems import systems

    return systems()


def _terms(declared: Any) -> str:
    """Its newest terms in words; what a place has to set first where one is not known."""
    if declared.versions is None:
        return f"Not raised before the place sets {'、'.join(declared.unset)}."
    terms = declared.versions.listed[-1][1]
    again = f"Every {_span(terms.every)}" if terms.every else f"Once, {_span(terms.step)} after"
    opens = (
        f"can be done {_span(terms.opens)} ahead"
        if terms.opens
        else "can be done as soon as the one before was due"
    )
    grace = f"grace {_span(terms.grace)}" if terms.grace else "no grace"
    return f"{again}; {opens}; {grace}; counted from `{terms.counted_from}`; missed: `{terms.missed}`."


def _span(span: Any) -> str:
    parts = [
        f"{count} {word}{'s' * (count > 1)}"
        for count, word in ((span.months, "month"), (span.days, "day"))
        if count
    ]
    return " and ".join(parts)


def _fields(part: Any) -> Iterator[tuple[str, Any]]:
    for field in part.fields:
        yield field.id, field
        for column in field.fields:
            yield f"{field.id}.{column.id}", column


def _field_row(path: str, field: Any) -> tuple[str, ...]:
    from huigong.rules.render import statement

    unit = f" ({field.unit})" if field.unit else ""
    always = getattr(field.required, "value", None) is True
    must = "yes" if always else statement(field.required) if field.required else ""
    helped = ", or the office helps" if field.help_if_missing else ""
    shown = f" (if {statement(field.shown_if)})" if field.shown_if else ""
    asked = f"{field.ask}{shown}"
    return (
        path,
        f"{field.kind}{unit}",
        asked,
        f"{must}{helped}",
        field.privacy.value,
        "、".join(field.clauses),
    )


PAGES: dict[str, Callable[[], str]] = {
    "docs/reference/commands.md": commands,
    "docs/reference/roles.md": roles,
    "docs/reference/statuses.md": statuses,
    "docs/reference/facts.md": facts,
    "docs/reference/services.md": services,
    "docs/reference/forms.md": forms,
    "docs/reference/obligations.md": obligations,
    "docs/reference/systems.md": systems,
    "docs/reference/to-fill-in.md": to_fill_in,
    "docs/reference/wage-regulation.md": wage_regulation,
}


def stale() -> list[str]:
    return [name for name, make in PAGES.items() if not same(name, MADE + make())]


def same(name: str, text: str) -> bool:
    path = ROOT / name
    return path.exists() and path.read_text() == text


def main() -> int:
    import django

    django.setup()
    if "--check" in sys.argv:
        for name in (found := stale()):
            print(f"stale: {name}; run `python3 run.py docs`")
        return 1 if found else 0
    for name, make in PAGES.items():
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(MADE + make())
        print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
