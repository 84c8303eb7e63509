"""Stage 2: what the body of each kind of statement holds.

In   a statement whose columns have their form.
Out  its body as a frozen value, or a refusal with every problem in it.

The evidence cannot be mended afterwards, so a body that later stages could not read is refused before it
is written. Kinds that nothing is derived from (opened, announced, published, ...) have free bodies.
In words, with examples: spec/evidence.md.
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from testigo.columns import Decision, DocumentClass, Method, Provenance
from testigo.errors import RefusedError, shorten
from testigo.evidence.statements import Kind, Statement
from testigo.findings import Severity

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Text = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=0, le=999_999_999)]


class Body(BaseModel):
    """What every body has in common."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def exhibits(self) -> tuple[str, ...]:
        """Return the names of the exhibits that the body needs, besides the statement's subject."""
        return ()


class Part(Body):
    """One `[[reading]]` of a mapping: who read the rows of a table, and how.

    institution  whether the reader is no person: its name may leave (record.disclose)
    """

    reader: Text
    method: Method
    provenance_class: Provenance
    institution: bool = False


class Imported(Body):
    """A table of results; the statement's subject is its first file.

    files     the source files as they came
    mapping   how they were read
    readings  Parquet in columns.IMPORTED: the readings, one row a figure
    rows      rows of the source files
    replaces  an earlier import, by its first file: this is a later release of the same table
    """

    files: Annotated[tuple[Sha256, ...], Field(min_length=1)]
    mapping: Sha256
    readings: Sha256
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
    rows: Count
    replaces: Sha256 | None

    def exhibits(self) -> tuple[str, ...]:
        """Return the names of the exhibits that the body needs."""
        return (*self.files, self.mapping, self.readings)


class Transcribed(Body):
    """What one person typed from the image of a form; the subject is that exhibit."""

    station: Text
    form: Text | None
    method: Method
    provenance_class: Provenance
    document_class: DocumentClass | None
    confidence: Annotated[float, Field(ge=0, le=1)] | None
    figures: Mapping[str, Count | None]  # a figure column -> what was read; null = not read


class PixelFinding(Body):
    """What `reading` found on the pixels of a photo: a row of columns.FINDINGS, for each reading of it."""

    code: Annotated[str, Field(pattern=r"^R\.6[0-9]{2}$")]
    version: Annotated[int, Field(ge=1)]
    severity: Severity
    figures: Mapping[str, Count]


class Read(Transcribed):
    """What a program read from the image of a form.

    findings  on the pixels of that image; of this contest
    """

    reader: Text  # program and version
    findings: tuple[PixelFinding, ...] = ()


class Unread(Body):
    """That a program read no figures from an image: a *read* without a contest.

    document_class  why, in one word: unreadable, not a form, duplicate
    form            as in a reading: the paper's name
    """

    reader: Text
    document_class: DocumentClass
    reason: Text
    form: Text | None
    findings: tuple[PixelFinding, ...] = ()


class Signature(Body):
    """That one person signed a statement with a key (evidence.signatures).

    algorithm  `ed25519`; browsers will bring others, with more in `proof`
    key        the public key, as the roster has it behind the algorithm
    signature  base64
    """

    person: Text
    algorithm: Text
    key: Text
    signature: Text
    proof: Text | None = None


class Signed(Body):
    """Who signed a statement with a key.

    after  chain of the last statement when they signed: so no signature can be used a second time elsewhere
    """

    after: Sha256
    signatures: Annotated[tuple[Signature, ...], Field(min_length=1, max_length=2)]


class Decided(Body):
    """What people decided of a station's form, in *adjudicated* and *corrected*."""

    station: Text
    decision: Decision
    reason: Text
    knew: tuple[Text, ...]  # the readings that stood then
    figures: Mapping[str, Count | None]  # as decided; empty for `exclude`
    document_class: DocumentClass | None
    organisations: Count  # of the persons who decided
    signed: Signed | None = None


class Amended(Body):
    """A table that changes the sealed definition; the statement's subject is that table as it came.

    file           the table's name, such as `found.csv`: problems are said of it
    rows           rows of the table
    organisations, makes_a_result  as in a withdrawal
    people, salt   where the roster of people is another one: the whole of it as an exhibit, and its salt;
                   both stay inside
    """

    file: Text
    reason: Text
    rows: Count
    organisations: Count = 1
    makes_a_result: bool | None = None
    people: Sha256 | None = None
    salt: Sha256 | None = None
    signed: Signed | None = None

    def exhibits(self) -> tuple[str, ...]:
        """Return the names of the exhibits that the body needs."""
        return () if self.people is None else (self.people,)


class Declared(Body):
    """How many forms somebody says to hold and to have scanned; shown as declared, never counted.

    place  a jurisdiction
    """

    place: Text
    held: Count | None
    scanned: Count | None
    source: Text


class Corrected(Decided):
    """A decision that changes what was accepted: by persons of two organisations."""

    organisations: Annotated[int, Field(ge=2, le=2)]


class Withdrawn(Body):
    """Readings, other statements and claims that no longer stand, in *withdrawn* and *invalidated*.

    readings          names of readings; a number alone is a whole statement (`standing.withdrawals`)
    readings_exhibit  Parquet with a text column `reading`: names, where they are too many for a body
    claims            exhibits whose claims fall
    release           the first file of a later release of a table, without whose import nothing falls
    organisations     of the persons who signed
    makes_a_result    whether a result is accepted by it that was not, or with other votes: then two persons
                      of two organisations signed; null where nobody was asked (before version 2 of the rules)
    """

    reason: Text
    readings: tuple[Text, ...] = ()
    readings_exhibit: Sha256 | None = None
    claims: tuple[Sha256, ...] = ()
    release: Sha256 | None = None
    organisations: Count = 1
    makes_a_result: bool | None = None
    signed: Signed | None = None

    def exhibits(self) -> tuple[str, ...]:
        """Return the names of the exhibits that the body needs."""
        named = () if self.readings_exhibit is None else (self.readings_exhibit,)
        return (*named, *self.claims)


class Claimed(Body):
    """What the authority claims; the subject is what they were read from (a bulletin, a file), or the claims.

    source  who claims it, such as the name of a bulletin
    claims  Parquet in columns.CLAIMS
    files, mapping  where they were read from tables: all files as they came, and how they were read
    """

    source: Text
    claims: Sha256
    rows: Count
    files: tuple[Sha256, ...] = ()
    mapping: Sha256 | None = None

    def exhibits(self) -> tuple[str, ...]:
        """Return the names of the exhibits that the body needs."""
        return (self.claims, *self.files, *([] if self.mapping is None else [self.mapping]))


BODIES: Mapping[Kind, type[Body]] = {
    Kind.AMENDED: Amended,
    Kind.IMPORTED: Imported,
    Kind.READ: Read,
    Kind.TRANSCRIBED: Transcribed,
    Kind.ADJUDICATED: Decided,
    Kind.CORRECTED: Corrected,
    Kind.WITHDRAWN: Withdrawn,
    Kind.INVALIDATED: Withdrawn,
    Kind.CLAIMED: Claimed,
    Kind.DECLARED: Declared,
}
"""The kinds whose body is fixed."""


def parse_body(statement: Statement) -> Body | None:
    """Read a statement's body; None where its kind has a free one.

    RefusedError with every problem where the body is not that of its kind, or where a kind that speaks of
    an exhibit or a contest names none. Values are not repeated in it: they may be of a person.
    """
    model = BODIES.get(statement.kind)
    if model is None:
        return None
    if statement.kind is Kind.READ and statement.contest is None and "station" not in statement.body:
        model = Unread
    problems = _missing_columns(statement, model)
    try:
        body = model.model_validate(dict(statement.body))
    except ValidationError as error:
        problems += [
            f"{shorten('.'.join(str(part) for part in wrong['loc']))}: {wrong['msg']}"
            for wrong in error.errors()
        ]
    else:
        problems += _wrong_subject(statement, body)
    if problems:
        raise RefusedError(
            f"The statement is not a complete *{statement.kind}*: " + "; ".join(problems) + "."
        )
    return body


NEEDED = {
    Kind.AMENDED: ("subject",),
    Kind.IMPORTED: ("subject",),
    Kind.READ: ("subject", "contest"),
    Kind.TRANSCRIBED: ("subject", "contest", "person"),
    Kind.ADJUDICATED: ("contest", "person"),
    Kind.CORRECTED: ("contest", "person", "second_person"),
    Kind.CLAIMED: ("subject",),
}


def _missing_columns(statement: Statement, model: type[Body]) -> list[str]:
    needed = ("subject",) if model is Unread else NEEDED.get(statement.kind, ())
    return [f"{name}: is needed" for name in needed if getattr(statement, name) is None]


def _wrong_subject(statement: Statement, body: Body) -> list[str]:
    wrong = isinstance(body, Imported) and body.files[0] != statement.subject
    return ["subject: is not the first of the files"] if wrong else []
