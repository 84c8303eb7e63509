"""An operation's folder, opened: what every act begins with.

Opening it writes nothing: definition, evidence and exhibits are read when they are asked for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path

import polars as pl

from testigo.acts.since_the_seal import changes_since
from testigo.election.amend import amended
from testigo.election.definition import Election
from testigo.election.load import load, read_folder
from testigo.election.seal import seal
from testigo.errors import Message, RefusedError, StoreError
from testigo.evidence.connect import EVIDENCE_FILE, open_journal
from testigo.evidence.exhibits import FolderStore
from testigo.evidence.journal import Journal
from testigo.evidence.statements import EMPTY_CHAIN, Statement
from testigo.forms.arithmetic import figures
from testigo.forms.load import load_profiles
from testigo.forms.profile import FormProfile
from testigo.publication.folders import Folders
from testigo.snapshot import Snapshot, derive
from testigo.standing.amendments import KINDS, amendments
from testigo.standing.gather import Evidence, gather


@dataclass(frozen=True)
class Operation:
    """One election as one organisation works on it: definition, evidence, publications, in one folder.

    only_look  whoever has it open can say nothing: the database refuses it
    """

    folder: Path
    only_look: bool = False
    _elections: dict[int, Election] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.definition_folder.is_dir():
            raise StoreError(Message("operation.is_none", folder=self.folder))

    @property
    def definition_folder(self) -> Path:
        """Where the definition's plain files are."""
        return self.folder / "election"

    @property
    def public_folder(self) -> Path:
        """The current publication."""
        return self.folder / "public"

    @property
    def publications_folder(self) -> Path:
        """What is kept of every publication."""
        return self.folder / "publications"

    @property
    def folders(self) -> Folders:
        """Both of them."""
        return Folders(self.public_folder, self.publications_folder)

    @property
    def names_folder(self) -> Path:
        """The random bytes behind public names."""
        return self.folder / "names"

    @cached_property
    def definition_files(self) -> Mapping[str, bytes]:
        """The definition's files: path -> bytes."""
        return read_folder(self.definition_folder)

    @cached_property
    def sealed_election(self) -> Election:
        """The definition, parsed and checked, without what changed since the seal."""
        return load(self.definition_files)

    @property
    def election(self) -> Election:
        """The definition as amended until now; before it is sealed there is nothing to amend."""
        if not (self.folder / EVIDENCE_FILE).exists():
            return self.sealed_election
        last = self.journal.last()
        number = -1 if last is None else last.number
        if number not in self._elections:
            self._elections.clear()
            self._elections[number] = self.election_at(None)
        return self._elections[number]

    def election_at(self, upto: int | None, supposed: Iterable[Statement] = ()) -> Election:
        """Return the definition as amended up to a statement; None = all of them, then those supposed."""
        said = chain(self.journal.statements(upto=upto, kinds=KINDS), supposed)
        return amended(self.sealed_election, amendments(said, self.exhibits.get))

    @cached_property
    def profiles(self) -> Mapping[str, FormProfile]:
        """The form profiles that the contests name; no amendment changes either."""
        return load_profiles(self.definition_files, self.sealed_election)

    @cached_property
    def journal(self) -> Journal:
        """The statements; StoreError where the operation was never sealed."""
        path = self.folder / EVIDENCE_FILE
        if not path.exists():
            raise StoreError(Message("operation.not_sealed", folder=self.folder))
        return open_journal(path, only_look=self.only_look)

    @cached_property
    def exhibits(self) -> FolderStore:
        """The exhibits."""
        return FolderStore(self.folder / "exhibits")

    @property
    def figures(self) -> Mapping[str, tuple[str, ...]]:
        """The figures that a form of each contest may have: contest -> names."""
        return {one.contest: figures(one, self.profiles[one.form]) for one in self.sealed_election.contests}

    def evidence(self, upto: int | None = None, supposed: Iterable[Statement] = ()) -> Evidence:
        """What stands in the evidence after statement `upto` (None = now), then those supposed."""
        self.refuse_a_changed_definition()
        said = chain(self.journal.statements(upto=upto), supposed)
        return gather(said, self.exhibits.get, self.figures, sealed=self.sealed_election)

    def snapshot(self, upto: int | None = None) -> Snapshot:
        """The whole state after statement `upto`; None = now."""
        evidence = self.evidence(upto)
        return derive(self.election if upto is None else self.election_at(upto), self.profiles, evidence)

    def snapshot_of(self, contest: str) -> Snapshot:
        """The state of one contest now, the same as in the whole, at the cost of one; no errata are in it.

        RefusedError where the definition has no such contest.
        """
        self.refuse_a_changed_definition()
        columns = dict(self.figures)
        if contest not in columns:
            raise RefusedError(Message("contest.unknown", contest=contest, known=", ".join(columns)))
        mine = {contest: columns.pop(contest)}
        said = self.journal.statements(contest=contest)
        evidence = gather(said, self.exhibits.get, mine, others=frozenset(columns))
        last = self.journal.last()
        whole = replace(
            evidence,
            last_statement=-1 if last is None else last.number,
            chain=EMPTY_CHAIN if last is None else last.chain,
            claims=evidence.claims.filter(pl.col("contest") == contest),
        )
        election = replace(self.election, contests=(self.election.contest(contest),))
        return derive(election, self.profiles, whole)

    def snapshot_for(self, contest: str | None) -> Snapshot:
        """The state now: of one contest at the cost of one (`snapshot_of`), or whole where none is named."""
        return self.snapshot() if contest is None else self.snapshot_of(contest)

    def snapshot_if(self, *supposed: Statement) -> Snapshot:
        """The whole state as it would be if these were said now; nothing is said."""
        evidence = self.evidence(supposed=supposed)
        return derive(self.election_at(None, supposed), self.profiles, evidence)

    def refuse_a_changed_definition(self) -> None:
        """Raise StoreError where the definition is not the one that statement 0 sealed."""
        opened = next(iter(self.journal.statements()), None)
        if opened is None or opened.body.get("seal") != seal(self.definition_files):
            raise StoreError(
                Message(
                    "operation.definition_changed",
                    definition=self.definition_folder,
                    files=self._changes_since_the_seal(opened),
                )
            )

    def _changes_since_the_seal(self, opened: Statement | None) -> tuple[Message, ...]:
        if opened is None or opened.subject is None:
            return ()
        return changes_since(self.exhibits.get(opened.subject), self.definition_files, self.exhibits)

    def __enter__(self) -> "Operation":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the evidence if it was opened, so that the database leaves no file of its own beside it.

        Whoever asks for it again opens it again.
        """
        if "journal" in self.__dict__:
            self.__dict__.pop("journal").close()
