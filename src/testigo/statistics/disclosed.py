"""What a publication discloses beside the evidence: the announced sample, and what was simulated.

In   texts of files below `data/statistics` of a publication.
Out  `Sample`, `Simulated`; why a stranger would not take them, as a word.

A sample is public from its announcement on, and pages speak of it only where its file is disclosed. Simulated
figures are disclosed as whole numbers, with seed and number of draws, so that anyone can make them again
without taking them on trust; a page is made from the disclosed ones, since to make them again takes long.
"""

import datetime
import json
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from testigo.election.definition import Election
from testigo.errors import InputError, ProofError
from testigo.file_name import safe_name
from testigo.statistics.announced import Announced, read_sample
from testigo.statistics.drawn import draw
from testigo.statistics.frame import frame_of
from testigo.statistics.plan import Sample

FOLDER = "statistics"
SAMPLE = f"{FOLDER}/sample.txt"
SIMULATED = f"{FOLDER}/simulated-"
"""How the name of a contest's simulated figures begins, below `data/`."""
FEWEST_DRAWS, MOST_DRAWS = 19, 100_000

Count = Annotated[int, Field(ge=0, le=MOST_DRAWS, strict=True)]
Number = Annotated[int, Field(ge=0, le=10**9, strict=True)]
Text = Annotated[str, Field(strict=True, max_length=200)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SimulatedTest(_Table):
    """One test beside clean elections.

    as_odd    clean elections at least as odd as the real one
    rejected  clean elections that the textbook would call odd at 5 %; None where it has no p
    """

    test: Text
    figure: Text
    as_odd: Count
    rejected: Count | None


class Copies(_Table):
    """Stations with the whole vector of another, in clean elections.

    draws   clean elections
    most    stations that any of them has
    as_odd  of them, those with at least as many as the real one
    """

    draws: Count
    most: Number
    as_odd: Count


class Simulated(_Table):
    """What was simulated of one contest.

    seed   of the stream (spec/stream.md); nobody should choose it, so it is the seal of the definition
    draws  clean elections of each test
    """

    testigo: Literal["simulated 1"]
    contest: Text
    seed: Text
    draws: Annotated[int, Field(ge=FEWEST_DRAWS, le=MOST_DRAWS, strict=True)]
    tests: tuple[SimulatedTest, ...]
    copies: Copies | None


def simulated_file(contest: str) -> str:
    """Return the name below `data/` of a contest's simulated figures."""
    return f"{SIMULATED}{safe_name(contest)}.json"


def write_simulated(value: Simulated) -> bytes:
    """Return the file of simulated figures."""
    return (json.dumps(value.model_dump(mode="json"), indent=2, ensure_ascii=False) + "\n").encode()


def parse_simulated(content: bytes) -> Simulated:
    """Read simulated figures; ProofError unless they are exactly as they are written."""
    try:
        value = Simulated.model_validate(json.loads(content))
    except (ValidationError, ValueError, RecursionError):
        raise ProofError("no simulated figures") from None
    of_tests = [each for test in value.tests for each in (test.as_odd, test.rejected or 0)]
    of_copies = () if value.copies is None else (value.copies.draws - value.copies.as_odd,)
    if (
        write_simulated(value) != content
        or max(of_tests, default=0) > value.draws
        or min(of_copies, default=0) < 0
    ):
        raise ProofError("no simulated figures")
    return value


def sample_in(files: Mapping[str, bytes]) -> Announced[Sample] | None:
    """Return the disclosed sample; None where none is. InputError, ProofError where it is none."""
    content = files.get(SAMPLE)
    return None if content is None else read_sample(SAMPLE, content)


def simulated_in(files: Mapping[str, bytes], contest: str) -> Simulated | None:
    """Return a contest's disclosed simulated figures; None where none are. ProofError where they are none."""
    content = files.get(simulated_file(contest))
    return None if content is None else parse_simulated(content)


def has_simulated(files: Mapping[str, bytes]) -> bool:
    """Whether simulated figures of any contest are disclosed."""
    return any(name.startswith(SIMULATED) for name in files)


def fault_of_sample(election: Election, content: bytes) -> str | None:
    """Return why a sample is not one of this election; None where it is.

    `unreadable`  not as written, or a signature that it names does not hold
    `another`     of another origin or definition
    `too_early`   its hour is before any poll of that day can have closed
    `not_drawn`   its list and its seed do not give it
    """
    try:
        sample = read_sample(SAMPLE, content).value
    except (InputError, ProofError):
        return "unreadable"
    plan = sample.plan
    if plan.origin != election.origin or plan.definition != election.seal:
        return "another"
    try:
        if datetime.datetime.fromisoformat(plan.not_before) < earliest(election):
            return "too_early"
        again = draw(frame_of(election, plan.strata), plan, sample.seed, sample.allocation)
    except Exception:  # a stranger wrote the plan: whatever it makes us stumble over, it gives no sample
        return "not_drawn"
    return None if again == sample.stations else "not_drawn"


FIRST_ON_EARTH = datetime.timezone(datetime.timedelta(hours=14))


def earliest(election: Election) -> datetime.datetime:
    """Return the earliest moment at which the polls can have closed, wherever the election is."""
    hour = election.polls_close
    day = election.date + datetime.timedelta(days=1 if hour is None else 0)
    return datetime.datetime.combine(day, hour or datetime.time(), tzinfo=FIRST_ON_EARTH)


def first_day(sample: Sample) -> datetime.date:
    """Return the first day on which pages may speak of a sample: that of the hour in its plan, in UTC."""
    return datetime.datetime.fromisoformat(sample.plan.not_before).astimezone(datetime.UTC).date()
