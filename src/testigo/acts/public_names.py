"""Which public names the things of an operation have: kept, drawn now, or told before names were drawn.

An operation that published before there were random bytes keeps the names that it told: they are made once
more by the rule of then, for each of its publications, and kept.
"""

from collections.abc import Iterator

import polars as pl

from testigo.acts.names_folder import NamesFolder
from testigo.acts.operation import Operation
from testigo.acts.passed_in import RandomBytes
from testigo.errors import Message, RefusedError, StoreError
from testigo.evidence.statements import Kind, Statement, is_of_now
from testigo.publication.format import data_path, safe_name
from testigo.record.disclose import disclose
from testigo.record.names import EarlierNames, Names, Told, wanted, with_drawn
from testigo.standing.gather import Evidence


def names_of(
    operation: Operation, evidence: Evidence, key: bytes, random: RandomBytes, *, keep: bool
) -> Names:
    """Return the public names of everything that the evidence discloses.

    evidence  of the operation, as it stands now
    key       the disclosure key
    keep      write down what is drawn, before it is published; a dry run draws in vain

    RefusedError where another key made the names that were published; StoreError where the names are lost.
    """
    folder = NamesFolder(operation.names_folder)
    before = _before(operation, folder, key)
    drawn = with_drawn(before.random, wanted(evidence), random)
    names = Names(key, drawn, before.told)
    if keep and (drawn != before.random or not folder.is_there):
        folder.write(names)
    return names


def _before(operation: Operation, folder: NamesFolder, key: bytes) -> Names:
    if folder.is_there:
        return folder.read(key)
    published = list(operation.journal.statements(kinds=(Kind.PUBLISHED,)))
    if any(is_of_now(statement) for statement in published):
        raise StoreError(Message("names.missing", folder=folder.folder))
    return Names(key, {}, told_before(operation, published, key))


def told_before(operation: Operation, published: list[Statement], key: bytes) -> dict[Told, str]:
    """Return every name that these publications told, by the rule of then.

    RefusedError where the key is not the one of then.
    """
    names = EarlierNames(key, {})
    stations = operation.election.stations["station"]
    for statement in published:
        disclose(operation.evidence(upto=statement.number), stations, names, statement.day)
    if published and not set(_published_readings(operation)) <= set(names.given.values()):
        raise RefusedError(Message("names.of_another_key"))
    return names.given


def _published_readings(operation: Operation) -> Iterator[str]:
    """Yield the names of the readings in the publication that stands."""
    for contest in operation.election.contests:
        name = f"evidence/readings-{safe_name(contest.contest)}.parquet"
        file = operation.public_folder / data_path(name, drill=operation.election.drill)
        if file.exists():
            yield from pl.read_parquet(file, columns=["reading"])["reading"]
