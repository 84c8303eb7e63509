"""The web, as `verify` asks it: like a browser, within limits, and never led into a private network.

In   addresses below the one that a person typed.
Out  what they answer, as files; OSError where one cannot be had, InputError where the whole must end.

Who publishes chooses what is answered: bytes that drip for ever, a length that is none, a redirect to the
router of who verifies. So each file and all of them together must come at a pace, redirects are few, and a
private address is asked only where the person typed its host. Through a proxy only addresses written as
numbers are known to be private: to resolve a name would tell the network what the proxy hides.
"""

import functools
import http.client
import io
import ipaddress
import socket
import string
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast
from urllib.parse import quote, urljoin, urlsplit

from testigo.errors import InputError, Place, Problem

SECONDS_TO_ANSWER = 60
"""That a host may be silent."""
SECONDS_A_FILE, SECONDS_IN_ALL = 60, 600
BYTES_A_SECOND = 10_000
"""Each so many bytes that came give one second more, for the file and in all; each file half a second."""
SECONDS_FOR_A_FILE_MORE = 0.5
MOST_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
AS_A_BROWSER = {
    "User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-US,en;q=0.5",
    "Upgrade-Insecure-Requests": "1",
}
"""A host that knows a verifier by how it asks could show it another site than it shows readers."""
TRANSLATED = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
"""Networks whose addresses end in one of IPv4."""
ALSO_PRIVATE = ipaddress.IPv6Network("64:ff9b:1::/48")


@dataclass
class Pace:
    """How long something may take: so many seconds, and more with all that comes."""

    seconds: float
    begun: float = field(default_factory=time.monotonic)

    def left(self) -> float:
        """Return how many seconds are left."""
        return self.seconds - (time.monotonic() - self.begun)

    def came(self, size: int) -> None:
        """Allow more time for what came: its size in bytes."""
        self.seconds += size / BYTES_A_SECOND


class Web:
    """The web for one verification.

    typed  the address that a person gave: its host may be a private one, and no other
    """

    def __init__(self, typed: str) -> None:
        self.typed = typed
        self.host = urlsplit(typed).hostname
        self.pace = Pace(SECONDS_IN_ALL)
        self._is_public: bool | None = None  # the typed host, as it was resolved first

    def open(self, address: str) -> BinaryIO:
        """Open an http or https address, and no other kind, whatever it redirects to."""
        self.pace.seconds += SECONDS_FOR_A_FILE_MORE
        pace = Pace(SECONDS_A_FILE)
        for _ in range(MOST_REDIRECTS + 1):
            answer = self.ask(address, pace)
            if answer.status == http.client.OK:
                return cast(BinaryIO, Answer(answer))
            location = answer.headers["Location"] if answer.status in REDIRECTS else None
            answer.close()
            if location is None:
                raise OSError(f"answers {answer.status}")
            address = self.followed(address, location)
        raise self.refused(address, f"more than {MOST_REDIRECTS} redirects")

    def ask(self, address: str, pace: Pace) -> http.client.HTTPResponse:
        """Ask an address once, and follow nothing."""
        opener = urllib.request.OpenerDirector()
        for handler in (urllib.request.ProxyHandler(), Asked(self, pace)):
            opener.add_handler(handler)
        try:
            asked = urllib.request.Request(address, headers=AS_A_BROWSER)  # noqa: S310
            return cast(http.client.HTTPResponse, opener.open(asked, timeout=SECONDS_TO_ANSWER))
        except (http.client.HTTPException, ValueError) as error:
            raise OSError(str(error)) from None

    def followed(self, address: str, location: str) -> str:
        """Return where a redirect leads; InputError where it may not lead there."""
        try:
            to = urljoin(address, quote(location, encoding="iso-8859-1", safe=string.punctuation))
            scheme = urlsplit(to).scheme
        except ValueError:
            raise OSError("a redirect to no address") from None
        if scheme not in ("http", "https"):
            raise self.refused(to, "leads to what is no address of the web")
        if scheme == "http" and urlsplit(address).scheme == "https":
            raise self.refused(to, "leads from https to http")
        return to

    def refused(self, address: str, message: str) -> InputError:
        """Return the refusal of all that lies at the typed address."""
        remedy = (
            f"Ask who publishes there, or get the publication from a mirror (it leads to {address[:200]})."
        )
        return InputError([Problem(Place(self.typed), None, f"cannot be fetched: {message}", remedy)])

    def connect(self, to: tuple[str, int], timeout: float, _source: object) -> socket.socket:
        """Connect to a host, at the number that was checked and no other."""
        host, port = to
        found = [where for *_, where in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        self.check(host, all(is_public(str(where[0])) for where in found))
        last: OSError = OSError("no such host")
        for where in found:
            try:
                return socket.create_connection((str(where[0]), port), timeout)
            except OSError as error:
                last = error
        raise last

    def check(self, host: str, public: bool) -> None:
        """Raise InputError where a host is private, and is not the typed one as it was at first."""
        if host.lower() == self.host:
            self._is_public = public if self._is_public is None else self._is_public
            if public or not self._is_public:
                return
        if not public:
            raise self.refused(host, "leads to a host of a private network")

    def check_number(self, host: str) -> None:
        """Check a host that a proxy asks for us, where it is written as a number."""
        try:
            number = socket.inet_ntoa(socket.inet_aton(host))
        except OSError:
            number = host
        try:
            self.check(host, host.lower() != "localhost" and is_public(number))
        except ValueError:
            return


def is_public(number: str) -> bool:
    """Say whether an address of IPv4 or IPv6 is one of the whole internet; ValueError where it is none."""
    address = ipaddress.ip_address(number)
    if isinstance(address, ipaddress.IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if any(address in network for network in TRANSLATED):
            inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if address in ALSO_PRIVATE or address.is_site_local:
            return False
        if any(each is not None and not is_public(str(each)) for each in inner):
            return False
        if any(address in network for network in TRANSLATED):
            return True
    return address.is_global and not address.is_multicast


class Asked(urllib.request.AbstractHTTPHandler):
    """Asks http and https addresses over connections that `Web` checks."""

    def __init__(self, web: Web, pace: Pace) -> None:
        super().__init__()
        self._web, self._pace = web, pace

    http_request = https_request = urllib.request.AbstractHTTPHandler.do_request_

    def http_open(self, asked: urllib.request.Request) -> http.client.HTTPResponse:
        """Ask over http."""
        return self._opened(Plain, asked)

    def https_open(self, asked: urllib.request.Request) -> http.client.HTTPResponse:
        """Ask over https."""
        return self._opened(Secure, asked)

    def _opened(self, kind: Callable[..., Any], asked: urllib.request.Request) -> http.client.HTTPResponse:
        web: Web | None = self._web
        host = urlsplit(asked.full_url)
        if asked.host != host.netloc:  # a proxy of who verifies
            self._web.check_number(host.hostname or "")
            web = None
        made = functools.partial(kind, web=web, paces=(self._pace, self._web.pace), typed=self._web)
        return self.do_open(made, asked)


class Plain(http.client.HTTPConnection):
    """A connection that is made and timed as `Web` says."""

    def __init__(
        self, *arguments: Any, web: Web | None, paces: tuple[Pace, Pace], typed: Web, **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        if web is not None:
            self._create_connection = web.connect
        self.response_class = functools.partial(Timed, paces=paces, web=typed)  # type: ignore[assignment]


class Secure(http.client.HTTPSConnection, Plain):
    """The same with TLS."""


class Timed(http.client.HTTPResponse):
    """An answer of which every byte, of its head too, is waited for only as long as there is time."""

    def __init__(
        self, sock: socket.socket, *arguments: Any, paces: tuple[Pace, Pace], web: Web, **named: Any
    ) -> None:
        super().__init__(sock, *arguments, **named)
        self.fp: io.BufferedReader = io.BufferedReader(Waited(self.fp, sock, paces, web))


class Waited(io.RawIOBase):
    """What comes over a socket."""

    def __init__(
        self, inner: io.BufferedReader, sock: socket.socket, paces: tuple[Pace, Pace], web: Web
    ) -> None:
        super().__init__()
        self._inner, self._sock, self._paces, self._web = inner, sock, paces, web

    def readable(self) -> bool:
        """Say that this can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read some bytes; TimeoutError where the file took too long, InputError where all did."""
        left = min(pace.left() for pace in self._paces)
        try:
            if left <= 0:
                raise TimeoutError("comes too slowly")
            self._sock.settimeout(min(left, SECONDS_TO_ANSWER))
            piece = self._inner.read1(len(buffer))
        except TimeoutError:
            if self._paces[1].left() <= 0:
                raise self._web.refused(self._web.typed, "takes longer than what came can explain") from None
            raise
        buffer[: len(piece)] = piece
        for pace in self._paces:
            pace.came(len(piece))
        return len(piece)

    def close(self) -> None:
        """Close what was read from."""
        self._inner.close()
        super().close()


class Answer:
    """What an address answers, as a file: a broken connection is an OSError like any other."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self._response = response

    def __enter__(self) -> "Answer":
        return self

    def __exit__(self, *_error: object) -> None:
        self._response.close()

    def read(self, size: int) -> bytes:
        """Return at most `size` bytes, none at the end; OSError where that comes before it was said to."""
        try:
            piece = self._response.read1(size)
        except (http.client.HTTPException, ValueError) as error:
            raise OSError(str(error)) from None
        if not piece and self._response.length:
            raise OSError(f"ends {self._response.length} bytes too early")
        return piece
