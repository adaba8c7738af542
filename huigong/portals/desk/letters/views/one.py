"""One letter: what came of it, its PDF, printing it again, and each attempt at service."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huigong.correspondence import queries
from huigong.correspondence.actions import delivery
from huigong.correspondence.revealing import not_in_full
from huigong.kernel.errors import DomainError, NoAccess
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.letters.forms import ServeForm
from huigong.portals.desk.parts.purposes import PurposeForm, purpose_for, remember
from huigong.portals.desk.parts.watching import reason_first_by
from huigong.portals.shared.fields import field_of
from huigong.portals.shared.refusals import in_words
from huigong.portals.shared.requests import Request
from huigong.portals.shared.saved import saved


@officials_only
@never_cache
@reason_first_by(queries.case_id)
def show(request: Request, public_id: str) -> HttpResponse:
    """The letter with its attempts, names masked; a POST records one more."""
    viewer, now = request.principal, timezone.now()
    letter = queries.letter(viewer, public_id, now=now)
    serving = queries.serving(viewer, public_id)
    status, form = 200, None
    if serving is not None:
        first = next(iter(serving.next or serving.ways), None)
        initial = {"way": first.id if first else "", "happened_on": timezone.localdate(now)}
        data = request.POST if request.method == "POST" else None
        form = ServeForm(data, ways=serving.ways, initial=initial)
        if form.is_bound:
            status = 400
            if form.is_valid() and (answer := _served(request, public_id, form)) is not None:
                return answer
    may_reveal = queries.may_reveal(viewer, public_id)
    context = {"letter": letter, "serving": serving, "form": form, "may_reveal": may_reveal}
    return page(request, "desk/letters/letter.html", "letters", context, status=status)


def _served(request: Request, public_id: str, form: ServeForm) -> HttpResponse | None:
    said = form.cleaned_data
    try:
        delivery.record_service(
            letter_id=public_id,
            way=said["way"],
            done=said["outcome"] == "done",
            happened_on=said["happened_on"],
            proof=said["proof"],
            by=request.principal,
            now=timezone.now(),
        )
    except NoAccess:
        raise
    except DomainError as error:
        form.add_error(field_of(error, form), in_words(error, "what", "why", "do"))
        return None
    messages.success(request, _("已登记这次送达。"))
    return redirect("desk:letter", public_id=public_id)


@officials_only
@never_cache
@reason_first_by(queries.case_id)
def reveal(request: Request, public_id: str) -> HttpResponse:
    """Asks what for, and shows the letter in full; a reload asks again. The purpose opens the PDF as well."""
    viewer, now = request.principal, timezone.now()
    if not queries.may_reveal(viewer, public_id):
        raise not_in_full()
    seen = queries.letter(viewer, public_id, now=now)
    form = PurposeForm(request.POST or None, initial={"why": "核实申请材料", "more": seen.case_number})
    serving = queries.serving(viewer, public_id)
    context = {"letter": seen, "form": form, "serving": serving}
    if form.is_valid():
        purpose = form.cleaned_data["purpose"]
        remember(request.session, [_key(public_id)], purpose, now=now)
        shown = queries.reveal(viewer.with_purpose(purpose), public_id, now=now)
        context |= {"letter": shown, "purpose": purpose}
    status = 400 if form.errors else 200
    return page(request, "desk/letters/reveal.html", "letters", context, status=status)


@officials_only
@never_cache
@require_safe
def pdf(request: Request, public_id: str) -> HttpResponse:
    """The bytes as they were issued; whoever has not said what for is asked first."""
    viewer, now = request.principal, timezone.now()
    purpose = purpose_for(request.session, _key(public_id), now=now)
    if not purpose and queries.may_reveal(viewer, public_id):
        return redirect("desk:letter-reveal", public_id=public_id)
    number, content = queries.pdf(viewer.with_purpose(purpose), public_id, now=now)
    return saved(content, number)


def _key(public_id: str) -> str:
    """Under which a purpose for a letter is remembered, beside those for people."""
    return f"letter:{public_id}"


@officials_only
@never_cache
@require_POST
def again(request: Request, public_id: str) -> HttpResponse:
    """The same with 补印件 on every page; whoever has not said what for is asked first."""
    viewer, now = request.principal, timezone.now()
    purpose = purpose_for(request.session, _key(public_id), now=now)
    if not purpose and queries.may_reveal(viewer, public_id):
        return redirect("desk:letter-reveal", public_id=public_id)
    letter, content = delivery.print_again(letter_id=public_id, by=viewer.with_purpose(purpose), now=now)
    return saved(content, _("%(number)s 补印件") % {"number": letter.number})
