"""The server of the page: on this computer alone, for one browser that was given the token."""

from __future__ import annotations

import asyncio
import hmac
import json
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPServerRequest
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from ....errors import InputError
from ....words import say
from .phrases import phrases
from .session import Session

HOST = "127.0.0.1"
LARGEST_REQUEST = 100_000
"""Bytes of what the page sends: remarks are the longest."""

FINISH = "finish"
"""The call after which the server ends."""

PAGES = {"/": "page.html", "/page.js": "page.js", "/page.css": "page.css"}
TYPES = {"html": "text/html", "js": "text/javascript", "css": "text/css"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Server:
    """Serves a session until it is finished.

    Parameters
    ----------
    session : Session
    token : str
        Who opens the page with it in the address may use the page.
    """

    def __init__(self, session: Session, token: str) -> None:
        self.session, self.token = session, token
        self.port = 0
        self.finished = asyncio.Event()
        self.calls: dict[str, tuple[Callable[..., Any], tuple[str, ...]]] = {
            "phrases": (phrases, ()),
            "begin": (session.begin, ()),
            "look": (session.look, ("folder", "exercise")),
            "grade": (session.grade, ("exercise", "folder", "out")),
            "state": (session.state, ()),
            "stop": (session.stop, ()),
            "table": (session.table, ()),
            "mark": (session.mark, ("row", "column", "text")),
            FINISH: (session.stop, ()),
        }
        self.one_at_a_time = ThreadPoolExecutor(1)

    @property
    def address(self) -> str:
        """The address to open, token included."""
        return f"http://{HOST}:{self.port}/?{urlencode({'token': self.token})}"

    @property
    def hosts(self) -> tuple[str, str]:
        """What this server is called; a name that somebody else gave it is none of these."""
        return f"{HOST}:{self.port}", f"localhost:{self.port}"

    async def run(self, opened: Callable[[str], None]) -> None:
        """Serve until the page says that it is finished; `opened` is told the address."""
        given = {"server": self}
        application = Application(
            [
                *((path, Page, given) for path in PAGES),
                (r"/api/(\w+)", Call, given),
            ],
            default_handler_class=Guarded, default_handler_args=given,
            log_function=lambda handler: None,
        )  # fmt: skip
        server = HTTPServer(application, max_body_size=LARGEST_REQUEST)
        sockets = bind_sockets(0, HOST)
        self.port = sockets[0].getsockname()[1]
        server.add_sockets(sockets)
        try:
            opened(self.address)
            await self.finished.wait()
        finally:
            server.stop()
            await server.close_all_connections()
            self.one_at_a_time.shutdown()


class Guarded(RequestHandler):
    """Refuses whoever has not the token, calls this server by another name, or comes from elsewhere."""

    def initialize(self, server: Server) -> None:
        self.server = server

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)

    async def prepare(self) -> None:
        request = self.request
        if request.host not in self.server.hosts:
            raise HTTPError(403)
        if request.method != "GET" and request.headers.get("Origin") != f"http://{request.host}":
            raise HTTPError(403)
        if not (self._known() or self._introduced(request)):
            raise HTTPError(403)
        if type(self) is Guarded:
            raise HTTPError(404)

    @property
    def _cookie(self) -> str:
        return f"cogov_grading_{self.server.port}"  # cookies do not tell ports apart

    def _known(self) -> bool:
        return _same(self.get_cookie(self._cookie, "") or "", self.server.token)

    def _introduced(self, request: HTTPServerRequest) -> bool:
        """Let a browser in that was opened with the token, and give it the cookie."""
        given = self.get_query_argument("token", "")
        if request.method != "GET" or request.path != "/" or not _same(given, self.server.token):
            return False
        self.set_cookie(self._cookie, self.server.token, httponly=True, samesite="Strict")
        return True

    def write_error(self, status_code: int, **_: Any) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{status_code}")


class Page(Guarded):
    """The page and its two files."""

    def get(self) -> None:
        name = PAGES[self.request.path]
        self.set_header("Content-Type", f"{TYPES[name.rpartition('.')[2]]}; charset=utf-8")
        self.finish(files(__package__).joinpath(name).read_bytes())


class Call(Guarded):
    """One call of the session, with texts by name as JSON; the answer is JSON."""

    async def post(self, name: str) -> None:
        if name not in self.server.calls:
            raise HTTPError(404)
        function, names = self.server.calls[name]
        arguments = self._arguments(names)
        pool = self.server.one_at_a_time
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(pool, lambda: function(**arguments))
        except InputError as error:
            await self._answer(400, {"error": str(error)})
        except OSError as error:
            told = say("Nothing could be written: {error}.", error=error.strerror or error)
            await self._answer(400, {"error": told})
        except Exception as error:
            traceback.print_exc()
            told = say("Something went wrong: {error}.", error=repr(error)[:200])
            await self._answer(500, {"error": told})
        else:
            await self._answer(200, found)
        if name == FINISH:
            self.server.finished.set()

    def _arguments(self, names: tuple[str, ...]) -> dict[str, str]:
        try:
            given = json.loads(self.request.body)
        except (ValueError, RecursionError):
            raise HTTPError(400) from None
        if not isinstance(given, dict) or set(given) != set(names):
            raise HTTPError(400)
        if not all(isinstance(value, str) for value in given.values()):
            raise HTTPError(400)
        return given

    async def _answer(self, status: int, data: Any) -> None:
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        await self.finish(json.dumps(data))


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())
