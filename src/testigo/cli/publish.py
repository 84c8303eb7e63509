"""`testigo publish DIR --key KEYS`: write and sign the public site and dataset."""

import datetime
import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import click

from testigo.acts.files import content_of
from testigo.acts.operation import Operation
from testigo.acts.publish import NO_ADDRESS, PublishRequest, ToPublish, publish, to_publish
from testigo.acts.published_statistics import NO_SAMPLE, StatisticsAsked
from testigo.acts.signed_once import SignedOnce
from testigo.cli.alone import alone
from testigo.cli.opened_keys import opened_keys
from testigo.cli.progress import progress_bar
from testigo.cli.signers import today
from testigo.note import Signer
from testigo.numbered import numbered
from testigo.publication.write import Written
from testigo.record.keys import fingerprint, spoken


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
@click.option(
    "--sample",
    metavar="FILE",
    help="Have a page of what this sample says; it stays until another is given, or `none`.",
)
@click.option(
    "--simulations",
    metavar="N",
    type=click.IntRange(0, 100_000),
    help="Have a page of forensic tests beside N clean elections (199 will do); it stays until 0 is given.",
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
    sample: str | None,
    simulations: int | None,
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

    With --sample the site has pages of the quick count and of the audit; they are refused before the polls
    close. Simulated figures of --simulations take about three seconds a hundred draws and 2,000 stations.

    \b
    Examples:
        testigo publish my-operation --key /media/one/keys --disclosure /media/two/keys
        testigo publish my-operation --key /media/one/keys --disclosure /media/two/keys --dry-run
        testigo publish my-operation --key keys --disclosure names --zip
        testigo publish my-operation --key keys --disclosure names --sample sample.txt --simulations 199
        testigo publish my-operation --key keys --disclosure names --address https://mirror.example/
    """
    with Operation(folder) as operation:
        opened = opened_keys(keys, passphrase_file, disclosure, disclosure_passphrase_file)
        signing = SignedOnce(keys, Signer(operation.election.origin, opened.signing.private_key))
        by = processes or os.cpu_count() or 1
        asked = asked_of(sample, simulations)
        request = PublishRequest(signing, opened.disclosure, address, by, as_zip, asked)
        if dry_run:
            found = to_publish(operation, request, today(), os.urandom, time.perf_counter)
            say_what_would_be_done(operation, found, by)
            return
        with progress_bar("Making pages") as progress:
            asked_for = replace(request, simulated=progress)
            done = publish(operation, asked_for, today(), os.urandom, progress)
    (print_json if as_json else print_for_people)(operation, signing.signer, done.written)
    if done.mirror is not None:
        click.echo(f"For mirrors {done.mirror}", err=as_json)


def asked_of(sample: str | None, simulations: int | None) -> StatisticsAsked:
    """Return what the pages are to say of a sample and of simulated tests; nothing = as before."""
    if sample is None:
        return StatisticsAsked(None, simulations)
    content = NO_SAMPLE if sample == NO_ADDRESS else content_of(Path(sample))
    return StatisticsAsked(content, simulations, datetime.datetime.now(datetime.UTC))


def say_what_would_be_done(operation: Operation, found: ToPublish, processes: int) -> None:
    """Print whether there is anything to publish, how large it would be, and how long it would take."""
    if found.same_as is not None:
        click.echo(f"Nothing has changed since publication {found.same_as.number} of {found.same_as.day}.")
    if found.expected is None:
        return
    told = found.expected
    stations, places = numbered(told.stations, "polling station"), numbered(told.places, "place")
    click.echo(
        f"Would make publication {found.number}: the pages of {stations} and {places}, in "
        f"{operation.public_folder}. Nothing was written."
    )
    if told.without:
        without = numbered(told.without, "polling station gets", "polling stations get")
        click.echo(f"{without} no page (station_pages in election.toml).")
    click.echo(
        f"About {numbered(told.pages, 'page')}, {told.length / 1e9:,.1f} GB beside the data "
        f"({found.free / 1e9:,.0f} GB are free), in about {found.seconds / 60:,.0f} minutes with {processes} "
        "processes, if the machine stays as busy as it is now: a few were made, to tell."
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
