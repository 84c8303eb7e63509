"""Whatever comes from outside is taken, or refused in words; any other exception is a fault of ours.

Each parser is fed mutations of whole inputs for its part of a minute, of twenty by `make test-long`. The
seed is printed before the tests, and with a fault; TESTIGO_FUZZ_SEED repeats a run, TESTIGO_FUZZ_SECONDS says
how long all parsers together are fed. An input that breaks one is kept in build/fuzz.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import monotonic

import pytest

from testigo.errors import TestigoError
from tests.amounts import amount
from tests.fuzz.mutation import mutated
from tests.fuzz.parsers import Parser, parsers

PARSERS = parsers()
SECONDS = float(os.environ.get("TESTIGO_FUZZ_SECONDS", amount(60, 1200))) / len(PARSERS)
SEED = os.environ.get("TESTIGO_FUZZ_SEED", "0")
KEPT = Path(__file__).resolve().parents[2] / "build" / "fuzz"


@pytest.mark.fuzz
@pytest.mark.parametrize("name", PARSERS)
def test_a_parser_takes_anything_or_refuses_it_in_words(
    name: str, record_property: Callable[[str, object], None]
) -> None:
    parser, chance = PARSERS[name], Random(f"{SEED} {name}")
    begin, fed = monotonic(), 0
    while fed < 3 or monotonic() - begin < SECONDS:
        content = mutated(chance.choice(parser.seeds), parser.seeds, chance) if fed else parser.seeds[0]
        fault = fault_of(parser, content)
        if fault is not None:
            kept = KEPT / f"{name.replace('/', '-')} {hashlib.sha256(content).hexdigest()[:16]}"
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(content)
            pytest.fail(
                f"{name}, seed {SEED}, input {fed} ({kept}): {type(fault).__name__}: {str(fault)[:500]}"
            )
        fed += 1
    record_property("inputs", fed)


def fault_of(parser: Parser, content: bytes) -> BaseException | None:
    """Return what a parser raised that is no refusal."""
    try:
        parser.parse(content)
    except (TestigoError, KeyboardInterrupt):
        return None
    except BaseException as fault:  # a panic of a library is no Exception
        return fault
    return None


@pytest.mark.parametrize("value", ["9" * 5_000, "[" * 5_000, "{a=" * 5_000])
def test_toml_that_python_cannot_hold_is_refused_in_words(value: str) -> None:
    """Found by the fuzzers: a number of 5,000 digits and lists without end were tracebacks."""
    content = f"a = {value}".encode()
    for name in ("mapping", "drafts", "claim mapping", "definition election.toml"):
        with pytest.raises(TestigoError):
            PARSERS[name].parse(content)


def test_the_same_seed_gives_the_same_inputs() -> None:
    one, other = (
        [mutated(b"abc" * 9, (b"xyz",), chance) for _ in range(50)] for chance in (Random(5), Random(5))
    )
    assert one == other
    assert len(set(one)) > 20


def test_a_parser_that_raises_anything_but_a_refusal_is_at_fault() -> None:
    def parse(content: bytes) -> object:
        raise ValueError(content)

    assert isinstance(fault_of(Parser(parse, ()), b""), ValueError)


def test_a_pattern_that_python_cannot_hold_is_refused_in_words() -> None:
    """Found by the fuzzers: a repetition of 5,000 digits was a traceback."""
    parser = PARSERS["form profile"]
    (form,) = parser.seeds
    begin = form.index(b"pattern")
    quote = form[form.index(b"=", begin) + 1 :].strip()[:1]
    place = form.index(quote, begin) + 1
    broken = form[:place] + b"a{" + b"9" * 5_000 + b"}" + form[place:]
    assert fault_of(parser, broken) is None
    assert b"pattern" in form


def test_evidence_that_is_damaged_where_its_words_are_is_refused_in_words() -> None:
    """Found by the fuzzers: SQLite names the damage in letters that are none."""
    parser = PARSERS["evidence file"]
    (whole,) = parser.seeds
    at = whole.index(b"CREATE TABLE")
    for broken in (
        whole[: at - 9] + b"\xc3\x28" + whole[at - 7 :],
        whole.replace(b"CREATE TABLE", b"CREATE \xc3\x28BLE"),
        whole.replace(b"CREATE TRIGGER", b"\xff" * 14),
    ):
        with pytest.raises(TestigoError):
            parser.parse(broken)
