"""What every request goes through and every answer says: hosts, strict headers, tags, cookies, refusals."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from hashlib import sha256
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from flowtrim.errors import FlowtrimError, OutputError
from flowtrim.sentences import messages

LONGEST_BODY = 16_384

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def told(do: Callable[[Request], Any]) -> Callable[[Request], Any]:
    """Turn what is refused into a status and a sentence in the language of the browser."""

    async def answered(request: Request) -> Response:
        tell = messages(language(request))
        try:
            response: Response = await do(request)
        except msgspec.DecodeError:
            return plain(400, "That is not what a page of this server sends.")
        except OutputError as refusal:
            return plain(503, str(refusal))
        except FlowtrimError as refusal:
            return plain(409, tell(refusal.args[0] if refusal.args else ""))
        return response

    return answered


def language(request: Request) -> str:
    """Return the language that a browser prefers."""
    return request.headers.get("accept-language", "en").split(",")[0].split(";")[0].strip()[:12]


def tagged(request: Request, body: bytes, kind: str) -> Response:
    """Return a body, or only that it is the same as the browser has."""
    tag = f'"{sha256(body).hexdigest()[:24]}"'
    headers = {"etag": tag, "cache-control": "no-cache", "vary": "cookie, accept-language"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=kind, headers=headers)


def with_cookie(name: str, value: str) -> Response:
    """Return nothing but a cookie that no script and no other site sees."""
    response = Response(status_code=204)
    response.set_cookie(name, value, max_age=14 * 86400, httponly=True, samesite="strict", path="/")
    return response


def plain(status: int, text: str) -> Response:
    """Return a sentence."""
    return Response(text, status_code=status, media_type="text/plain; charset=utf-8")


def as_json(value: Any) -> Response:
    """Return data."""
    return Response(msgspec.json.encode(value), media_type="application/json")


class Guards:
    """Refuses what no page of ours sends; a name that was rebound to this machine is not one of its hosts."""

    def __init__(self, app: App, *, hosts: frozenset[str]) -> None:
        """Stand before an application that is reached by these hosts only."""
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        refusal = self._refusal(scope["method"], headers)
        if refusal:
            await _refuse(send, *refusal)
        else:
            await self._app(scope, _bounded(receive), _with_headers(send))

    def _refusal(self, method: str, headers: dict[bytes, bytes]) -> tuple[int, str] | None:
        host = headers.get(b"host", b"").decode("latin-1").lower()
        if host not in self._hosts:
            return 421, "This server does not answer to that name."
        if method in ("GET", "HEAD"):
            return None
        if headers.get(b"origin", b"").decode("latin-1").lower() != f"http://{host}":
            return 403, "This did not come from a page of this server."
        if headers.get(b"content-type", b"").split(b";")[0].strip() != b"application/json":
            return 415, "Only JSON is taken."
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > LONGEST_BODY:
            return 413, "This is too long."
        return None


class TooLongError(Exception):
    """A body that is longer than it said, or than anything a page of ours sends."""


def _bounded(receive: Receive) -> Receive:
    seen = 0

    async def bounded() -> MutableMapping[str, Any]:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > LONGEST_BODY:
            raise TooLongError
        return message

    return bounded


def _with_headers(send: Send) -> Send:
    async def decorated(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            own = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
            message["headers"] = [*message.get("headers", ()), *own]
        await send(message)

    return decorated


async def _refuse(send: Send, status: int, said: str) -> None:
    decorated = _with_headers(send)
    body = said.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await decorated({"type": "http.response.start", "status": status, "headers": headers})
    await decorated({"type": "http.response.body", "body": body})
