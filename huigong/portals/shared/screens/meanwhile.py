"""A form open in two windows: a page says what stood in each of its fields, so that what was said elsewhere since is not lost.

What a page leaves as it was gives way to what was said since. What both have changed is shown with what stands
now, and is kept when it is sent once more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from huigong.forms.drafts import Draft, canonical
from huigong.forms.fields import Field
from huigong.forms.kinds import Kind
from huigong.forms.showing import plainly
from huigong.forms.types import At, Mistake, type_of
from huigong.kernel.errors import Conflict
from huigong.portals.shared.languages import said

DRAWN = "drawn"
"""The name under which a page sends back what stood in its fields: `field:mark field:mark`."""
_MARK = 10  # hexadecimal digits
_SHOWN = 60  # characters of an answer in a sentence


def marks(fields: Sequence[Field], draft: Draft) -> str:
    """What a page that shows these fields of the draft sends back. Files lie elsewhere and are added one by one."""
    return " ".join(f"{each.id}:{_mark(each, draft)}" for each in fields if each.kind is not Kind.FILE)


def held_against(
    posted: QueryDict, fields: Sequence[Field], *, kept: Draft, sent: Draft, at: At
) -> tuple[Draft, tuple[Mistake, ...]]:
    """Of `sent` what may be kept now where `kept` stands, and what was changed here and elsewhere.

    A page that says nothing of what stood in its fields is taken as it is.
    """
    drawn = dict(_pair(each) for each in posted.get(DRAWN, "").split())
    clashes = list[Mistake]()
    for asked in fields:
        was, now, typed = drawn.get(asked.id), _mark(asked, kept), _mark(asked, sent)
        if was is None or was == now or typed == now:
            continue
        sent = _standing(asked, sent, kept)
        if typed != was:
            clashes.append(Mistake(asked.id, _changed(asked, kept, at)))
    return sent, tuple(clashes)


def _pair(written: str) -> tuple[str, str]:
    id, _colon, mark = written.rpartition(":")
    return id, mark


def _mark(asked: Field, draft: Draft) -> str:
    files = {column.id for column in asked.fields if column.kind is Kind.FILE}
    typed = {
        part: text.replace("\r\n", "\n")
        for part, text in draft.typed(asked.id).items()
        if text.strip() and part.partition(".")[2] not in files
    }
    return hashlib.sha256(canonical(typed).encode()).hexdigest()[:_MARK]


def _standing(asked: Field, sent: Draft, kept: Draft) -> Draft:
    """What was sent, with the field as it is kept."""
    others = {id: each for id, each in sent.said.items() if id != asked.id}
    return replace(sent, said=others | ({asked.id: kept.said[asked.id]} if asked.id in kept.said else {}))


def _changed(asked: Field, kept: Draft, at: At) -> Conflict:
    value = type_of(asked.kind).read(asked, kept.typed(asked.id), at, asked.id).value
    shown = _("，").join(said(line) for line in plainly(asked, value) if line)
    what = _("这一题在别的页面改成了“%(now)s”") % {"now": _cut(shown)} if shown else _("这一题在别的页面改过")
    return Conflict(
        "form.changed_meanwhile",
        what=what,
        why=_("这一页写的还没有存"),
        do=_("要用这一页写的，再点一次就存上；不用的，请返回"),
    )


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
