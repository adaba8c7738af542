"""A made-up national platform over real HTTP, with the manners of OpenID Connect and a way to lose each of them.

It checks what a real one checks: who asks, where to send people back, the code's verifier, and that
a code is used once. `test_national` holds it to that.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.utils import timezone

CLIENT, SECRET = "huigong-test", "a secret of the test"
Claims = dict[str, Any]


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def number(value: int) -> str:
    return b64(value.to_bytes((value.bit_length() + 7) // 8))


class Signer:
    """A key of the platform, RSA or elliptic, under a name."""

    def __init__(self, key_id: str, *, elliptic: bool = False, bits: int = 2048) -> None:
        self.key_id, self.elliptic = key_id, elliptic
        self._key: Any = (
            ec.generate_private_key(ec.SECP256R1()) if elliptic else rsa.generate_private_key(65537, bits)
        )

    @property
    def public(self) -> dict[str, str]:
        numbers = self._key.public_key().public_numbers()
        if self.elliptic:
            x, y = (b64(value.to_bytes(32)) for value in (numbers.x, numbers.y))
            return {"kty": "EC", "crv": "P-256", "kid": self.key_id, "use": "sig", "x": x, "y": y}
        return {
            "kty": "RSA",
            "kid": self.key_id,
            "use": "sig",
            "n": number(numbers.n),
            "e": number(numbers.e),
        }

    def token(self, claims: Claims, **header: str) -> str:
        algorithm = "ES256" if self.elliptic else "RS256"
        head = {"alg": algorithm, "kid": self.key_id, **header}
        signed = f"{b64(json.dumps(head).encode())}.{b64(json.dumps(claims).encode())}"
        return f"{signed}.{b64(self._signature(signed.encode()))}"

    def _signature(self, signed: bytes) -> bytes:
        if self.elliptic:
            halves = decode_dss_signature(self._key.sign(signed, ec.ECDSA(SHA256())))
            return b"".join(half.to_bytes(32) for half in halves)
        return self._key.sign(signed, padding.PKCS1v15(), SHA256())


@cache
def first_signer() -> Signer:
    """The key that a platform begins with: making one takes a tenth of a second."""
    return Signer("one")


class Platform:
    """Who logs in next (`person`), which keys sign, and how what it says is spoilt: `spoil(claims)`, `header`."""

    def __init__(self) -> None:
        self.signer = first_signer()
        self.published = [self.signer]
        self.person: Claims = {}
        self.spoil: Callable[[Claims], Claims] = lambda claims: claims
        self.header: dict[str, str] = {}
        self.told: Claims = {}  # what discovery says otherwise
        self.in_token = True  # name and number in the token, or on the page about the person
        self.about: Claims | None = None
        self.asked: list[str] = []
        self.codes: dict[str, Claims] = {}
        self.issuer = ""

    def discovery(self) -> Claims:
        paths = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "userinfo_endpoint": "userinfo",
            "jwks_uri": "keys",
        }
        return {
            "issuer": self.issuer,
            **{name: f"{self.issuer}/{path}" for name, path in paths.items()},
            **self.told,
        }

    def authorize(self, asked: Claims) -> str:
        """Where the browser is sent after the person has logged in."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = {**asked, "person": dict(self.person)}
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: Claims) -> tuple[int, Claims]:
        begun = self.codes.pop(form.get("code", ""), None)
        challenge = b64(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        allowed = begun is not None and (
            (form.get("client_id"), form.get("client_secret"), form.get("redirect_uri"), challenge)
            == (CLIENT, SECRET, begun["redirect_uri"], begun["code_challenge"])
        )
        if not allowed or begun is None:
            return 400, {"error": "invalid_grant"}
        now = int(timezone.now().timestamp())
        claims: Claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "subject-1",
            "nonce": begun["nonce"],
            "iat": now,
            "exp": now + 300,
        }
        if self.in_token:
            claims |= begun["person"]
        signed = self.signer.token(self.spoil(claims), **self.header)
        return 200, {"access_token": "token-1", "token_type": "Bearer", "id_token": signed}

    def userinfo(self) -> Claims:
        return self.about if self.about is not None else {"sub": "subject-1", **self.person}


@contextmanager
def running() -> Iterator[Platform]:
    """The platform on a free port of this machine, until the block ends."""
    platform = Platform()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            platform.asked.append(parts.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", platform.authorize(asked))
                self.end_headers()
            elif parts.path == "/userinfo":
                allowed = self.headers.get("Authorization") == "Bearer token-1"
                self._answer(200 if allowed else 401, platform.userinfo() if allowed else {})
            elif parts.path == "/keys":
                self._answer(200, {"keys": [signer.public for signer in platform.published]})
            elif parts.path == "/.well-known/openid-configuration":
                self._answer(200, platform.discovery())
            else:
                self._answer(404, {})

        def do_POST(self) -> None:
            platform.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._answer(*platform.token(form))

        def _answer(self, status: int, given: Claims) -> None:
            body = json.dumps(given).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    platform.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield platform
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
