"""An oracle for tests: whether a results report keeps the rules of NIST SP 1500-100 that no schema can say.

In   a report (version 2, JSON) as it was parsed; nothing is assumed of it.
Out  each breach: which rule, where in the document, and the value.

The published schema takes half of all broken reports: it sees neither references, nor sums, nor dates. What
it does see (names, types, enumerations) is not repeated here; `against_schema` asks it. Both together refuse
every document that a reader must refuse.
"""

import datetime
import json
import re
from collections.abc import Iterator, Mapping

from tests.nist.nist_breach import PREFIX, Breach, Json, Rule, is_count
from tests.nist.nist_sums import cycles, units_of, wrong_contest

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
    units = units_of(objects)
    yield from cycles(units)
    for place, each in objects:
        if isinstance(each.get("ContestSelection"), list):
            yield from wrong_contest(place, each, units)


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
        if not is_count(value):
            yield Breach(Rule.COUNT, f"{place}/{name}", json.dumps(value))


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
