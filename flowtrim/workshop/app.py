"""The server's addresses: pages, the state of each screen, what is done, and a stream that says when to look again."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Annotated, Any

import msgspec
from msgspec import Struct
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from flowtrim.conversation import Answered, Decided, Idea, objections, reply
from flowtrim.drawings import night_style
from flowtrim.sentences import messages, say
from flowtrim.workshop import views
from flowtrim.workshop.acts import Ended, HandedOver, Joined, OfFacilitator, OfParticipant, Text
from flowtrim.workshop.hosting import Hosting
from flowtrim.workshop.meeting import RefusedError
from flowtrim.workshop.page_words import words
from flowtrim.workshop.requests_and_answers import Guards, as_json, language, plain, tagged, told, with_cookie
from flowtrim.workshop.table import PlayedBack, Table, token_hash

HEARTBEAT = 15.0
"""Seconds after which a silent stream says that it is still there."""

_KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
_DEVICE, _FACILITATOR, _ROOM = "flowtrim_device", "flowtrim_facilitator", "flowtrim_room"


class Secret(Struct, frozen=True, forbid_unknown_fields=True):
    """The secret that the terminal printed for a screen."""

    secret: Text


class Stepping(Struct, frozen=True, forbid_unknown_fields=True):
    """How many lines to go on in a session that is told again; back where it is negative."""

    by: Annotated[int, msgspec.Meta(ge=-1000, le=1000)]


class Joining(Struct, frozen=True, forbid_unknown_fields=True):
    """What a phone says to join."""

    role: Text = ""
    pin: Text = ""


def workshop_app(table: Table, hosting: Hosting) -> Starlette:
    """Return the application of one workshop."""
    return _Workshop(table, hosting).app()


class _Workshop:
    def __init__(self, table: Table, hosting: Hosting) -> None:
        self._table, self._hosting = table, hosting
        self._pages = {
            page.name: page.read_bytes()
            for page in files(__package__).joinpath("pages").iterdir()
            if _is_page(page.name)
        }
        self._pages["style.css"] += night_style().encode()

    def app(self) -> Starlette:
        """Return the application."""
        pages = {"/": "join.html", "/room": "room.html", "/facilitator": "facilitator.html"}
        pages |= {f"/{name}": name for name in self._pages if not name.endswith(".html")}
        routes = [Route(path, self._page(name)) for path, name in pages.items()]
        routes += [
            Route("/words", self._words),
            Route("/live", self._live),
            Route("/state/{screen}", self._state),
            Route("/picture/{which}", self._picture),
            Route("/qr", self._qr),
            *(Route(path, told(do), methods=["POST"]) for path, do in self._doing().items()),
        ]
        guards = Middleware(Guards, hosts=self._hosting.hosts)
        return Starlette(routes=routes, middleware=[guards], lifespan=self._lifespan)

    def _doing(self) -> Mapping[str, Callable[[Request], Any]]:
        return {
            "/enter": self._enter,
            "/join": self._join,
            "/do": self._do,
            "/lead": self._lead,
            "/before": self._before,
            "/step": self._step,
        }

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        writer = asyncio.create_task(self._table.write())
        yield
        writer.cancel()

    # --- who asks ---

    def _device(self, request: Request) -> int:
        token = request.cookies.get(_DEVICE)
        hashed = token_hash(token) if token else ""
        return next((one.number for one in self._table.meeting.devices.values() if one.token == hashed), 0)

    def _leads(self, request: Request) -> bool:
        """Whether this is the facilitator: by the secret, unless it was handed over, or by the device it went to."""
        leader = self._table.meeting.leader
        if leader:
            return leader == self._device(request)
        return self._hosting.is_facilitator(request.cookies.get(_FACILITATOR, ""))

    def _may_look(self, request: Request, screen: str) -> bool:
        if screen == "join":
            return True
        if screen == "facilitator" or self._hosting.is_facilitator(request.cookies.get(_FACILITATOR, "")):
            return self._leads(request) or (screen == "room")
        return self._hosting.is_room(request.cookies.get(_ROOM, ""))

    # --- what is shown ---

    def _page(self, name: str) -> Callable[[Request], Any]:
        kind = _KINDS[name[name.rindex(".") :]]

        async def page(request: Request) -> Response:
            return tagged(request, self._pages[name], f"{kind}; charset=utf-8")

        return page

    async def _words(self, request: Request) -> Response:
        return tagged(request, msgspec.json.encode(words(language(request))), "application/json")

    async def _state(self, request: Request) -> Response:
        screen = request.path_params["screen"]
        if not self._may_look(request, screen):
            return plain(403, "The terminal shows the address of this screen, with its secret.")
        tell = messages(language(request))
        if screen == "join":
            device = self._device(request)
            state = views.participant(self._table, device, tell) if device else _stranger(self._table)
            state["pin_needed"] = self._hosting.pin is not None
        elif screen == "room":
            state = {**views.room(self._table, tell), "join": self._hosting.join, "pin": self._hosting.pin}
        elif screen == "facilitator":
            state = {**views.facilitator(self._table, tell), "wrong_pins": self._hosting.tries.told}
        else:
            return plain(404, "There is no such screen.")
        return tagged(request, msgspec.json.encode(state), "application/json")

    async def _picture(self, request: Request) -> Response:
        """Return the map, or a step with its neighbours, to whoever has joined or shows it."""
        if not (self._device(request) or self._may_look(request, "room")):
            return plain(403, "Join first.")
        look = self._table.look
        which = request.path_params["which"]
        if which == "map.svg":
            picture = await asyncio.to_thread(lambda: look.now)
        elif which == "before.svg":
            picture = await asyncio.to_thread(lambda: look.before)
        elif which == "step.svg" and (step := _step_of(self._table)):
            picture = await asyncio.to_thread(look.close_up, step)
        else:
            return plain(404, "There is no such picture.")
        return tagged(request, picture, "image/svg+xml")

    async def _qr(self, request: Request) -> Response:
        if self._hosting.join is None or not self._may_look(request, "room"):
            return plain(404, "There is no address that a phone could reach.")
        import segno

        code = segno.make(f"{self._hosting.join}#{self._hosting.pin}", error="m")
        return tagged(request, code.svg_inline(scale=6, border=2).encode(), "image/svg+xml")

    async def _live(self, request: Request) -> Response:
        if not any(request.cookies.get(name) for name in (_DEVICE, _FACILITATOR, _ROOM)):
            return plain(403, "Join first.")
        return StreamingResponse(self._news(), media_type="text/event-stream", headers={"cache-control": "no-store"})

    async def _news(self) -> AsyncIterator[str]:
        version = 0
        while True:
            newest = await self._table.changed_since(version, patience=HEARTBEAT)
            yield ": still there\n\n" if newest == version else f'data: {{"version": {newest}}}\n\n'
            version = newest

    # --- what is done ---

    async def _enter(self, request: Request) -> Response:
        """Know a screen by the secret of the terminal; the facilitator thereby regains the lead."""
        given = msgspec.json.decode(await request.body(), type=Secret).secret
        if self._hosting.is_facilitator(given):
            if self._table.meeting.leader:
                await self._table.do(HandedOver(0))
            return with_cookie(_FACILITATOR, given)
        if self._hosting.is_room(given):
            return with_cookie(_ROOM, given)
        raise RefusedError(say("That is not the secret that the terminal printed."))

    async def _join(self, request: Request) -> Response:
        joining = msgspec.json.decode(await request.body(), type=Joining)
        self._hosting.admit(joining.pin, request.client.host if request.client else "")
        if self._device(request):
            return Response(status_code=204)
        if joining.role and joining.role not in {role.name for role in self._table.talk.process.parties}:
            raise RefusedError(say("There is no such role."))
        token, number = secrets.token_urlsafe(24), self._free_number()
        await self._table.do(Joined(joining.role, token_hash(token)), device=number, who=joining.role or "guest")
        return with_cookie(_DEVICE, token)

    def _free_number(self) -> int:
        """Return a random number for a device: counting them up would tell who came when."""
        while (number := 1 + secrets.randbelow(2**31)) in self._table.meeting.devices:
            pass
        return number

    async def _do(self, request: Request) -> Response:
        """Do what a participant may; what it is credited to is known here, and not told by the phone."""
        device = self._device(request)
        if not device:
            raise RefusedError(say("Join first."))
        done = msgspec.json.decode(await request.body(), type=OfParticipant)
        role = self._table.meeting.devices[device].role
        if isinstance(done, Idea):
            done = Idea(done.text[:1000], done.kind, done.at, role or None)
        await self._table.do(done, device=device, who=role or "guest")
        return Response(status_code=204)

    async def _lead(self, request: Request) -> Response:
        """Do what only the facilitator may."""
        if not self._leads(request):
            raise RefusedError(say("Only the facilitator can do that."))
        done = msgspec.json.decode(await request.body(), type=OfFacilitator)
        await self._table.do(done)
        if isinstance(done, Ended):
            await self._close()
        return Response(status_code=204)

    async def _step(self, request: Request) -> Response:
        """Go on, or back, in a session that is told again."""
        if not (isinstance(self._table, PlayedBack) and self._may_look(request, "room")):
            raise RefusedError(say("That cannot be done now: the round has gone on."))
        stepping = msgspec.json.decode(await request.body(), type=Stepping)
        await asyncio.to_thread(self._table.step, stepping.by)
        return Response(status_code=204)

    async def _close(self) -> None:
        from flowtrim.workshop.closing import close

        written = await asyncio.to_thread(close, self._table)
        if written:
            await self._table.do(written)

    async def _before(self, request: Request) -> Response:
        """Say what speaks against a decision, or against a weak reason, before it is taken."""
        if not self._leads(request):
            raise RefusedError(say("Only the facilitator can do that."))
        done = msgspec.json.decode(await request.body(), type=Decided | Answered)
        tell = messages(language(request))
        return as_json({"against": [tell(one) for one in _against(self._table, done)]})


def _against(table: Table, done: Decided | Answered) -> tuple[str, ...]:
    talk = table.talk
    if isinstance(done, Decided):
        return objections(talk.told_after, done)
    asked = next((one for one in talk.questions if one.key == table.meeting.question), None)
    said = reply(talk.result.process, asked, done.values, limits=talk.limits) if asked else None
    return (said,) if said else ()


def _stranger(table: Table) -> dict[str, Any]:
    """Return what a phone needs to join, and nothing of what is said in the room."""
    roles = [role.name for role in table.talk.process.parties]
    return {"version": table.version, "device": 0, "door": table.meeting.door, "all_roles": roles}


def _step_of(table: Table) -> str | None:
    question = next((one for one in table.talk.questions if one.key == table.meeting.question), None)
    is_there = question and question.kind == "step" and table.talk.result.after.has_step(question.at)
    return question.at if question and is_there else None


def _is_page(name: str) -> bool:
    return name.endswith(tuple(_KINDS))
