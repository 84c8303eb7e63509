"""Headquarters as an ASGI application: Django, set up in code, behind the bounds of what may be sent.

Django is configured once a process; what belongs to one operation, its `House`, travels with each request.
Nothing is logged but the kind and place of our own faults: never an address, a path or what was sent.
"""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import django
from django.conf import settings
from django.core.asgi import get_asgi_application

from testigo.server.bounds import MOST_OF_A_FORM, MOST_OF_FILES, Application, Receive, Scope, Send, bounded
from testigo.server.house import House

HOUSE = "testigo.house"
HOSTS = ("127.0.0.1", "localhost", "[::1]")
"""Names by which this machine is asked. Another one in a request is that of a page which was led here."""
MOST_FIELDS = 3000
MOST_FILES = 5000


def application(house: House) -> Application:
    """Return the application of one operation on one's own machine."""
    _configure(house)
    inner = get_asgi_application()

    async def with_house(scope: Scope, receive: Receive, send: Send) -> None:
        await inner({**scope, HOUSE: house}, receive, send)  # type: ignore[arg-type]

    from testigo.server.routes import takes_files

    return bounded(with_house, lambda path: MOST_OF_FILES if takes_files(path) else MOST_OF_A_FORM)


def house_of(scope: MutableMapping[str, Any]) -> House:
    """Return the operation that a request is for."""
    house = scope[HOUSE]
    assert isinstance(house, House)  # noqa: S101 (put there above)
    return house


def say_a_fault(error: BaseException) -> None:
    """Write the kind and the place of a fault of ours, and nothing of what it was about."""
    frames = traceback.extract_tb(error.__traceback__)
    where = next((frame for frame in reversed(frames) if "testigo" in frame.filename), None)
    place = "" if where is None else f" in {where.name}, line {where.lineno}"
    print(f"Internal error: {type(error).__name__}{place}", file=sys.stderr)


def _configure(house: House) -> None:
    if settings.configured:
        return
    settings.configure(
        DEBUG=False,
        SECRET_KEY=house.random(32).hex(),
        ALLOWED_HOSTS=list(HOSTS),
        ROOT_URLCONF="testigo.server.routes",
        MIDDLEWARE=[
            "testigo.server.guard.Headers",
            "testigo.server.guard.Guard",
            "django.middleware.csrf.CsrfViewMiddleware",
            "testigo.server.guard.Refusals",
        ],
        INSTALLED_APPS=[],
        DATABASES={},
        TEMPLATES=[],
        LOGGING_CONFIG=None,
        USE_TZ=True,
        USE_I18N=False,
        APPEND_SLASH=False,
        CSRF_COOKIE_NAME="testigo-form",
        CSRF_COOKIE_HTTPONLY=True,
        CSRF_COOKIE_SAMESITE="Strict",
        CSRF_COOKIE_AGE=None,
        CSRF_FAILURE_VIEW="testigo.server.pages.forged",
        DATA_UPLOAD_MAX_MEMORY_SIZE=MOST_OF_A_FORM * 4,
        DATA_UPLOAD_MAX_NUMBER_FIELDS=MOST_FIELDS,
        DATA_UPLOAD_MAX_NUMBER_FILES=MOST_FILES,
        FILE_UPLOAD_MAX_MEMORY_SIZE=MOST_OF_A_FORM,
        FILE_UPLOAD_HANDLERS=["django.core.files.uploadhandler.TemporaryFileUploadHandler"],
        FILE_UPLOAD_PERMISSIONS=0o600,
    )
    logging.getLogger("django").setLevel(logging.CRITICAL + 1)  # it would write down who asked for what
    django.setup(set_prefix=False)
