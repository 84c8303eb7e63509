"""The roster of people, sealed with the definition: only its salted hash is public."""

from pathlib import Path

from testigo.acts.durable import write_new
from testigo.acts.passed_in import RandomBytes
from testigo.election.people import FILE, SALT, SALT_FILE, SEALED_FILE, parse_people, sealed_hash
from testigo.errors import Message, RefusedError, StoreError


def seal_people(definition: Path, random: RandomBytes, *, signatures: bool) -> None:
    """Write the salted hash of the roster into a definition that is not sealed yet, where there is one.

    signatures  whether the policy demands them: then there must be a roster
    """
    file = definition / FILE
    people = parse_people(file.read_bytes()).people if file.exists() else {}
    if not people:
        (definition / SEALED_FILE).unlink(missing_ok=True)
        if signatures:
            raise RefusedError(Message("roster.nobody_could_sign", file=FILE))
        return
    file.chmod(0o600)  # an editor wrote it, for everybody who uses this machine
    if not (definition / SALT_FILE).exists():
        write_new(definition / SALT_FILE, f"{random(32).hex()}\n".encode())
    salt = (definition / SALT_FILE).read_bytes()
    if not SALT.fullmatch(salt):
        raise StoreError(Message("roster.no_salt", file=definition / SALT_FILE))
    # A crash between the two leaves a salt without a hash; the next run writes it.
    (definition / SEALED_FILE).write_text(f"{sealed_hash(salt, file.read_bytes())}\n")
