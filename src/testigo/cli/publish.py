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

from testigo.cli.alone import alone
from testigo.cli.checked import checked_as_by_a_stranger
from testigo.cli.names import names_of
from testigo.cli.notes_kept import refuse_another_evidence
from testigo.cli.opened_keys import opened_keys
from testigo.cli.operation import Operation
from testigo.cli.people import refuse_people_unknown
from testigo.cli.progress import progress_bar
from testigo.cli.publish_refused import (
    refuse_a_broken_chain,
    refuse_a_day_before,
    refuse_a_day_to_come,
    refuse_a_fork,
    refuse_a_key_that_is_not_sealed,
)
from testigo.cli.signed import SignedOnce, refuse_what_cannot_be_kept
from testigo.cli.silent_falls import refuse_a_silent_fall
from testigo.election.address import REMEDY, is_address
from testigo.errors import RefusedError
from testigo.evidence.commitment import Opening, commitment, write_opening
from testigo.evidence.statements import DISCLOSURE, DISCLOSURE_OF_NOW, Json, Kind
from testigo.note import Signer, write_verifier_key
from testigo.numbered import numbered
from testigo.publication.expected import expected
from testigo.publication.folders import Folders, announced_address, current, hashes_of, is_same
from testigo.publication.format import NOT_IN_MANIFEST, Announcement
from testigo.publication.mirror import write_zip
from testigo.publication.program import software
from testigo.publication.shard import site_of
from testigo.publication.source import source_of
from testigo.publication.write import Committed, Order, Written, finish, next_imprint, write
from testigo.record.disclose import disclose
from testigo.record.keys import fingerprint, spoken
from testigo.record.names import Names
from testigo.snapshot import Snapshot, derive
from testigo.standing.gather import Evidence

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
@click.option(
    "--disclosure",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the disclosure key, apart from the signing key.",
)
@click.option(
    "--disclosure-passphrase-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Take the passphrase of the disclosure key from the first line of this file.",
)
@click.option("--processes", type=click.IntRange(1), default=None, help="As many as the machine has cores.")
@click.option(
    "--address", metavar="URL", help="Where this publication will lie; it stays until another is given."
)
@click.option("--zip", "as_zip", is_flag=True, help="Also write the whole site as one ZIP, for mirrors.")
@click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@alone
def command(
    folder: Path,
    keys: Path,
    passphrase_file: Path | None,
    disclosure: Path | None,
    disclosure_passphrase_file: Path | None,
    processes: int | None,
    address: str | None,
    *,
    as_zip: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Publish what stands in the evidence of DIR, signed with the key in the folder KEYS.

    Two keys are needed: the one that signs, and the one that makes public names, which lies in a folder of
    its own with a passphrase of its own (`testigo key new`, or `testigo key split` for an older folder).

    The site and its data go to DIR/public, which changes at once and only when everything is made and
    signed. Where nothing changed since the last publication there is no new one. An interrupted run goes on
    where it stopped.

    Pages name the address, and messengers show what a page says, where one is known: that of election.toml,
    or the last one given here (`--address none` takes it away). A domain that was taken costs no new seal.

    \b
    Examples:
        testigo publish my-operation --key /media/one/keys --disclosure /media/two/keys
        testigo publish my-operation --key /media/one/keys --disclosure /media/two/keys --dry-run
        testigo publish my-operation --key keys --disclosure names --zip
        testigo publish my-operation --key keys --disclosure names --address https://mirror.example/
    """
    operation, by = Operation(folder), processes or os.cpu_count() or 1
    opened = opened_keys(keys, passphrase_file, disclosure, disclosure_passphrase_file)
    signing = SignedOnce(keys, Signer(operation.election.origin, opened.signing.private_key))
    refuse_a_key_that_is_not_sealed(operation, signing.signer)
    refuse_a_broken_chain(operation)
    refuse_another_evidence(operation)
    refuse_people_unknown(operation)
    folders = folders_of(operation)
    if not dry_run:
        refuse_what_cannot_be_kept(keys)
        if (standing := finish(folders, signing.sign)) is not None:
            record(operation, standing)
    evidence = operation.evidence()
    names = names_of(operation, evidence, opened.disclosure, keep=not dry_run)
    order = order_of_today(operation, evidence, names, signing, address, by)
    if dry_run:
        say_what_would_be_done(folders, order, by)
        return
    with progress_bar("Making pages") as progress:
        written = write(folders, order, by, progress)
    record(operation, written.announcement)
    signer = signing.signer
    mirror = write_mirror(operation, written) if as_zip else None
    (print_json if as_json else print_for_people)(operation, signer, written)
    if mirror is not None:
        click.echo(f"For mirrors {mirror}", err=as_json)


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


def order_of_today(
    operation: Operation,
    evidence: Evidence,
    names: Names,
    signing: SignedOnce,
    given_address: str | None,
    processes: int,
) -> Order:
    """Return what to publish today; an error where a stranger would not take it.

    given_address  as it was given to the command
    processes      that verify it at the same time
    """
    day = datetime.datetime.now(datetime.UTC).date()
    last = current(operation.public_folder)
    refuse_a_fork(operation, last)
    refuse_a_day_before(day, last)
    public = disclose(evidence, operation.election.stations["station"], names, day)
    refuse_a_day_to_come(day, public)
    address = address_of(operation, given_address)
    order = order_of(operation, public, signing.signer, signing.sign, day, address)
    check = checked_as_by_a_stranger(signing.signer, processes)
    return replace(order, check=check, evidence=committed_to(evidence))


def order_of(
    operation: Operation,
    public: Evidence,
    signer: Signer,
    sign: Callable[[str], bytes],
    day: datetime.date,
    address: str | None,
) -> Order:
    """Return what to publish: everything is derived from what is disclosed, as a stranger will.

    A publication is signed in the name of its sealed origin, however the key was called when it was made:
    what was sealed is the key's fingerprint, and a stranger refuses a signature in another name.
    """
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
        check=checked_as_by_a_stranger(signer, 1),
        sign=sign,
        address=address,
    )


def folders_of(operation: Operation) -> Folders:
    """Return where an operation keeps its publications."""
    return Folders(operation.public_folder, operation.publications_folder)


def record(operation: Operation, announcement: Announcement) -> None:
    """State what was published, unless an earlier run did."""
    said = (
        statement.body.get("manifest")
        for statement in operation.journal.statements()
        if statement.kind is Kind.PUBLISHED
    )
    if announcement.manifest not in said:
        body: dict[str, Json] = {
            "number": announcement.number,
            "manifest": announcement.manifest,
            DISCLOSURE: DISCLOSURE_OF_NOW,
        }
        operation.journal.append(announcement.day, Kind.PUBLISHED, body=body)


def write_mirror(operation: Operation, written: Written) -> Path:
    """Write the publication as one ZIP into the operation's folder, file after file; return its path."""
    public, name = operation.public_folder, f"publication-{written.announcement.number:04d}"
    made, whole = operation.folder / f"{name}.zip.partial", operation.folder / f"{name}.zip"
    paths = sorted([*hashes_of(public), *NOT_IN_MANIFEST])
    with made.open("wb") as to:
        files = ((path, (public / path).read_bytes()) for path in paths)
        write_zip(files, name, to, written.announcement.day, written.announcement.number)
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
    stations, places = numbered(told.stations, "polling station"), numbered(told.places, "place")
    click.echo(
        f"Would make publication {imprint.number}: the pages of {stations} and {places}, in "
        f"{folders.public}. Nothing was written."
    )
    if told.without:
        without = numbered(told.without, "polling station gets", "polling stations get")
        click.echo(f"{without} no page (station_pages in election.toml).")
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
