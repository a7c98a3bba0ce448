"""The local server of the page: for this machine, this run and this page only.

It listens on 127.0.0.1. Every request must carry the run's token and name this server as its Host, so that no page of
another site can ask (DNS rebinding); a request that says where it is from (Origin) must be from here. The page runs only
the scripts that came with it (a nonce in its Content-Security-Policy).
"""

import hmac
import json
import secrets
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from ...errors import DeterrenceError
from .crisis import Explorer
from .page import page

__all__ = ["serve"]

#: Longest address that is read.
LONGEST = 8_000


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def serve(explorer: Explorer, port: int = 0) -> tuple[ThreadingHTTPServer, str]:
    """Start listening; the caller runs ``serve_forever``.

    Parameters
    ----------
    explorer : Explorer
    port : int, optional
        Any free one by default.

    Returns
    -------
    (ThreadingHTTPServer, str)
        The server, and the address of the page with its token.
    """
    token = secrets.token_urlsafe(24)

    class Handler(_Handler):
        asked = explorer
        secret = token

    server = _Server(("127.0.0.1", port), Handler)
    return server, f"http://127.0.0.1:{server.server_address[1]}/?token={token}"


class _Handler(BaseHTTPRequestHandler):
    asked: ClassVar[Explorer]
    secret: ClassVar[str]
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "deterrence", ""

    def do_GET(self) -> None:
        """Answer, or refuse."""
        if len(self.path) > LONGEST:
            self._refuse(HTTPStatus.REQUEST_URI_TOO_LONG, "the address is too long")
            return
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        if not self._trusted(query.pop("token", "")):
            self._refuse(HTTPStatus.FORBIDDEN, "open the address that was printed when this page was started")
            return
        routes: dict[str, Callable[[dict[str, str]], None]] = {
            "/": self._page,
            "/state": self._state,
            "/map": self._map,
            "/scenario.toml": self._toml,
            "/picture.svg": self._picture,
        }
        route = routes.get(parts.path)
        if route is None:
            self._refuse(HTTPStatus.NOT_FOUND, "there is no such page")
            return
        try:
            route(query)
        except DeterrenceError as error:
            self._refuse(HTTPStatus.BAD_REQUEST, str(error))
        except ConnectionError:
            pass  # the page asked again before the answer came

    def _trusted(self, token: str) -> bool:
        port = self.connection.getsockname()[1]
        hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        origin = self.headers.get("Origin")
        here = self.headers.get("Host", "") in hosts and (origin is None or origin in {f"http://{h}" for h in hosts})
        return here and hmac.compare_digest(token.encode(), self.secret.encode())

    def _page(self, query: dict[str, str]) -> None:
        nonce = secrets.token_urlsafe(16)
        policy = (
            f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; img-src data:; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        told = {"token": self.secret}
        self._send(page(self.asked, told, nonce), "text/html", {"Content-Security-Policy": policy})

    def _state(self, query: dict[str, str]) -> None:
        self._json(self.asked.state(self.asked.read(query)))

    def _map(self, query: dict[str, str]) -> None:
        channel, across, up = (query.pop(name, "") for name in ("channel", "across", "up"))
        self._json(self.asked.regimes(channel, across, up, self.asked.read(query)))

    def _toml(self, query: dict[str, str]) -> None:
        text = self.asked.toml(self.asked.read(query))
        self._send(text, "application/toml", {"Content-Disposition": 'attachment; filename="scenario.toml"'})

    def _picture(self, query: dict[str, str]) -> None:
        drawn = self.asked.picture(self.asked.read(query))
        self._send(drawn, "image/svg+xml", {"Content-Disposition": 'attachment; filename="channels.svg"'})

    def _json(self, data: Any) -> None:
        self._send(json.dumps(data), "application/json", {})

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        self._send(json.dumps({"error": why}), "application/json", {}, status)

    def _send(self, text: str, kind: str, headers: dict[str, str], status: HTTPStatus = HTTPStatus.OK) -> None:
        data = text.encode("utf-8")
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: addresses hold the token."""
