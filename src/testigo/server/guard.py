"""Every request: whose it is, whether her role opens the page, and what a browser may do with the answer.

What stands nowhere in the table of routes is refused, and so is what stands there for another role: a view
cannot forget to ask.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from testigo.errors import TestigoError
from testigo.server.application import house_of, say_a_fault
from testigo.server.door import Visit
from testigo.server.house import House

Answer = Callable[[HttpRequest], HttpResponseBase]
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}


def house_for(request: HttpRequest) -> House:
    """Return the operation that a request is for."""
    return house_of(request.scope)  # type: ignore[attr-defined]


def visit_of(request: HttpRequest) -> Visit | None:
    """Return whose request it is; None where it is nobody's who came in."""
    return house_for(request).door.visit(request.COOKIES.get(cookie_name(request)))


def cookie_name(request: HttpRequest) -> str:
    """Return the name of the cookie: two headquarters on one machine differ by their ports alone."""
    return f"testigo-{urlsplit(request.build_absolute_uri('/')).port or 80}"


def _program(request: HttpRequest) -> Visit | None:
    """Return who asks by a token; None where nobody does, or there is no operation to hand in to."""
    house, said = house_for(request), request.headers.get("Authorization", "")
    return house.tokens.visit(said) if said and house.is_sealed else None


class Headers:
    """Says with each answer what a browser may do with it; a page that says more than this says so itself."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request that was sent to this machine by its own name."""
        from testigo.server.pages import refused_request

        try:
            request.get_host()
        except SuspiciousOperation:
            return refused_request(request, 400)
        response = self._get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class Guard:
    """Lets in whom the table of routes lets in."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _arguments: Any, _named: Any
    ) -> HttpResponseBase | None:
        """Refuse whom the route of the view does not let in, and what it is not asked by."""
        from testigo.server.pages import refused_request
        from testigo.server.routes import route_of

        route = route_of(view)
        if route is None:
            return refused_request(request, 403)
        if request.method not in (*route.methods, "HEAD"):
            return refused_request(request, 405)
        if route.is_open:
            return None
        visit = visit_of(request)
        if visit is None and (program := _program(request)) is not None:
            visit = program
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # no browser sends a token
        if visit is None:
            return refused_request(request, 401)
        if not visit.roles & route.roles:
            return refused_request(request, 403)
        request.visit = visit  # type: ignore[attr-defined]
        return None


class Refusals:
    """Shows as a page what an act refuses; and says of a fault of ours only that it was one."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page of an error."""
        from testigo.server.pages import refusal, refused_request

        if isinstance(error, TestigoError):
            return refusal(request, error)
        if isinstance(error, RequestDataTooBig | TooManyFilesSent):
            return refused_request(request, 413)
        if isinstance(error, BadRequest | SuspiciousOperation):
            return refused_request(request, 400)
        say_a_fault(error)
        return refused_request(request, 500)
