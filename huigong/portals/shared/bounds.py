"""What anybody may send: too much, or what no database keeps, is refused before a view reads it and never sent back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from huigong.kernel.errors import Invalid
from huigong.portals.shared.bodies import SMALL, are_files_taken
from huigong.portals.shared.heads import make_readable
from huigong.portals.shared.refusals import refuse

MOST_IN_ADDRESS = 4_000  # characters after the question mark
MOST_IN_FIELD = 20_000  # characters; the longest field of a form takes a tenth
_UNREADABLE, _TOO_LARGE, _ADDRESS_TOO_LONG = 400, 413, 414
_NUL = "\x00"  # PostgreSQL keeps no text with it


class CookieMiddleware:
    """Drops cookies that hold NUL, as if they had not come. Stands before the session, which is looked up by one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name in [name for name, value in request.COOKIES.items() if _NUL in value]:
            del request.COOKIES[name]
        return self.get_response(request)


class BoundedInputMiddleware:
    """Answers 413 for a field or a body that is too long, 414 for an address, 400 for NUL in any of them.

    Stands before everything that reads a form. Files are bounded by the view that takes them, and
    refused (400) where `bodies.takes_files` does not declare it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if len(request.META.get("QUERY_STRING", "")) > MOST_IN_ADDRESS:
            request.META["QUERY_STRING"] = ""  # every page links to itself
            return _refuse(request, status=_ADDRESS_TOO_LONG)
        if _NUL in request.path or _has_nul(request.GET):
            request.META["QUERY_STRING"] = ""
            return refuse(request, _unreadable(), status=_UNREADABLE)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _words: Any) -> HttpResponse | None:
        takes_files = are_files_taken(view)
        if not takes_files and _length(request) > SMALL:
            return _refuse(request, status=_TOO_LARGE)
        if takes_files:
            make_readable(request)
        try:
            values = (value for _, held in request.POST.lists() for value in held)
            too_long = any(len(value) > MOST_IN_FIELD for value in values)
        except (RequestDataTooBig, TooManyFieldsSent):
            return _refuse(request, status=_TOO_LARGE)
        if too_long:
            return _refuse(request, status=_TOO_LARGE)
        if request.FILES and not takes_files:
            return refuse(request, _no_files(), status=_UNREADABLE)
        return refuse(request, _unreadable(), status=_UNREADABLE) if _has_nul(request.POST) else None


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _has_nul(sent: QueryDict) -> bool:
    return any(_NUL in text for name, held in sent.lists() for text in (name, *held))


def _unreadable() -> Invalid:
    return Invalid(
        code="input.unreadable",
        what=_("里面有一个看不见的字符，没有收下"),
        why=_("多半是从别处复制时带进来的，系统存不了它。"),
        do=_("请返回上一页，删去后重新输入，不要粘贴。"),
    )


def _no_files() -> Invalid:
    return Invalid(
        code="input.no_files",
        what=_("这一页不收文件"),
        why=_("文件只在写着“选照片或文件”的地方收。"),
        do=_("请回到要传文件的那一页再传。"),
    )


def _refuse(request: HttpRequest, *, status: int) -> HttpResponse:
    error = Invalid(
        code="input.too_long",
        what=_("写的内容太长，没有收下"),
        why=_("一次能收的字数有限。"),
        do=_("请返回上一页，缩短后再提交；材料多的，请带到窗口。"),
    )
    return refuse(request, error, status=status)
