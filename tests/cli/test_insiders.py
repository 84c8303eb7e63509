"""Who owns the disk: statements written anew, a tail cut off, notes exchanged: found before a signature."""

import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from testigo.evidence.connect import EVIDENCE_FILE, shipped_schema
from testigo.evidence.statements import (
    EMPTY_CHAIN,
    Kind,
    Statement,
    chain_after,
    write_body,
    write_statement,
)
from testigo.note import parse_note
from testigo.publication.folders import OPENING, files_below
from testigo.publication.format import NOTE, parse_announcement
from tests.cli.small import Small
from tests.verification.corrected import Corrected

Rewrite = Callable[[list[Statement]], list[Statement]]


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Corrected:
    return Corrected(tmp_path_factory.mktemp("insiders"))


@pytest.fixture
def copy(corrected: Corrected, tmp_path: Path) -> Small:
    return Small(Path(shutil.copytree(corrected.small.folder, tmp_path / "operation")))


def rewritten(copy: Small, rewrite: Rewrite) -> None:
    """Write the evidence anew, with the rules and with a chain that holds, as who owns the disk can."""
    numbers = range(copy.last() + 1)
    said = rewrite([copy.said(number) for number in numbers])
    for left in copy.folder.glob(f"{EVIDENCE_FILE}*"):
        left.unlink()
    connection = sqlite3.connect(copy.folder / EVIDENCE_FILE)
    connection.executescript(shipped_schema())
    chain = EMPTY_CHAIN
    for one in said:
        chain = chain_after(chain, write_statement(one))
        texts = (one.subject, one.contest, one.person, one.second_person)
        row = (one.number, one.day.isoformat(), one.kind.value, *texts, write_body(one.body).decode(), chain)
        connection.execute("INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    connection.commit()
    connection.close()


def another_figure(said: list[Statement]) -> list[Statement]:
    """The correction of 001.01 says another number of votes, and says it from the beginning."""
    return [
        one
        if one.kind is not Kind.CORRECTED
        else Statement(
            one.number,
            one.day,
            one.kind,
            one.subject,
            one.contest,
            one.person,
            one.second_person,
            {**one.body, "figures": {"votes_red": 191, "votes_blue": 50}},
        )
        for one in said
    ]


def without_the_tail(said: list[Statement]) -> list[Statement]:
    return said[:-2]


def another_hand(said: list[Statement]) -> list[Statement]:
    """Nothing that is published changes: only who is said to have said it."""
    return [
        Statement(
            one.number, one.day, one.kind, one.subject, one.contest, "judge-9", one.second_person, one.body
        )
        if one.kind is Kind.WITHDRAWN
        else one
        for one in said
    ]


REWRITES = pytest.mark.parametrize("rewrite", [another_figure, without_the_tail, another_hand])


def publish(corrected: Corrected, copy: Small) -> int:
    keys = corrected.keys.copied(Path(tempfile.mkdtemp(dir=copy.folder.parent)) / "both")
    return copy.run("publish", *keys.options, "--processes", "1")


def test_an_evidence_that_nobody_touched_holds(corrected: Corrected, copy: Small) -> None:
    assert copy.run("evidence check") == 0, copy.out
    assert publish(corrected, copy) == 0, copy.err


@REWRITES
def test_an_evidence_that_was_written_anew_is_found_by_its_check(copy: Small, rewrite: Rewrite) -> None:
    rewritten(copy, rewrite)
    assert copy.run("evidence check") == 1
    assert "publications/0002/manifest.note" in copy.out


@REWRITES
def test_nobody_signs_what_follows_from_it(corrected: Corrected, copy: Small, rewrite: Rewrite) -> None:
    rewritten(copy, rewrite)
    before = (copy.folder / "public" / NOTE).read_bytes()
    assert publish(corrected, copy) == 2
    assert (copy.folder / "public" / NOTE).read_bytes() == before


@REWRITES
def test_changes_between_publications_of_it_are_an_error(copy: Small, rewrite: Rewrite) -> None:
    kept = copy.folder / "publications"
    here = Small(kept / "0001")
    assert here.run("changes", kept / "0002") == 0, here.err
    rewritten(copy, rewrite)
    assert here.run("changes", kept / "0002") == 1
    assert "Problem: publications/0002/manifest.note" in here.err


@pytest.mark.parametrize("spoilt", ["opening", "note", "folder", "other note"])
def test_notes_that_are_gone_or_exchanged_are_found(corrected: Corrected, copy: Small, spoilt: str) -> None:
    kept = copy.folder / "publications" / "0002"
    if spoilt == "opening":
        (kept / OPENING).unlink()
    elif spoilt == "note":
        said = (kept / NOTE).read_text()
        line = next(line for line in said.splitlines(keepends=True) if line.startswith("evidence "))
        (kept / NOTE).write_text(said.replace(line, ""))
    elif spoilt == "folder":
        shutil.rmtree(kept)
    else:
        shutil.copy(copy.folder / "publications" / "0001" / NOTE, kept / NOTE)
    assert copy.run("evidence check") == 1
    assert "publications/0002/manifest.note" in copy.out
    assert publish(corrected, copy) == 2


def test_the_publication_tells_neither_the_chain_nor_what_opens_it(corrected: Corrected) -> None:
    small = corrected.small
    secret = [small.said(number).chain for number in range(small.last() + 1)]
    secret += [
        (small.folder / "publications" / number / OPENING).read_text().split('"')[3]
        for number in ("0001", "0002")
    ]
    for path in files_below(corrected.public):
        content = (corrected.public / path).read_bytes()
        assert not any(one.encode() in content for one in secret), path


def test_two_publications_of_one_evidence_commit_to_it_in_two_numbers(corrected: Corrected) -> None:
    notes = [corrected.kept(number) / NOTE for number in (1, 2)]
    told = {parse_announcement(parse_note(note.read_bytes())[0]).evidence for note in notes}
    assert len(told) == 2
    assert None not in told


OLD = Path(__file__).parent.parent / "fixtures" / "before_safe.tar.xz"


def test_an_operation_from_before_publishes_on_and_commits_from_then_on(tmp_path: Path) -> None:
    subprocess.run(["tar", "-xJf", OLD, "-C", tmp_path], check=True)
    old = Small(tmp_path / "op")
    assert old.run("evidence check") == 0, old.out
    secret = ("--passphrase-file", tmp_path / "pass", "--processes", "1")
    assert old.run("publish", "--key", tmp_path / "keys", *secret) == 0, old.err
    notes = [
        parse_announcement(parse_note((old.folder / "publications" / number / NOTE).read_bytes())[0]).evidence
        for number in ("0001", "0002", "0003")
    ]
    assert notes[:2] == [None, None]
    assert notes[2] is not None
    rewritten(old, without_the_tail)
    assert old.run("evidence check") == 1
