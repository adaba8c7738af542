"""The texts of messages, as packs declare them: `policies/<region>/messages/*.yaml`.

    messages:
      - id: case-received
        from: 2016-01-01
        title: 收到了您的申请
        body: “{事项}”已收到，编号 {编号}，由{部门}办理。
        sms: 您有一件事有了新进展，请登录惠工查看。

`{名称}` is replaced in title and body. The sms goes over an open channel to a phone that others look at:
it names nothing and nobody. With `daily: true` it waits for the morning and goes out with what else there is.
A region that writes an id again has a text of its own, and so has one whose administrator has changed it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from huigong.kernel.errors import Unavailable
from huigong.kernel.packs import Entry, Kept, Place, Report, Shape, files, speaks
from huigong.kernel.packs.kinds import day, flag, rows, text
from huigong.kernel.packs.local import Laid, Row, readable
from huigong.kernel.regions import lineage
from huigong.kernel.validity import Dated

NAME = re.compile(r"\{([^{}]*)\}")
MESSAGE = Shape(
    "消息",
    {
        "id": text(),
        "from": day(),
        "until": day(None),
        "title": text(said=True),
        "body": text(said=True),
        "sms": text(said=True),
        "daily": flag(False),
    },
    named="id",
)
MESSAGES = Shape("消息文件", {"messages": rows(MESSAGE, needed="至少写一条")})
speaks("messages", after="offices", packs=("messages/*.yaml",), shape=MESSAGES)


@dataclass(frozen=True)
class Template(Dated):
    """One text in force in a region from `valid_from` to `valid_until` (its last day)."""

    id: str
    region: str
    valid_from: date
    valid_until: date | None
    title: str
    body: str
    sms: str
    daily: bool
    place: Place
    local: bool = False


def filled(written: str, values: Mapping[str, str]) -> str:
    """The text with every `{name}` replaced. Raises `KeyError` for a name without a value."""
    return NAME.sub(lambda match: values[match[1]], written)


def names_in(written: str) -> tuple[str, ...]:
    """The names that a text uses."""
    return tuple(dict.fromkeys(NAME.findall(written)))


@dataclass(frozen=True)
class TemplateBook:
    """Every template of every region."""

    templates: tuple[Template, ...]

    def get(self, template_id: str, *, region: str, on: date) -> Template:
        """The text in force in the region, or in the nearest one above it that has one.

        Raises `DomainError` (`message.no_template`).
        """
        rows = [row for row in self.templates if row.id == template_id and row.in_force(on)]
        by_region = {row.region: row for row in rows}  # what a place has written stands last
        for code in lineage(region):
            if code in by_region:
                return by_region[code]
        raise Unavailable(
            code="message.no_template",
            what="这件事暂时通知不了",
            why=f"资料包里没有叫“{template_id}”的消息，或者它在{on.isoformat()}没有生效",
            do="请管理员补上 messages 文件夹里的文字，并运行 huigong pack check",
        )

    def with_local(self, rows: Sequence[Row]) -> TemplateBook:
        """The same with what places have written themselves, each from its day on, over the text that holds there.

        Where the packs have no such text any more, there is nothing that it could change.
        """
        return TemplateBook((*self.templates, *readable(LOCAL, rows, self._local)))

    def _local(self, row: Row) -> Template:
        day = date.fromisoformat(row["from"])
        below = self.get(row["template"], region=row["region"], on=day)
        words = {name: row[name] for name in ("title", "body", "sms")}
        return replace(below, region=row["region"], valid_from=day, valid_until=None, local=True, **words)


def read_templates(folder: Path, report: Report) -> TemplateBook:
    """Everything below the policies folder; what is wrong goes into the report."""
    templates: list[Template] = []
    for file in files(folder, "messages/*.yaml"):
        before = len(report.errors)
        raw = file.read(report)
        if len(report.errors) > before:
            continue
        entry = MESSAGES.read(raw, report=report, place=Place(file.name))
        if entry is not None:
            templates += [_template(row, file.region) for row in entry["messages"]]
    return TemplateBook(tuple(sorted(templates, key=lambda row: (row.id, row.region, row.valid_from))))


def _template(entry: Entry, region: str) -> Template:
    return Template(
        id=entry["id"],
        region=region,
        valid_from=entry["from"],
        valid_until=entry["until"],
        title=entry["title"],
        body=entry["body"],
        sms=entry["sms"],
        daily=entry["daily"],
        place=entry.place,
    )


LOCAL = "texts"
book = Laid(Kept(read_templates), name=LOCAL, lay=lambda packs, rows: packs.with_local(rows))
"""The texts of the installed packs, with what places have written over them."""
