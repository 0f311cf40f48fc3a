"""What is sent back: with a tag that lets a browser keep what it has, with a cookie, or with why it was refused."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from flowtrim.errors import FlowtrimError, OutputError
from flowtrim.sentences import messages


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
