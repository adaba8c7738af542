"""A code to the phone that is to be somebody's login: nothing but the code, read out at the counter, opens one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from huigong.portals.shared import codes
from huigong.portals.shared.requests import Request
from huigong.registry.actions import counter

ASKED = "desk_new_phone"


def ask(
    request: Request, public_id: str, *, phone: str, shown: str, taken_over: bool = False
) -> HttpResponse:
    """Sends the code and leads to the page where it is typed. Raises as `counter.require_free` and `codes.send`."""
    plain = counter.require_free(
        by=request.principal, person_id=public_id, phone=phone, taken_over=taken_over
    )
    codes.send_from(request, phone=plain, purpose=codes.COUNTER)
    request.session[ASKED] = {"person": public_id, "shown": shown, "taken_over": taken_over}
    return redirect("desk:person-phone-code", public_id=public_id)
