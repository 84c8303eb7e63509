"""The roster of people on disk: read with its salt and held against the seal; sealed, and amended."""

import secrets
from collections.abc import Iterator
from pathlib import Path

from testigo.cli.key_folder import write_new
from testigo.cli.operation import Operation
from testigo.cli.signers import NOTHING_CHANGED, Signed, refuse, say
from testigo.election.amend import PEOPLE
from testigo.election.people import (
    FILE,
    SALT,
    SALT_FILE,
    SEALED_FILE,
    Roster,
    parse_people,
    parse_sealed,
    sealed_hash,
    with_changes,
)
from testigo.errors import Place, Problem, RefusedError, StoreError
from testigo.evidence.bodies import Amended, parse_body
from testigo.evidence.statements import Json, Kind
from testigo.review.permission import may_amend_people, may_not_stand
from testigo.standing.rosters import KINDS, Rules, people_problems, roster_after
from testigo.standing.withdrawals import fallen_in


def roster_of(operation: Operation) -> Roster | None:
    """Return who may say what now; None where the definition was sealed without a roster.

    StoreError where the roster on disk is not the sealed one.
    """
    if not (operation.definition_folder / SEALED_FILE).exists():
        return None
    sealed = parse_people(sealed_people(operation.definition_folder))
    return roster_after(sealed, operation.journal.statements(kinds=KINDS), operation.exhibits.get)


def sealed_people(definition: Path) -> bytes:
    """Return the bytes of the sealed roster; StoreError where they are not those of the seal."""
    try:
        content, salt = ((definition / name).read_bytes() for name in (FILE, SALT_FILE))
        sealed = (definition / SEALED_FILE).read_bytes()
    except OSError as error:
        raise StoreError(f"{definition}: the roster of people cannot be read ({error.strerror}).") from None
    if sealed_hash(salt, content) != parse_sealed(sealed):
        raise StoreError(
            f"{definition / FILE}: not the roster that was sealed. Bring it and {SALT_FILE} back from a "
            "backup; a code is added by two persons of two organisations, with: testigo election amend"
        )
    return content


def seal_people(definition: Path, *, signatures: bool) -> None:
    """Write the salted hash of the roster into a definition that is not sealed yet, where there is one.

    signatures  whether the policy demands them: then there must be a roster
    """
    file = definition / FILE
    people = parse_people(file.read_bytes()).people if file.exists() else {}
    if not people:
        (definition / SEALED_FILE).unlink(missing_ok=True)
        if signatures:
            raise RefusedError(
                f"The policy demands signatures, and {FILE} has no person in it: nobody could sign anything."
            )
        return
    file.chmod(0o600)  # an editor wrote it, for everybody who uses this machine
    if not (definition / SALT_FILE).exists():
        write_new(definition / SALT_FILE, f"{secrets.token_hex(32)}\n".encode())
    salt = (definition / SALT_FILE).read_bytes()
    if not SALT.fullmatch(salt):
        raise StoreError(f"{definition / SALT_FILE} is no salt. Delete it: the seal draws another one.")
    # A crash between the two leaves a salt without a hash; the next run writes it.
    (definition / SEALED_FILE).write_text(f"{sealed_hash(salt, file.read_bytes())}\n")


def amend_people(operation: Operation, file: Path, content: bytes, signed: Signed) -> Iterator[str]:
    """Record another roster: rows added or changed; only its new salted hash is public."""
    before = current_people(operation)
    if before is None:
        raise RefusedError("The definition was sealed without a roster of people, so there is none to amend.")
    after = with_changes(before, content, file.name)
    was, now = (parse_people(one).people for one in (before, after))
    changed = [code for code in now if was.get(code) != now[code]]
    if not changed:
        yield f"{file.name}: all rows are so already. Nothing was changed."
        return
    for code in changed:
        one = now[code]
        yield f"  {code}: {one.organisation}, {' '.join(sorted(one.roles))}, {'a' if one.key else 'no'} key"
    refuse(may_amend_people(signed.by))
    if signed.dry_run:
        yield NOTHING_CHANGED
        return
    salt = secrets.token_hex(32)
    sealed = sealed_hash(f"{salt}\n".encode(), after)
    public = f"{PEOPLE.first}\n{sealed}\n"
    body: dict[str, Json] = {
        "file": PEOPLE.file,
        "reason": signed.reason,
        "rows": 1,
        "organisations": signed.by.organisations,
        "makes_a_result": False,
        "people": operation.exhibits.put(after),
        "salt": salt,
    }
    subject = operation.exhibits.put(public.encode())
    statement = say(operation, Kind.AMENDED, signed, body, subject=subject)
    yield f"Recorded as statement {statement.number}. Only its salted hash is published, and the reason."


def current_people(operation: Operation) -> bytes | None:
    """Return the bytes of the roster that stands; None where there is none."""
    if not (operation.definition_folder / SEALED_FILE).exists():
        return None
    said = list(operation.journal.statements(kinds=KINDS))
    gone = fallen_in(said, operation.exhibits.get)
    bodies = [parse_body(one) for one in said if one.kind is Kind.AMENDED and str(one.number) not in gone]
    amended = [body.people for body in bodies if isinstance(body, Amended) and body.people is not None]
    return operation.exhibits.get(amended[-1]) if amended else sealed_people(operation.definition_folder)


def problems_of_people(operation: Operation) -> tuple[Problem, ...]:
    """Return what persons said that the roster does not let them say, or did not sign."""
    election = operation.sealed_election
    if election.people is None:
        return ()
    try:
        sealed = parse_people(sealed_people(operation.definition_folder))
    except StoreError as error:
        place = Place(f"{operation.definition_folder.name}/{FILE}")
        return (Problem(place, None, str(error), "Bring it back from a backup."),)
    rules = Rules(sealed, election.seal, election.policy.signatures, may_not_stand)
    return tuple(people_problems(operation.journal.statements(), operation.exhibits.get, rules))


def refuse_people_unknown(operation: Operation) -> None:
    """Raise StoreError where somebody said what the roster does not let her say."""
    problems = problems_of_people(operation)
    if problems:
        raise StoreError(f"{problems[0]} See everything with: testigo evidence check {operation.folder}")
