"""A form open in two windows: a page says what stood in each of its fields, so that what was said elsewhere since is not lost.

What a page leaves as it was gives way to what was said since. What both have changed is shown with what stands
now, and is kept when it is sent once more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from huigong.forms.drafts import Draft, canonical
from huigong.forms.fields import Field
from huigong.forms.kinds import Kind
from huigong.forms.showing import plainly
from huigong.forms.types import At, Mistake, type_of
from huigong.forms.values import Typed
from huigong.kernel.errors import Conflict, DomainError
from huigong.portals.shared.languages import said

DRAWN = "drawn"
"""The name under which a page sends back what stood in its fields: `field:mark field:mark`."""
_CLASH = "form.changed_meanwhile"
_MARK = 10  # hexadecimal digits
_SHOWN = 60  # characters of an answer in a sentence


def marks(fields: Sequence[Field], draft: Draft) -> str:
    """What a page that shows these fields of the draft sends back. Files lie elsewhere and are added one by one."""
    return " ".join(f"{each.id}:{_mark(each, draft)}" for each in fields if each.kind is not Kind.FILE)


def marks_of_words(names: Sequence[str], kept: Mapping[str, str]) -> str:
    """The same for what is typed beside a form, by the name under which it is sent."""
    return " ".join(f"{name}:{_mark_of({'': kept.get(name, '')})}" for name in names)


def held_against(
    posted: QueryDict, fields: Sequence[Field], *, kept: Draft, sent: Draft, at: At
) -> tuple[Draft, tuple[Mistake, ...]]:
    """Of `sent` what may be kept now where `kept` stands, and what was changed here and elsewhere.

    A page that says nothing of what stood in its fields is taken as it is.
    """
    drawn = _drawn(posted)
    clashes = list[Mistake]()
    for asked in fields:
        was, now, typed = drawn.get(asked.id), _mark(asked, kept), _mark(asked, sent)
        if was is None or was == now or typed == now:
            continue
        sent = _standing(asked, sent, kept)
        if typed != was:
            clashes.append(Mistake(asked.id, _changed(_shown(asked, kept, at))))
    return sent, tuple(clashes)


def words_held_against(
    posted: QueryDict, names: Sequence[str], *, kept: Mapping[str, str], sent: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, DomainError]]:
    """`held_against` for what is typed beside a form; what was changed here and elsewhere, by name.

    Where nothing stands any more, it was handed in or taken back elsewhere: what is written here is kept.
    """
    drawn, held, clashes = _drawn(posted), dict(sent), dict[str, DomainError]()
    for name in names:
        was, stands, typed = drawn.get(name), kept.get(name, ""), _mark_of({"": sent.get(name, "")})
        if was is None or not stands or _mark_of({"": stands}) in (was, typed):
            continue
        held[name] = stands
        if typed != was:
            clashes[name] = _changed(stands)
    return held, clashes


def is_clash(error: DomainError) -> bool:
    """Whether it says that something was changed here and elsewhere."""
    return error.code == _CLASH


def _drawn(posted: QueryDict) -> dict[str, str]:
    return dict(_pair(each) for each in posted.get(DRAWN, "").split())


def _pair(written: str) -> tuple[str, str]:
    id, _colon, mark = written.rpartition(":")
    return id, mark


def _mark(asked: Field, draft: Draft) -> str:
    files = {column.id for column in asked.fields if column.kind is Kind.FILE}
    typed = draft.typed(asked.id)
    return _mark_of({part: text for part, text in typed.items() if part.partition(".")[2] not in files})


def _mark_of(typed: Typed) -> str:
    written = {part: text.replace("\r\n", "\n") for part, text in typed.items() if text.strip()}
    return hashlib.sha256(canonical(written).encode()).hexdigest()[:_MARK]


def _standing(asked: Field, sent: Draft, kept: Draft) -> Draft:
    """What was sent, with the field as it is kept."""
    others = {id: each for id, each in sent.said.items() if id != asked.id}
    return replace(sent, said=others | ({asked.id: kept.said[asked.id]} if asked.id in kept.said else {}))


def _shown(asked: Field, kept: Draft, at: At) -> str:
    value = type_of(asked.kind).read(asked, kept.typed(asked.id), at, asked.id).value
    return _("，").join(said(line) for line in plainly(asked, value) if line)


def _changed(now: str) -> Conflict:
    what = _("这一题在别的页面改成了“%(now)s”") % {"now": _cut(now)} if now else _("这一题在别的页面改过")
    return Conflict(
        _CLASH,
        what=what,
        why=_("这一页写的还没有存"),
        do=_("要用这一页写的，再点一次就存上；不用的，请返回"),
    )


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
