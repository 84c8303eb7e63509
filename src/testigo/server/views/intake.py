"""Intake: pieces by their hash, then what they make; in any order, any number of times (spec/receipts.md)."""

import json
import shutil
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from testigo.acts.take_in import found_by_code, submission_of, take_in
from testigo.errors import InputError, Message, StoreError, TestigoError
from testigo.intake.receipts import parse_code
from testigo.server.guard import house_for
from testigo.server.pages import language_of, number, page, refused_request, sentences, words_of


def piece(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """Take one piece, or say whether it is there."""
    house = house_for(request)
    if not house.is_sealed:
        return refused_request(request, HTTPStatus.NOT_FOUND)
    if request.method == "HEAD":
        return HttpResponse(status=HTTPStatus.OK if house.pieces.has(sha256) else HTTPStatus.NOT_FOUND)
    if _is_nearly_full(request):
        return _refused(request, Message("intake.disk_nearly_full"), HTTPStatus.INSUFFICIENT_STORAGE)
    try:
        is_new = house.pieces.put(sha256, request.body)
    except InputError as error:
        return _refused(request, error, HTTPStatus.UNPROCESSABLE_ENTITY)
    except StoreError as error:
        return _refused(request, error, HTTPStatus.INSUFFICIENT_STORAGE)
    return HttpResponse(status=HTTPStatus.CREATED if is_new else HTTPStatus.OK)


def submission(request: HttpRequest) -> HttpResponseBase:
    """Take in what pieces make, and give the receipt; name the pieces that are missing."""
    house = house_for(request)
    if not house.is_sealed:
        return refused_request(request, HTTPStatus.NOT_FOUND)
    if _is_nearly_full(request):
        return _refused(request, Message("intake.disk_nearly_full"), HTTPStatus.INSUFFICIENT_STORAGE)
    try:
        said = json.loads(request.body)
        asked = said if isinstance(said, dict) else {}
    except (ValueError, RecursionError):
        asked = {}
    try:
        submitted = submission_of(*(asked.get(name) for name in ("salt", "sha256", "chunks")))
        with house.writing() as operation:
            taken = take_in(operation, house.desk(operation), house.pieces, submitted, house.today())
    except InputError as error:
        return _refused(request, error, HTTPStatus.UNPROCESSABLE_ENTITY)
    except StoreError as error:
        return _refused(request, error, HTTPStatus.INSUFFICIENT_STORAGE)
    except TestigoError as error:
        return _refused(request, error, HTTPStatus.SERVICE_UNAVAILABLE)
    if taken.receipt is None:
        return JsonResponse({"missing": list(taken.missing)}, status=HTTPStatus.CONFLICT)
    house.pieces.forget(submitted.chunks)
    if taken.is_new:
        house.read_what_came()
    told = {"code": taken.receipt.code, "receipt": taken.receipt.note.decode()}
    return JsonResponse(told, status=HTTPStatus.CREATED if taken.is_new else HTTPStatus.OK)


def token(request: HttpRequest) -> HttpResponseBase:
    """Give a token for a program that hands in; it is shown once."""
    house = house_for(request)
    if not house.is_sealed:
        return refused_request(request, HTTPStatus.NOT_FOUND)
    return page(request, "token.html", {"token": house.tokens.new(house.random)})


def receipt(request: HttpRequest) -> HttpResponseBase:
    """Say whether something came in under a code."""
    if not house_for(request).is_sealed:
        return refused_request(request, HTTPStatus.NOT_FOUND)
    asked = request.GET.get("code", "")
    code = parse_code(asked)
    words = words_of(language_of(request))
    said = ""
    problems: tuple[str, ...] = ()
    if asked and code is None:
        problems = (str(in_words(request, Message("intake.no_code"))),)
    elif code is not None:
        with house_for(request).looking() as operation:
            found = found_by_code(operation, code)
        said = (
            words("receipt.found", code=code, statement=", ".join(number(request, one) for one in found))
            if found
            else words("receipt.not_found", code=code)
        )
    shown = {"code": asked, "said": said}
    return page(request, "receipt.html", shown, problems=problems, status=409 if problems else 200)


def in_words(request: HttpRequest, message: Message) -> str:
    """Return a sentence in the language of who asks."""
    return message.in_language(language_of(request))


def _is_nearly_full(request: HttpRequest) -> bool:
    """Whether nothing more is taken in, so that the disk never gets full under the evidence."""
    house = house_for(request)
    return house.pieces.is_full or shutil.disk_usage(house.folder).free < house.least_free


def _refused(request: HttpRequest, error: TestigoError | Message, status: HTTPStatus) -> JsonResponse:
    said = (
        (in_words(request, error),) if isinstance(error, Message) else sentences(error, language_of(request))
    )
    return JsonResponse({"problems": list(said)}, status=status)
