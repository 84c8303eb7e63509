"""What a sender may send, held before Django reads a byte: so much, at such a pace.

Django reads a whole body before it looks at it, and takes any length over ASGI. So the length that was said
is refused where it is too large; where it lies, what comes is counted; and who sends slower than the pace
is not waited for. The address of who sends is taken out here: nothing below can write it.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

SECONDS_FOR_A_BODY = 30.0
"""And one more for each BYTES_A_SECOND that came."""
BYTES_A_SECOND = 10_000
MOST_OF_A_FORM = 1024 * 1024
MOST_OF_FILES = 1024 * 1024 * 1024
"""On one's own machine: a whole folder of photos, or the largest table."""


class BodyRefusedError(Exception):
    """A body that is not taken, with the status that says why."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


def bounded(application: Application, most: Callable[[str], int]) -> Application:
    """Return an application that gets no larger and no slower body than it may.

    most  bytes that a path may be sent
    """

    async def held(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        scope = {**scope, "client": None}
        body, began = _Body(scope, receive, most(scope["path"])), False

        async def sending(message: MutableMapping[str, Any]) -> None:
            nonlocal began
            began = True
            await send(message)

        try:
            body.refuse_a_length()
            await application(scope, body.receive, sending)
        except BodyRefusedError as refused:
            if not began:
                await _answer(send, refused.status)

    return held


class _Body:
    """The body of one request."""

    def __init__(self, scope: Scope, receive: Receive, most: int) -> None:
        self._receive, self._most, self._came = receive, most, 0
        self._headers = dict(scope["headers"])
        self._end = time.monotonic() + SECONDS_FOR_A_BODY
        self._is_whole = False

    def refuse_a_length(self) -> None:
        """Raise where the length that is said is too large, or is none."""
        said = self._headers.get(b"content-length", b"0")
        if not said.isdigit():
            raise BodyRefusedError(HTTPStatus.BAD_REQUEST)
        if len(said) > len(str(self._most)) or int(said) > self._most:
            raise BodyRefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)

    async def receive(self) -> MutableMapping[str, Any]:
        """Receive a piece, as long as there is time for it and room."""
        if self._is_whole:  # what comes now is only that the browser has gone
            return await self._receive()
        left = self._end + self._came / BYTES_A_SECOND - time.monotonic()
        try:
            message = await asyncio.wait_for(self._receive(), max(left, 0.01))
        except TimeoutError:
            raise BodyRefusedError(HTTPStatus.REQUEST_TIMEOUT) from None
        self._came += len(message.get("body", b""))
        self._is_whole = not message.get("more_body", False)
        if self._came > self._most:
            raise BodyRefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return message


async def _answer(send: Send, status: HTTPStatus) -> None:
    """Answer, and close: what still comes is not read."""
    text = f"{status.value} {status.phrase}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(text)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status.value, "headers": headers})
    await send({"type": "http.response.body", "body": text})
