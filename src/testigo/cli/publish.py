"""`testigo publish DIR --key KEYS`: write and sign the public site and dataset."""

import datetime
import json
import os
import secrets
import shutil
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import click

from testigo.cli.key_folder import load_disclosure_key, load_signer
from testigo.cli.notes_kept import refuse_another_evidence
from testigo.cli.operation import Operation
from testigo.cli.passphrase import ask_passphrase
from testigo.cli.progress import progress_bar
from testigo.cli.silent_falls import refuse_a_silent_fall
from testigo.election.address import REMEDY, is_address
from testigo.errors import RefusedError, StoreError
from testigo.evidence.check import check_chain
from testigo.evidence.commitment import Opening, commitment, write_opening
from testigo.evidence.gather import Evidence
from testigo.evidence.statements import Json, Kind
from testigo.numbered import numbered
from testigo.publication.expected import expected
from testigo.publication.folders import Folders, announced_address, current, hashes_of, is_same
from testigo.publication.format import NOT_IN_MANIFEST, Announcement
from testigo.publication.mirror import write_zip
from testigo.publication.program import software
from testigo.publication.shard import site_of
from testigo.publication.source import source_of
from testigo.publication.write import Committed, Order, Written, next_imprint, write
from testigo.record.disclose import disclose
from testigo.record.keys import fingerprint, spoken
from testigo.record.note import Signer, sign_note, write_verifier_key
from testigo.snapshot import Snapshot, derive

NO_ADDRESS = "none"


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--key",
    "keys",
    required=True,
    metavar="KEYS",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the signing key; it lies outside of the operation.",
)
@click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Take the passphrase from the first line of this file.",
)
@click.option("--processes", type=click.IntRange(1), default=None, help="As many as the machine has cores.")
@click.option(
    "--address", metavar="URL", help="Where this publication will lie; it stays until another is given."
)
@click.option("--zip", "as_zip", is_flag=True, help="Also write the whole site as one ZIP, for mirrors.")
@click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    folder: Path,
    keys: Path,
    passphrase_file: Path | None,
    processes: int | None,
    address: str | None,
    *,
    as_zip: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Publish what stands in the evidence of DIR, signed with the key in the folder KEYS.

    The site and its data go to DIR/public, which changes at once and only when everything is made and
    signed. Where nothing changed since the last publication there is no new one. An interrupted run goes on
    where it stopped.

    Pages name the address, and messengers show what a page says, where one is known: that of election.toml,
    or the last one given here (`--address none` takes it away). A domain that was taken costs no new seal.

    \b
    Examples:
        testigo publish my-operation --key /media/key/keys
        testigo publish my-operation --key /media/key/keys --dry-run
        testigo publish my-operation --key /media/key/keys --zip
        testigo publish my-operation --key /media/key/keys --address https://mirror.example/
    """
    operation, by = Operation(folder), processes or os.cpu_count() or 1
    order, signer = order_and_signer(operation, keys, passphrase_file, address)
    folders = folders_of(operation)
    if dry_run:
        say_what_would_be_done(folders, order, by)
        return
    with progress_bar("Making pages") as progress:
        written = write(folders, order, by, progress)
    record(operation, written)
    mirror = write_mirror(operation, written) if as_zip else None
    (print_json if as_json else print_for_people)(operation, signer, written)
    if mirror is not None:
        click.echo(f"For mirrors {mirror}", err=as_json)


def order_and_signer(
    operation: Operation, keys: Path, passphrase_file: Path | None, address: str | None
) -> tuple[Order, Signer]:
    """Return what to publish today and who signs it; an error where a stranger would not take it.

    A publication is signed in the name of its sealed origin, however the key was called when it was made:
    what was sealed is the key's fingerprint, and a stranger refuses a signature in another name.

    address  as it was given to the command
    """
    passphrase = ask_passphrase(passphrase_file)
    signer = Signer(operation.election.origin, load_signer(keys, passphrase).private_key)
    refuse_a_key_that_is_not_sealed(operation, signer)
    refuse_a_broken_chain(operation)
    refuse_another_evidence(operation)
    stations = operation.election.stations["station"]
    evidence = operation.evidence()
    public = disclose(evidence, stations, load_disclosure_key(keys, passphrase))
    today = datetime.datetime.now(datetime.UTC).date()
    order = order_of(operation, public, signer, today, address_of(operation, address))
    order = replace(order, evidence=committed_to(evidence))
    refuse_a_fork(operation, current(operation.public_folder))
    return order, signer


def committed_to(evidence: Evidence) -> Committed:
    """Return what the note tells of the evidence: a salted number, by which it can be held against later."""
    opening = Opening(evidence.last_statement, secrets.token_hex(32))
    return Committed(commitment(opening, evidence.chain), write_opening(opening))


def address_of(operation: Operation, given: str | None) -> str | None:
    """Return the address that the publication announces: given, else as before, else of the definition."""
    if given is None:
        return announced_address(operation.public_folder, operation.election)
    if given == NO_ADDRESS:
        return None
    if not is_address(given):
        raise RefusedError(f"{given} is not the address of a publication. {REMEDY}")
    return given


def order_of(
    operation: Operation, public: Evidence, signer: Signer, day: datetime.date, address: str | None
) -> Order:
    """Return what to publish: everything is derived from what is disclosed, as a stranger will."""
    key = write_verifier_key(signer.verifier_key)
    source = source_of(operation.definition_files, operation.election.amendments, public, key, address)

    def derived() -> Snapshot:
        """Derive what is published; RefusedError where a figure falls in silence."""
        snapshot = derive(operation.election, operation.profiles, public)
        refuse_a_silent_fall(snapshot, folders_of(operation), source)
        return snapshot

    return Order(
        source=source,
        derive=derived,
        definition=operation.definition_files,
        day=day,
        signing_key=key,
        fingerprint=fingerprint(signer.verifier_key.public_key),
        software=software(),
        sign=lambda text: sign_note(text, signer),
        address=address,
    )


def folders_of(operation: Operation) -> Folders:
    """Return where an operation keeps its publications."""
    return Folders(operation.public_folder, operation.publications_folder)


def refuse_a_key_that_is_not_sealed(operation: Operation, signer: Signer) -> None:
    """Raise RefusedError where the sealed definition does not name this key: no stranger would accept it."""
    sealed = operation.election.key_fingerprints
    if not sealed:
        raise RefusedError(
            "The definition was sealed without the fingerprint of any key: a stranger would refuse every "
            "signature. Name the key in election.toml (key_fingerprints) before the definition is sealed"
        )
    if fingerprint(signer.verifier_key.public_key) not in sealed:
        raise RefusedError(
            "The definition was sealed with other keys than this one: a stranger would refuse the signature. "
            "Use the key whose fingerprint stands in election.toml"
        )


def refuse_a_broken_chain(operation: Operation) -> None:
    """Raise StoreError where a statement was changed or taken away: nobody signs what follows from that."""
    problems = check_chain(operation.journal)
    if problems:
        raise StoreError(f"{problems[0]} See everything with: testigo evidence check {operation.folder}")


def refuse_a_fork(operation: Operation, last: Announcement | None) -> None:
    """Raise StoreError where the evidence names a later publication than the one in `public`.

    A second one under the same number would be signed proof that we told two people two things.
    """
    here = 0 if last is None else last.number
    published = [
        statement.body.get("number")
        for statement in operation.journal.statements()
        if statement.kind is Kind.PUBLISHED
    ]
    later = [number for number in published if isinstance(number, int) and number > here]
    if later:
        raise StoreError(
            f"The evidence says that publication {max(later)} was made, and it is not in "
            f"{operation.public_folder}: another one under that number would contradict it. Bring back "
            "`public` and `publications` from a backup, or from a copy of the site"
        )


def record(operation: Operation, written: Written) -> None:
    """State what was published, unless an earlier run did."""
    announcement = written.announcement
    said = (
        statement.body.get("manifest")
        for statement in operation.journal.statements()
        if statement.kind is Kind.PUBLISHED
    )
    if announcement.manifest not in said:
        body: dict[str, Json] = {"number": announcement.number, "manifest": announcement.manifest}
        operation.journal.append(announcement.day, Kind.PUBLISHED, body=body)


def write_mirror(operation: Operation, written: Written) -> Path:
    """Write the publication as one ZIP into the operation's folder, file after file; return its path."""
    public, name = operation.public_folder, f"publication-{written.announcement.number:04d}"
    made, whole = operation.folder / f"{name}.zip.partial", operation.folder / f"{name}.zip"
    paths = sorted([*hashes_of(public), *NOT_IN_MANIFEST])
    with made.open("wb") as to:
        write_zip(((path, (public / path).read_bytes()) for path in paths), name, to)
    # A crash before this leaves only a partial file; the next run writes it again.
    return made.rename(whole)


def say_what_would_be_done(folders: Folders, order: Order, processes: int) -> None:
    """Print whether there is anything to publish, how large it would be, and how long it would take."""
    last = current(folders.public)
    if last is not None and is_same(folders, last, order.source):
        click.echo(f"Nothing has changed since publication {last.number} of {last.day}.")
        return
    imprint, snapshot = next_imprint(folders, order, last), order.derive()
    told = expected(snapshot, site_of(snapshot, imprint), time.perf_counter)
    minutes = told.seconds / processes / 60
    free = shutil.disk_usage(folders.publications.parent).free
    click.echo(
        f"Would make publication {imprint.number}: the pages of {told.stations:,} polling stations and "
        f"{numbered(told.places, 'place')}, in {folders.public}. Nothing was written."
    )
    if told.without:
        click.echo(f"{told.without:,} polling stations get no page (station_pages in election.toml).")
    click.echo(
        f"About {numbered(told.pages, 'page')}, {told.length / 1e9:,.1f} GB beside the data "
        f"({free / 1e9:,.0f} GB are free), in about {minutes:,.0f} minutes with {processes} processes, if "
        "the machine stays as busy as it is now: a few were made, to tell."
    )


def print_json(operation: Operation, signer: Signer, written: Written) -> None:
    """Print what was published, for programs."""
    told = asdict(written) | {
        "fingerprint": fingerprint(signer.verifier_key.public_key),
        "public": str(operation.public_folder),
    }
    click.echo(json.dumps(told, default=str, indent=2))


def print_for_people(operation: Operation, signer: Signer, written: Written) -> None:
    """Print what was published, where it is, and what to read to radio and press."""
    announcement = written.announcement
    echo: Callable[[str], None] = click.echo
    if not written.is_new:
        echo(f"Nothing has changed since publication {announcement.number} of {announcement.day}.")
    else:
        echo(
            f"Publication {announcement.number} of {announcement.day}: {numbered(written.files, 'file')} "
            f"({written.added:,} new, {written.changed:,} changed, {written.removed:,} gone)."
        )
    if announcement.drill:
        echo("This is a DRILL, and every page and data file says so.")
    echo(f"It is in    {operation.public_folder}")
    echo(f"Key         {spoken(fingerprint(signer.verifier_key.public_key))}")
    echo(f"Manifest    {spoken(announcement.manifest)}")
    echo("Read both to radio and press: whoever sees the same sees the same publication.")
    echo(f"Check it    testigo verify {operation.public_folder}")
    echo(f"Show it     testigo serve {operation.folder}")
