"""The plan of a sample, announced before the seed is drawn, and the sample itself: two files of JSON.

In   the text of a plan or of a sample.
Out  `Plan` or `Sample`; writing what was read gives the same text, else it is refused.

What a test will look at, and when it may be said aloud, stands in the plan: who chooses it after the seed
chooses what comes out. In words: spec/sampling.md.
"""

import hashlib
import json
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from testigo.election.settings import toml_problems
from testigo.errors import InputError, Message, Place, Problem

Count = Annotated[int, Field(ge=0, le=10**9, strict=True)]
Percent = Annotated[int, Field(ge=0, le=100, strict=True)]
Text = Annotated[str, Field(strict=True)]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", strict=True)]
PLAN_FORMAT: Literal["sample plan 1"] = "sample plan 1"
SAMPLE_FORMAT: Literal["sample 1"] = "sample 1"
Design = Literal["simple", "stratified", "places", "size"]
SEED = r"^[0-9]{20,200}$"


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Frame(_Table):
    """What was drawn from: the list of stations.

    sha256             of its bytes (spec/sampling.md)
    declared           stations that the definition says there are; more than `stations` where not all are
                       listed; None = nobody knows
    registered_voters  None where a roll is unknown
    """

    sha256: Hash
    stations: Count
    declared: Count | None
    polling_places: Count
    registered_voters: Count | None


class Audit(_Table):
    """The sequential test, fixed before the draw.

    bet      of the fixed bet; eta, weight, above are ALPHA's
    risk     at most so often is a wrong outcome confirmed, in percent
    largest  roll of the frame, which no difference of votes exceeds; None where a roll is unknown: then no
             test
    """

    method: Literal["fixed bet", "alpha"]
    bet: Annotated[float, Field(gt=0, le=1)]
    eta: Annotated[float, Field(gt=0.5, lt=1)]
    weight: Annotated[float, Field(gt=0, le=1e6)]
    above: Annotated[float, Field(gt=0, le=1)]
    risk_percent: Annotated[float, Field(gt=0, lt=50)]
    largest: Count | None


class Plan(_Table):
    """What is announced.

    definition   seal of the election's definition
    strata       name of the level, or `stratum`; None = none
    size         units to draw: stations, polling places (`places`) or draws (`size`)
    population   stratum -> units in the frame
    allocation   stratum -> units to draw
    missing_may_differ_points    by how much the share of what is missing may differ from that of what came
    shown_from_response_percent  no estimate is shown before so many of the sample came
    not_before   when the polls close (ISO, with its zone): nothing is shown before
    signer       verifier key of who signs the file; None = nobody does
    """

    testigo: Literal["sample plan 1"]
    origin: Text
    definition: Hash
    frame: Frame
    design: Design
    strata: Text | None
    size: Count
    population: dict[Text, Count]
    allocation: dict[Text, Count]
    confidence_percent: Annotated[int, Field(ge=50, le=99, strict=True)]
    missing_may_differ_points: Percent
    shown_from_response_percent: Percent
    not_before: Text
    audit: Audit
    signer: Text | None


class Sample(_Table):
    """What was drawn.

    plan_sha256    of the plan's text
    plan_signature lines of the plan's note that sign it; empty = nobody did
    size           units drawn, more than planned where the sample was extended
    allocation     likewise
    earlier_sizes  of the samples that this one extends, the first first
    stations       codes in the order in which they were drawn; under `size` one may stand there twice
    signer         verifier key of who signs the sample; None = nobody does
    """

    testigo: Literal["sample 1"]
    plan: Plan
    plan_sha256: Hash
    plan_signature: tuple[Text, ...]
    seed: Annotated[str, Field(pattern=SEED, strict=True)]
    size: Count
    allocation: dict[Text, Count]
    earlier_sizes: tuple[Count, ...]
    stations: tuple[Text, ...]
    signer: Text | None


Written = TypeVar("Written", Plan, Sample)


def write(value: Plan | Sample) -> str:
    """Return the text of a plan or sample."""
    return json.dumps(value.model_dump(mode="json"), indent=2, ensure_ascii=False) + "\n"


def plan_hash(plan: Plan) -> str:
    """Return the SHA-256 of a plan's text."""
    return hashlib.sha256(write(plan).encode()).hexdigest()


def parse_plan(file: str, text: str) -> Plan:
    """Read a plan; InputError where it is not one, or not as it was written."""
    return _parse(Plan, file, text, "statistics.no_plan")


def parse_sample(file: str, text: str) -> Sample:
    """Read a sample; InputError where it is not one, or its plan is not the one it names."""
    sample = _parse(Sample, file, text, "statistics.no_sample")
    if plan_hash(sample.plan) != sample.plan_sha256:
        raise _bad(file, "statistics.another_plan")
    return sample


def _parse(kind: type[Written], file: str, text: str, key: str) -> Written:
    try:
        value = kind.model_validate(json.loads(text))
    except ValidationError as error:
        raise InputError(toml_problems(file, error)) from None
    except (ValueError, RecursionError):
        raise _bad(file, key) from None
    if write(value) != text:
        raise _bad(file, "statistics.not_as_written")
    return value


def _bad(file: str, key: str) -> InputError:
    return InputError(
        [Problem(Place(file), None, Message(key), Message("statistics.take_the_announced_one"))]
    )
