"""Stage 11, tables and other JSON of another software: their figures are ours.

In   a file as it is published and as it is made here.
Out  a Failure for each figure that differs.
"""

import json
import re
from collections.abc import Iterator

import polars as pl

from testigo.checks.registry import RULES
from testigo.verification.differences import explained, of_frames, read_csv
from testigo.verification.report import Failure

FINDINGS = re.compile(r"data/(?:DRILL-)?findings\.csv")
FIGURES_IN = re.compile(
    r"data/(?:named/(?!(?:DRILL-)?columns))?(?!(?:DRILL-)?(?:dictionary|publication|nist))[^/]+\.(?:csv|json|parquet)"
)
"""Derived tables, whose every cell decides."""


SPELLING = ("rebuild.differs", "nist.spelling")


def of_findings(path: str, published: bytes, made: bytes) -> Iterator[Failure]:
    """Yield a failure where rules of the same version found something else: of another, they may."""
    try:
        theirs, ours = (read_csv(content) for content in (published, made))
        versions = {code: str(rule.version) for code, rule in RULES.items()}
        said = theirs.select("code", "version").unique().rows()
        changed = [code for code, version in said if versions.get(code) != version]
        one, other = (frame.filter(~pl.col("code").is_in(changed)) for frame in (theirs, ours))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        yield Failure("table.unreadable", path, published=type(error).__name__)
        return
    yield from of_frames(path, one, other, earlier=True)


def of_numbers(path: str, published: bytes, made: bytes) -> Iterator[Failure]:
    """Yield the numbers that a JSON text, such as a report, says otherwise than ours."""
    for failure in explained(path, published, made):
        said = (failure.published or "", failure.expected or "")
        if failure.code == "file.not_json" or (failure.code == "table.cell" and all(map(is_number, said))):
            yield failure


def is_number(value: str) -> bool:
    """Say whether a JSON value is a whole number, alone or as text."""
    return value.strip('"').removeprefix("-").isdigit()


def of_cards(path: str, published: bytes, made: bytes) -> Iterator[Failure]:
    """Yield the figures of cards that the list of cards says otherwise than ours."""
    try:
        theirs, ours = (
            {
                (card["card"], figure["cell"]): figure["text"]
                for card in json.loads(content)["cards"]
                for figure in card["figures"]
            }
            for content in (published, made)
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        yield Failure("file.not_json", path)
        return
    for (card, cell), text in theirs.items():
        if text != ours.get((card, cell), text):
            yield Failure("page.figure", f"{card}.svg", cell, str(text)[:80], ours[card, cell])
