"""Headquarters on a port: uvicorn, told to write no log, to name no software and to believe no proxy.

In   a `House`, a host and a port; 0 takes any that is free.
Out  it serves until Ctrl+C, or until `stop`.
"""

import socket

import uvicorn

from testigo.errors import Message, StoreError
from testigo.server.application import application, say_a_fault
from testigo.server.house import House

MOST_CONNECTIONS = 2_000
SECONDS_TO_END = 12
"""That requests at work have, when headquarters is told to end."""
SECONDS_KEPT_OPEN = 15


class Serving:
    """One headquarters on a port."""

    def __init__(self, house: House, host: str, port: int) -> None:
        self._house = house
        house.works.failed = say_a_fault
        self._socket = _listening(host, port)
        self._server = uvicorn.Server(
            uvicorn.Config(
                application(house),
                log_config=None,
                log_level="critical",
                access_log=False,
                lifespan="off",
                ws="none",
                server_header=False,
                proxy_headers=False,
                limit_concurrency=MOST_CONNECTIONS,
                timeout_keep_alive=SECONDS_KEPT_OPEN,
                timeout_graceful_shutdown=SECONDS_TO_END,
            )
        )

        house.is_ending = lambda: self._server.should_exit

    @property
    def port(self) -> int:
        """The port on which it listens."""
        port: int = self._socket.getsockname()[1]
        return port

    def run(self) -> None:
        """Serve until somebody ends it."""
        self._server.run(sockets=[self._socket])

    def stop(self) -> None:
        """Ask it to end, from another thread."""
        self._server.should_exit = True

    def __enter__(self) -> "Serving":
        if self._house.is_sealed:
            self._house.read_what_came()  # what a crash left unread is read without a hand
        return self

    def __exit__(self, *_: object) -> None:
        self._house.works.close()
        self._socket.close()


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens; StoreError where the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise StoreError(Message("headquarters.port", port=port, reason=error.strerror)) from None
    return listening
