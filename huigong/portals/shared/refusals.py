"""Pages for everything that does not go as asked.

One shape for all of them: what happened, why, what to do, and the clause
behind it where there is one. Never a bare number, never English jargon.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.translation import gettext as _

from huigong.kernel.errors import (
    Conflict,
    Denied,
    DomainError,
    Invalid,
    NoAccess,
    NotFound,
    TooMany,
    Unavailable,
)
from huigong.portals.shared.languages import said

_RETRY_AFTER = "10"  # seconds
_STATUS: dict[type[DomainError], int] = {
    NotFound: 404,
    Denied: 403,
    Conflict: 409,
    TooMany: 429,
    Unavailable: 503,
}


def status_for(error: DomainError) -> int:
    """The HTTP status of an error's kind; 400 for what was given wrongly."""
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 400)


def in_words(error: DomainError, *parts: str) -> str:
    """Those parts of an error (`what`, `why`, `do`) as sentences, in the reader's language."""
    stop = _("。")
    told = (said(getattr(error, part)).rstrip("。.") for part in parts)
    return "".join(f"{text}{stop}" for text in told if text).strip()


def with_retry(response: HttpResponse, error: DomainError) -> HttpResponse:
    """The answer with `Retry-After`, where the same may be had a little later."""
    if isinstance(error, TooMany | Unavailable):
        response["Retry-After"] = _RETRY_AFTER
    return response


def refuse(request: HttpRequest, error: DomainError, *, status: int | None = None) -> HttpResponse:
    """The page for `error`; for an htmx request only the fragment, aimed at `#notes`."""
    code = status or status_for(error)
    if request.headers.get("HX-Request") != "true":
        page = render(request, "shared/refusal.html", {"refusal": error}, status=code)
        return with_retry(page, error)
    response = with_retry(render(request, "shared/refusal_text.html", {"refusal": error}, status=code), error)
    response["HX-Retarget"] = "#notes"
    response["HX-Reswap"] = "innerHTML show:top"
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler404."""
    error = NotFound(
        code="page.not_found",
        what=_("没有找到这个页面"),
        why=_("网址可能抄错了，或者页面已经搬走。"),
        do=_("请核对网址，或回到首页重新找。"),
    )
    return refuse(request, error)


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler403."""
    error = NoAccess(
        code="access.denied",
        what=_("您不能看这个页面"),
        why=_("这里的内容只给办理这件事的人看。"),
        do=_("如果这是您本人的事，请先登录再试。"),
    )
    return refuse(request, error)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler400."""
    if isinstance(exception, MultiPartParserError):
        return refuse(request, _unreadable_parts())
    error = Invalid(
        code="page.bad_request",
        what=_("没有看懂这次请求"),
        why=_("发送的内容不完整，多半是网络中断造成的。"),
        do=_("请返回上一页再试一次。"),
    )
    return refuse(request, error)


def _unreadable_parts() -> Invalid:
    """Of a form with files; one that only broke off is not refused by this."""
    return Invalid(
        code="page.unreadable_parts",
        what=_("传来的文件没有看懂，没有收下"),
        why=_("文件名太长，或者名字里有认不出的字。"),
        do=_("请把文件名改短（一百个字以内），返回上一页再传一次。"),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Django's handler500: nothing here may need the database."""
    error = Unavailable(
        code="page.broken",
        what=_("系统出了问题，不是您的错"),
        why=_("这一步没有办成，您填的内容没有提交。"),
        do=_("请过几分钟再试；急事请到就近的服务窗口。"),
    )
    return render(request, "shared/broken.html", {"refusal": error}, status=500)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW: nearly always an old tab or blocked cookies."""
    error = NoAccess(
        code="access.form_expired",
        what=_("这个表单已经过期"),
        why=_("页面打开太久，或者浏览器没有保存 Cookie。"),
        do=_("请返回上一页，刷新后再提交一次；如果还不行，请在浏览器设置里允许 Cookie。"),
    )
    return refuse(request, error)
