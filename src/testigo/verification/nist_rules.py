"""Stage 11, on request: whether a results report keeps the rules of NIST SP 1500-100 that no schema can say.

In   a report (version 2, JSON) as it was parsed; nothing is assumed of it.
Out  each breach: which rule, where in the document, and the value.

The published schema takes half of all broken reports: it sees neither references, nor sums, nor dates. What
it does see (names, types, enumerations) is not repeated here; `against_schema` asks it. Both together refuse
every document that a reader must refuse.
"""

import datetime
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Json = Mapping[str, Any]

PREFIX = "ElectionResults."
UNITS = ("ReportingUnit", "ReportingDevice")
PARTIES = ("Party", "Coalition")
CONTESTS = ("CandidateContest", "PartyContest", "BallotMeasureContest", "RetentionContest")
SELECTIONS = ("CandidateSelection", "PartySelection", "BallotMeasureSelection")
REFERENCES: Mapping[str, tuple[str, ...]] = {
    # field: classes that it may refer to (the schema's refTypes, which are the same in every class)
    "AuthorityIds": ("Person",),
    "CandidateId": ("Candidate",),
    "CandidateIds": ("Candidate",),
    "ComposingGpUnitIds": UNITS,
    "ContestId": CONTESTS,
    "ContestIds": CONTESTS,
    "ElectionDistrictId": ("ReportingUnit",),
    "ElectionOfficialPersonIds": ("Person",),
    "ElectionScopeId": ("ReportingUnit",),
    "EndorsementPartyIds": PARTIES,
    "GpUnitId": UNITS,
    "GpUnitIds": UNITS,
    "HeaderId": ("Header",),
    "LeaderPersonIds": ("Person",),
    "OfficeHolderPersonIds": ("Person",),
    "OfficeId": ("Office",),
    "OfficeIds": ("Office",),
    "OrderedContestSelectionIds": SELECTIONS,
    "PartyId": PARTIES,
    "PartyIds": PARTIES,
    "PartyScopeGpUnitIds": UNITS,
    "PersonId": ("Person",),
    "PrimaryPartyIds": PARTIES,
}
COUNTS = (
    *("Count", "Overvotes", "Undervotes", "WriteIns"),
    *("BallotsCast", "BallotsOutstanding", "BallotsRejected"),
    *("VotersRegistered", "VotersParticipated", "SubUnitsReported", "TotalSubUnits"),
)
OTHERS = {"Type": "OtherType", "VoteVariation": "OtherVoteVariation"}
"""Fields whose value `other` must be told in words by another field."""
DATES = ("StartDate", "EndDate", "FileDate", "FilingDeadline", "DateOfBirth")
MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?(Z|[+-]\d{2}:\d{2})")
UNCOUNTED = ("not-processed", "in-process", "unknown")


class Rule(StrEnum):
    """A rule of the standard beyond its schema."""

    DUPLICATE = "nist.duplicate"
    REFERENCE = "nist.reference"
    CYCLE = "nist.cycle"
    COUNT = "nist.count"
    COUNTED_TWICE = "nist.counted_twice"
    SUM = "nist.sum"
    ROLL = "nist.roll"
    DATE = "nist.date"
    ORDER = "nist.order"
    OTHER = "nist.other"
    SCHEMA = "nist.schema"


@dataclass(frozen=True)
class Breach:
    """Where a report breaks a rule: the place is a path such as `GpUnit/3/ComposingGpUnitIds`."""

    rule: Rule
    place: str
    value: str


def breaches(report: Json) -> Iterator[Breach]:
    """Yield every breach of the rules above, in the order of the document."""
    objects = list(_objects(report, ""))
    classes = _classes(objects)
    yield from _duplicates(objects)
    for place, each in objects:
        yield from _wrong_references(place, each, classes)
        yield from _wrong_counts(place, each)
        yield from _wrong_dates(place, each)
        yield from _missing_words(place, each)
        yield from _wrong_order(place, each)
    units = _units(objects)
    yield from _cycles(units)
    for place, each in objects:
        if isinstance(each.get("ContestSelection"), list):
            yield from _wrong_contest(place, each, units)


def against_schema(report: Json, schema: Json) -> Iterator[Breach]:
    """Yield every breach of the published schema; ImportError where the extra `deep` is not installed."""
    from jsonschema import Draft4Validator

    for error in Draft4Validator(schema).iter_errors(report):
        place = "/".join(str(step) for step in error.absolute_path)
        yield Breach(Rule.SCHEMA, place, error.message[:200])


def _objects(value: object, place: str) -> Iterator[tuple[str, Json]]:
    """Yield every object of the document with its place, the outer before the inner."""
    waiting = [(place, value)]
    while waiting:
        here, each = waiting.pop()
        if isinstance(each, dict):
            yield here, each
            inner = [(f"{here}/{name}".lstrip("/"), part) for name, part in each.items()]
        elif isinstance(each, list):
            inner = [(f"{here}/{number}", part) for number, part in enumerate(each)]
        else:
            continue
        waiting += reversed(inner)


def _classes(objects: list[tuple[str, Json]]) -> dict[str, str]:
    """Return identifier -> class, without the prefix."""
    return {
        each["@id"]: str(each.get("@type")).removeprefix(PREFIX)
        for _, each in objects
        if isinstance(each.get("@id"), str)
    }


def _duplicates(objects: list[tuple[str, Json]]) -> Iterator[Breach]:
    seen: set[str] = set()
    for place, each in objects:
        identifier = each.get("@id")
        if isinstance(identifier, str):
            if identifier in seen:
                yield Breach(Rule.DUPLICATE, place, identifier)
            seen.add(identifier)


def _wrong_references(place: str, each: Json, classes: Mapping[str, str]) -> Iterator[Breach]:
    for name in REFERENCES.keys() & each.keys():
        named = each[name] if isinstance(each[name], list) else [each[name]]
        for identifier in named:
            if not isinstance(identifier, str) or classes.get(identifier) not in REFERENCES[name]:
                yield Breach(Rule.REFERENCE, f"{place}/{name}", str(identifier))


def _wrong_counts(place: str, each: Json) -> Iterator[Breach]:
    for name in COUNTS:
        value = each.get(name, 0)
        if not _is_count(value):
            yield Breach(Rule.COUNT, f"{place}/{name}", json.dumps(value))


def _is_count(value: object) -> bool:
    """Whether a value is a whole number of at least 0; 12.0 is one for JSON, true is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return value >= 0 and value == value // 1


def _wrong_dates(place: str, each: Json) -> Iterator[Breach]:
    for name in DATES:
        if name in each and _day(each[name]) is None:
            yield Breach(Rule.DATE, f"{place}/{name}", str(each[name]))
    if "GeneratedDate" in each and not _is_moment(each["GeneratedDate"]):
        yield Breach(Rule.DATE, f"{place}/GeneratedDate", str(each["GeneratedDate"]))


def _day(value: object) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def _is_moment(value: object) -> bool:
    found = MOMENT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return False
    day, hour, zone = found.groups()
    try:
        datetime.datetime.fromisoformat(f"{day}T{hour}{zone}")
    except ValueError:
        return False
    return True


def _missing_words(place: str, each: Json) -> Iterator[Breach]:
    for name, words in OTHERS.items():
        if each.get(name) == "other" and not each.get(words):
            yield Breach(Rule.OTHER, f"{place}/{name}", f"other without {words}")


def _wrong_order(place: str, each: Json) -> Iterator[Breach]:
    start, end = _day(each.get("StartDate")), _day(each.get("EndDate"))
    if start is not None and end is not None and start > end:
        yield Breach(Rule.ORDER, f"{place}/EndDate", f"{end} before {start}")
    first, last = each.get("SequenceStart"), each.get("SequenceEnd")
    if isinstance(first, int) and isinstance(last, int) and first > last:
        yield Breach(Rule.ORDER, f"{place}/SequenceStart", f"{first} of {last}")


# --- units and their counts -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Unit:
    """A unit of the report: its parts, its roll, and whether counting it is said to be unfinished."""

    place: str
    parts: tuple[str, ...]
    roll: int | None
    is_unfinished: bool


def _units(objects: list[tuple[str, Json]]) -> dict[str, Unit]:
    return {
        str(each["@id"]): Unit(
            place,
            tuple(str(part) for part in _list(each.get("ComposingGpUnitIds"))),
            each["VotersRegistered"] if _is_count(each.get("VotersRegistered")) else None,
            any(
                isinstance(status, dict) and status.get("Status") in UNCOUNTED
                for status in _list(each.get("CountStatus"))
            ),
        )
        for place, each in objects
        if each.get("@type") in (PREFIX + "ReportingUnit", PREFIX + "ReportingDevice") and "@id" in each
    }


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _cycles(units: Mapping[str, Unit]) -> Iterator[Breach]:
    """Yield the units that are part of themselves, by taking away again and again those without parts."""
    wholes: dict[str, list[str]] = {}
    for name, unit in units.items():
        for part in set(unit.parts) & units.keys():
            wholes.setdefault(part, []).append(name)
    left = Counter({name: len(set(unit.parts) & units.keys()) for name, unit in units.items()})
    done = [name for name, parts in left.items() if parts == 0]
    for name in done:  # grows while it is walked
        for whole in wholes.get(name, ()):
            left[whole] -= 1
            if left[whole] == 0:
                done.append(whole)
    for name in units.keys() - set(done):
        yield Breach(Rule.CYCLE, units[name].place, name)


Key = tuple[object, ...]
"""What of a unit is counted: type, its words, device, round."""


def _wrong_contest(place: str, contest: Json, units: Mapping[str, Unit]) -> Iterator[Breach]:
    cast: Counter[str] = Counter()  # unit -> votes of all selections
    for number, selection in enumerate(_list(contest.get("ContestSelection"))):
        here = f"{place}/ContestSelection/{number}"
        counts: dict[Key, dict[str, int]] = {}
        for each in _list(selection.get("VoteCounts") if isinstance(selection, dict) else None):
            if not isinstance(each, dict) or not _is_count(each.get("Count")):
                continue
            of_key = counts.setdefault(_key(each), {})
            unit = str(each.get("GpUnitId"))
            if unit in of_key:
                yield Breach(Rule.COUNTED_TWICE, here, unit)
            of_key[unit] = int(each["Count"])
        for key, of_key in counts.items():
            yield from _wrong_sums(here, of_key, units)
            if key[0] == "total":
                cast.update(of_key)
    yield from _above_the_roll(place, contest, cast, units)


def _key(count: Json) -> Key:
    device = json.dumps(count.get("DeviceClass"), sort_keys=True)
    return count.get("Type"), count.get("OtherType"), device, count.get("Round")


def _wrong_sums(place: str, counts: Mapping[str, int], units: Mapping[str, Unit]) -> Iterator[Breach]:
    """Yield the units whose count is not the sum of their parts.

    A part without a count may have any, unless counting it is said to be unfinished: then it has none yet.
    """
    for name, count in counts.items():
        parts = units[name].parts if name in units else ()
        known = [counts[part] for part in parts if part in counts]
        if not known:
            continue
        open_parts = [part for part in parts if part not in counts and not _is_unfinished(units, part)]
        if sum(known) > count or (not open_parts and sum(known) != count):
            yield Breach(Rule.SUM, f"{place}/{name}", f"{count}, its parts {sum(known)}")


def _is_unfinished(units: Mapping[str, Unit], name: str) -> bool:
    return name in units and units[name].is_unfinished


def _above_the_roll(
    place: str, contest: Json, cast: Mapping[str, int], units: Mapping[str, Unit]
) -> Iterator[Breach]:
    allowed = contest.get("VotesAllowed", 1)
    for name, votes in cast.items():
        roll = units[name].roll if name in units else None
        if roll is not None and _is_count(allowed) and votes > roll * allowed:
            yield Breach(Rule.ROLL, f"{place}/{name}", f"{votes} votes, {roll} registered voters")
