"""Stage 11, step 4: what a publication says of itself is what its definition and its signature say.

In   `publication.json`, the definition, the announcement.
Out  Facts; and what is said otherwise, or of which nobody could check what it says.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeGuard

from testigo.election.address import is_address
from testigo.election.definition import Election
from testigo.note import write_verifier_key
from testigo.publication.format import Announcement
from testigo.publication.imprint import Imprint
from testigo.publication.program import made_with, software
from testigo.verification.report import Failure
from testigo.verification.signatures import Signed

SOFTWARE = "software"
UNCHECKED = frozenset({"address", "made_with", SOFTWARE})
"""What only the publication itself says."""
MOST_NAMES = 20


@dataclass(frozen=True)
class Facts:
    """What the publication alone says of itself.

    software   name and version of what made it; None where it does not say
    made_with  the hash of that program, and the version of each library that writes bytes
    address    under which it can be reached; None where it does not say
    """

    software: str | None = None
    made_with: Mapping[str, str] = field(default_factory=dict)
    address: str | None = None

    def makers(self) -> dict[str, str]:
        """Return all that made it: name -> version or hash."""
        return {**self.made_with, SOFTWARE: self.software or "-"}

    def other_makers(self) -> tuple[str, str] | None:
        """Return what made it and what is installed here, as far as they differ; None where they do not."""
        theirs, ours = self.makers(), {**made_with(), SOFTWARE: software()}
        names = [name for name in sorted(theirs.keys() | ours.keys()) if theirs.get(name) != ours.get(name)]
        if not names:
            return None
        return in_one_line(names, theirs), in_one_line(names, ours)


def in_one_line(names: Iterable[str], made: Mapping[str, str]) -> str:
    """Return some of what makes a publication, as a line; a hash is shortened to what tells it apart."""
    return ", ".join(f"{name[:30]} {made.get(name, '-')[:30]}" for name in names)


def facts_of(said: Mapping[str, object]) -> Facts:
    """Read what a publication alone says of itself; what is not as it is written is left out."""
    program, made, address = said.get("software"), said.get("made_with"), said.get("address")
    return Facts(
        program if isinstance(program, str) else None,
        made if is_named(made) else {},
        address if isinstance(address, str) and is_address(address) else None,
    )


def is_named(made: object) -> TypeGuard[Mapping[str, str]]:
    """Say whether a value names libraries with their versions."""
    return (
        isinstance(made, dict)
        and len(made) <= MOST_NAMES
        and SOFTWARE not in made
        and all(isinstance(text, str) for text in made.values())
    )


def imprint_of(facts: Facts, signed: Signed) -> Imprint | None:
    """Return what the publication says of itself, as far as it is signed; None where that cannot be read."""
    said = signed.announcement
    if said is None or signed.key is None or signed.fingerprint is None:
        return None
    return Imprint(
        number=said.number,
        day=said.day,
        previous=said.previous,
        signing_key=write_verifier_key(signed.key),
        fingerprint=signed.fingerprint,
        software=facts.software or "",
        address=facts.address,
        made_with=facts.made_with,
    )


def check_facts(
    said: Mapping[str, object], path: str, election: Election, announcement: Announcement | None
) -> Iterator[Failure]:
    """Yield what publication.json says otherwise than the definition and the signed announcement."""
    expected: dict[str, object] = {
        "date": election.date.isoformat(),
        "drill": election.drill,
        "name": dict(election.name),
        "origin": election.origin,
        "place": dict(election.place),
        "seal": election.seal,
    }
    if announcement is not None:
        expected |= {
            "day": announcement.day.isoformat(),
            "number": announcement.number,
            "previous": announcement.previous,
        }
        if (announcement.drill, announcement.origin) != (election.drill, election.origin):
            yield Failure("announcement.another_election", path, None, announcement.origin, election.origin)
    for name, value in expected.items():
        if said.get(name) != value:
            yield Failure("facts.differ", path, name, shown_json(said.get(name)), shown_json(value))
    address = said.get("address")
    if address is not None and not (isinstance(address, str) and is_address(address)):
        yield Failure("facts.address", path, "address", shown_json(address))
    if not isinstance(said.get("software"), str) or not is_named(said.get("made_with")):
        yield Failure("facts.makers", path, None, shown_json(said.get("made_with")))
    known = expected.keys() | UNCHECKED | {"day", "number", "previous"}
    yield from unknown_names(said, known, path)


def unknown_names(
    said: Mapping[str, object], known: frozenset[str] | set[str], path: str
) -> Iterator[Failure]:
    """Yield the names in a JSON object that have no place in it: nobody could check what they say."""
    for name in sorted(said.keys() - known):
        yield Failure("facts.unknown", path, name[:80], shown_json(said[name]))


def shown_json(value: object) -> str:
    """Return a JSON value as short text."""
    return json.dumps(value, ensure_ascii=False)[:100]
