import datetime

import pytest

from testigo.errors import RefusedError
from testigo.evidence.bodies import Imported, parse_body
from testigo.evidence.statements import Json, Kind, Statement

FIRST, SECOND = "a" * 64, "b" * 64


def imported(subject: str) -> Statement:
    part: Json = {
        "reader": "publisher",
        "method": "published table",
        "provenance_class": "third party",
    }
    body: dict[str, Json] = {
        "files": [FIRST, SECOND],
        "mapping": "c" * 64,
        "readings": "d" * 64,
        "parts": [part],
        "rows": 1,
        "replaces": None,
    }
    return Statement(1, datetime.date(2024, 7, 28), Kind.IMPORTED, subject=subject, body=body)


def test_the_subject_of_an_import_is_its_first_file() -> None:
    assert isinstance(parse_body(imported(FIRST)), Imported)


def test_an_import_whose_subject_is_another_of_its_files_is_refused() -> None:
    with pytest.raises(RefusedError, match="subject: is not the first of the files"):
        parse_body(imported(SECOND))
