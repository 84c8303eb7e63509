"""An oracle for tests: the counts of a results report add up, unit by unit (NIST SP 1500-100).

In   the objects of a report with their places, as `nist_rules` found them.
Out  each breach of a sum, of a roll, or of what may be part of what.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.nist.nist_breach import PREFIX, Breach, Json, Rule, is_count

UNCOUNTED = ("not-processed", "in-process", "unknown")


@dataclass(frozen=True)
class Unit:
    """A unit of the report: its parts, its roll, and whether counting it is said to be unfinished."""

    place: str
    parts: tuple[str, ...]
    roll: int | None
    is_unfinished: bool


def units_of(objects: list[tuple[str, Json]]) -> dict[str, Unit]:
    """Return identifier -> unit of every unit of a report."""
    return {
        str(each["@id"]): Unit(
            place,
            tuple(str(part) for part in _list(each.get("ComposingGpUnitIds"))),
            each["VotersRegistered"] if is_count(each.get("VotersRegistered")) else None,
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


def cycles(units: Mapping[str, Unit]) -> Iterator[Breach]:
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


def wrong_contest(place: str, contest: Json, units: Mapping[str, Unit]) -> Iterator[Breach]:
    """Yield the counts of a contest that are given twice, are no sum of their parts, or above the roll."""
    cast: Counter[str] = Counter()  # unit -> votes of all selections
    for number, selection in enumerate(_list(contest.get("ContestSelection"))):
        here = f"{place}/ContestSelection/{number}"
        counts: dict[Key, dict[str, int]] = {}
        for each in _list(selection.get("VoteCounts") if isinstance(selection, dict) else None):
            if not isinstance(each, dict) or not is_count(each.get("Count")):
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
        if roll is not None and is_count(allowed) and votes > roll * allowed:
            yield Breach(Rule.ROLL, f"{place}/{name}", f"{votes} votes, {roll} registered voters")
