"""A telecom's gateway over HTTP: one signed JSON request for each message.

    POST HUIGONG_SMS_URL
    X-Key: <key>
    X-Signature: HMAC-SHA256(secret, body) in hexadecimal
    {"phone": "…", "sign": "惠工", "template": "<the telecom's id>", "values": {…}, "text": "…",
     "key": "<the same at every attempt>"}

Any 2xx answer means taken; 400 to 499, but 408 and 429, means never; everything else means later.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from huigong.messages.sms.terms import NotSent, Sms, not_sent

WITHIN = 10.0  # seconds
_LATER = (408, 429)


class _NoRedirect(HTTPRedirectHandler):
    """A phone number is handed to the address that was configured, and to no other."""

    def redirect_request(self, *_: object) -> None:
        return None


class Gateway:
    """Where, with which keys and under which ids of the telecom: settings.SMS_*."""

    def send(self, phone: str, sms: Sms) -> None:
        template = settings.SMS_TEMPLATES.get(sms.template, "")
        if not template:
            raise not_sent(f"短信平台的模板编号没有登记：{sms.template}（HUIGONG_SMS_TEMPLATES）", final=True)
        body = json.dumps(
            {
                "phone": phone,
                "sign": settings.SMS_SIGN,
                "template": template,
                "values": dict(sms.values),
                "text": sms.text,
                "key": sms.key,
            },
            ensure_ascii=False,
        ).encode()
        _post(body)


def _post(body: bytes) -> None:
    signature = hmac.new(settings.SMS_SECRET.encode(), body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-Key": settings.SMS_KEY, "X-Signature": signature}
    request = Request(settings.SMS_URL, data=body, headers=headers, method="POST")
    try:
        with build_opener(_NoRedirect).open(request, timeout=WITHIN):
            return
    except HTTPError as error:
        error.close()
        raise _refusal(error.code) from error
    except (URLError, OSError, ValueError) as error:
        raise not_sent("连不上短信平台") from error


def _refusal(status: int) -> NotSent:
    final = 400 <= status < 500 and status not in _LATER
    return not_sent(f"短信平台答复 {status}", final=final)
