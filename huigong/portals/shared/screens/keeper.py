"""Where the pages of a form put files: with what a portal gives them. A page without a keeper asks for none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from typing import Protocol, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from huigong.files import actions, queries
from huigong.files.content.kinds import EVERYTHING, PICTURES, Kind
from huigong.files.places import Place
from huigong.files.queries import FileView
from huigong.forms.attaching import file_field, with_files
from huigong.forms.drafts import Draft
from huigong.forms.drawn import Control
from huigong.forms.fields import Field, Form
from huigong.forms.types import Mistake
from huigong.kernel.errors import Invalid, NotFound
from huigong.portals.shared.languages import said
from huigong.portals.shared.requests import Request
from huigong.portals.shared.uploads import panels
from huigong.portals.shared.uploads.panels import Panel
from huigong.portals.shared.uploads.viewers import viewer_of

FIELD = "field"
"""The word under which the script says for which field it sends a file."""
# What a declaration calls them; `kinds` of a field says which it takes, all where it says nothing.
KINDS: Mapping[str, frozenset[Kind]] = {
    "image": PICTURES,
    "pdf": frozenset({Kind.PDF}),
    "table": frozenset({Kind.XLSX, Kind.XLS, Kind.CSV}),
    "text": frozenset({Kind.DOCX, Kind.TEXT}),
}
MOST = 20  # of a field that declares no number


def ids_of(files: Mapping[str, Iterable[FileView]]) -> dict[str, list[str]]:
    """The files as ids, as a draft holds them, by the path of their field."""
    return {path: [file.public_id.hex for file in listed] for path, listed in files.items()}


class FileKeeper(Protocol):
    """Keeps the files of one draft."""

    def held(self) -> Mapping[str, tuple[FileView, ...]]:
        """What lies there now, by the path of the field."""

    def place(self, *, making: bool) -> Place | None:
        """Where files of the draft go; None where nothing lies there yet and none is to be made."""

    def shelf(self) -> tuple[FileView, ...]:
        """Files that the applicant kept earlier and can reuse."""


@dataclass(frozen=True)
class FilesControl(Control):
    """A control with the panel of its files."""

    panel: Panel | None = None
    shelf: tuple[FileView, ...] = ()

    @property
    def new(self) -> str:
        """The id of the input for more."""
        return f"{self.id}-new"


@dataclass(frozen=True)
class FormFiles:
    """The files of a form on its pages: laid over the draft, drawn, taken and removed."""

    request: HttpRequest
    form: Form
    keeper: FileKeeper

    def laid_over(self, draft: Draft) -> Draft:
        """The draft with the files that lie there now as its answers."""
        return with_files(draft, self.form, ids_of(self.keeper.held()))

    def begin(self, path: str) -> HttpResponse:
        """The answer to the script that begins to send a file; a refusal where nothing takes files at the path."""
        asked = file_field(self.form, path)
        if asked is None:
            return panels.refusal(_no_field())
        return panels.begin(self._request, self._place(asked, path))

    def take(self, asked: Sequence[Field]) -> tuple[Mistake, ...]:
        """Every file that the page sent for these fields; what was refused, each beside its field."""
        wanted, mistakes = {each.id for each in asked}, list[Mistake]()
        for path in self.request.FILES:
            field = file_field(self.form, path)
            if field is None or path.partition(".")[0] not in wanted:
                continue
            sent = cast("list[UploadedFile]", self.request.FILES.getlist(path))
            for each in panels.take(self._request, self._place(field, path), sent):
                mistakes.append(Mistake(path, _named(each)))
        return tuple(mistakes)

    def attach(self, path: str, value: str) -> None:
        """One of the files that were kept before. Raises `DomainError` as `files.actions.attach`."""
        asked = file_field(self.form, path)
        if asked is None:
            raise _no_field()
        place, viewer = self._place(asked, path), viewer_of(self._request)
        actions.attach(file_id=queries.id_of(value), place=place, by=viewer, now=timezone.now())

    def remove(self, path: str, value: str) -> None:
        """One file of a field, or all files of a row. What is not there any more is removed already."""
        place = self.keeper.place(making=False)
        if place is None:
            return
        viewer, now = viewer_of(self._request), timezone.now()
        if file_field(self.form, path):
            there = replace(place, field=path)
            with suppress(NotFound):
                actions.remove(file_id=queries.id_of(value), place=there, by=viewer, now=now)
        else:
            actions.drop(place=replace(place, field=f"{path}.{value}"), by=viewer, now=now)

    def drawn(self, control: Control, held: Mapping[str, tuple[FileView, ...]]) -> Control:
        """The control with the panel of its files, those in its rows too."""
        if control.widget != "files":
            lines = tuple(
                replace(line, controls=tuple(self.drawn(each, held) for each in line.controls))
                for line in control.lines
            )
            return replace(control, lines=lines) if lines else control
        asked = file_field(self.form, control.path)
        assert asked is not None
        place = self.keeper.place(making=False) or Place(owner="", purpose="", holder="")
        here = _of_field(place, asked, control.path)
        panel = panels.panel_of(self._request, here, tuple(held.get(control.path, ())))
        known = {each.name: getattr(control, each.name) for each in fields(Control)}
        there = {file.public_id for file in panel.files}
        shelf = tuple(
            file
            for file in self.keeper.shelf()
            if file.public_id not in there and file.kind in here.kinds and file.is_open
        )
        return FilesControl(**known, panel=panel, shelf=shelf)

    @property
    def _request(self) -> Request:
        return cast(Request, self.request)

    def _place(self, asked: Field, path: str) -> Place:
        place = self.keeper.place(making=True)
        assert place is not None
        return _of_field(place, asked, path)


def _of_field(place: Place, asked: Field, path: str) -> Place:
    most = asked.limits.most if isinstance(asked.limits.most, int) else MOST
    return replace(place, field=path, kinds=kinds_of(asked), most=most)


def kinds_of(asked: Field) -> frozenset[Kind]:
    """What a field takes. A word that nobody knows takes nothing: `pack check` refuses it."""
    if not asked.file_kinds:
        return EVERYTHING
    return frozenset(_each(asked.file_kinds))


def _each(words: Sequence[str]) -> Iterator[Kind]:
    for word in words:
        yield from KINDS.get(word, frozenset())


def _named(mistake: panels.Mistake) -> Invalid:
    """The refusal of a file with the name that it came with."""
    error, name = mistake.error, mistake.name[:60]
    what = f"{name}：{said(error.what)}" if name else error.what
    return Invalid(error.code, what=what, why=error.why, do=error.do)


def _no_field() -> Invalid:
    return Invalid(
        "files.no_field",
        what=_("这里不收文件"),
        why=_("表单换过，或者这一行已经删去"),
        do=_("请刷新页面再传，填好的都在"),
    )
