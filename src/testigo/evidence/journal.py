"""Stage 2: the one table of statements: append and read, nothing else.

In   a connection to a database (DB-API) whose table refuses change, and what is to be said.
Out  the statement as it stands there, durable, with its number and chain; later all of them, in order.

One writer at a time: the last statement is read and the next ones written in one transaction that holds the
database's write lock. One implementation for every database: what differs is in `Dialect`, and the rules
that nobody may pass are in the database itself (schema_sqlite.sql). This file uses the database.
"""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any, Protocol

from testigo.errors import RefusedError, StoreError
from testigo.evidence.bodies import parse_body
from testigo.evidence.statements import (
    EMPTY_CHAIN,
    Body,
    Kind,
    Statement,
    chain_after,
    parse_object,
    refuse_words,
    statement_of,
    write_body,
    write_statement,
)

COLUMNS = "number, day, kind, subject, contest, person, second_person, body, chain"
NOT_KEPT = (
    "The evidence did not keep what was said, and nothing was recorded: the file was tampered with, or the "
    "disk fails. Look with: testigo evidence check"
)
PAGE = 1000  # statements read at a time, so that no long read keeps the database from tidying up


class Connection(Protocol):
    """What a DB-API connection gives us; it commits only where it is told to."""

    def cursor(self) -> Any:
        """Return a new cursor."""

    def close(self) -> None:
        """Close the connection."""


@dataclass(frozen=True)
class Dialect:
    """Where the databases differ.

    parameter  how a parameter is written: "?" or "%s"
    begin      starts a transaction that alone may write
    integrity  asks the database whether its file is whole; its only answer is then "ok"
    refused    the error by which the database refuses a statement, with our own words in it
    failed     every error of the database
    words      says in words, with the remedy, why the database failed
    """

    parameter: str
    begin: str
    integrity: str
    refused: type[Exception]
    failed: type[Exception]
    words: Callable[[Exception], str]


class Journal:
    """The statements of one operation."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        self._connection = connection
        self._dialect = dialect

    def append(
        self,
        day: datetime.date,
        kind: Kind,
        *,
        subject: str | None = None,
        contest: str | None = None,
        person: str | None = None,
        second_person: str | None = None,
        body: Body | None = None,
    ) -> Statement:
        """Add a statement and return it; when this returns, a power cut cannot take it back.

        RefusedError where the rules do not allow it, StoreError where the database cannot; nothing has
        changed then.
        """
        said = Statement(-1, day, kind, subject, contest, person, second_person, dict(body or {}))
        return self.append_all([said])[0]

    def append_all(self, said: Sequence[Statement]) -> tuple[Statement, ...]:
        """Add statements one after the other, all of them or none; return them as they stand, durable.

        said  what is to be said; number and chain are not looked at

        One wait for the disk instead of one a statement. Errors as in `append`.
        """
        for statement in said:
            parse_body(statement)
            refuse_words(statement)
        self._execute(self._dialect.begin)
        try:
            last = self.last()
            written: list[Statement] = []
            for statement in said:
                last = follow(last, statement)
                self._insert(last)
                written.append(last)
            self._refuse_unless_kept(written)
            # A crash before the commit leaves nothing.
            self._execute("COMMIT")
            # After it the statements are there for good, whether or not anybody was told.
        except BaseException:
            self._roll_back()
            raise
        return tuple(written)

    def last(self) -> Statement | None:
        """Return the last statement; None where there is none yet."""
        rows = self._rows("ORDER BY number DESC LIMIT 1", ())
        return _statement(rows[0]) if rows else None

    def statements(
        self,
        after: int | None = None,
        upto: int | None = None,
        *,
        kinds: Sequence[Kind] = (),
        contest: str | None = None,
        strict: bool = False,
    ) -> Iterator[Statement]:
        """Yield the statements with after < number <= upto, in order; those there are when it begins.

        kinds   only statements of these; empty = of all
        contest only statements of this contest, of no contest, and of exhibits of which this contest has one
        strict  StoreError also where a body is not in its canonical spelling (`evidence.check` asks for it;
                it takes three times as long)
        """
        last = self.last()
        end = -1 if last is None else last.number if upto is None else min(last.number, upto)
        read = -1 if after is None else after
        parameter = self._dialect.parameter
        which = f" AND kind IN ({', '.join([parameter] * len(kinds))})" if kinds else ""
        asked: tuple[str, ...] = tuple(kinds)
        if contest is not None:
            of_contest = f"SELECT subject FROM statement WHERE contest = {parameter}"  # noqa: S608 (no value is in it)
            which += f" AND (contest IS NULL OR contest = {parameter} OR subject IN ({of_contest}))"
            asked += (contest, contest)
        while read < end:
            page = self._rows(
                f"WHERE number > {parameter} AND number <= {parameter}{which} ORDER BY number LIMIT {PAGE}",
                (read, end, *asked),
            )
            if not page:
                return
            yield from (_statement(row, strict=strict) for row in page)
            read = int(page[-1][0])

    def damages(self) -> tuple[str, ...]:
        """Ask the database what is wrong with its own file; empty where it is whole."""
        answers = [str(row[0]) for row in self._execute(self._dialect.integrity)]
        return () if answers == ["ok"] else tuple(answers)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _insert(self, statement: Statement) -> None:
        parameters = ", ".join([self._dialect.parameter] * 9)
        self._execute(
            f"INSERT INTO statement ({COLUMNS}) VALUES ({parameters})",  # noqa: S608 (no value is in it)
            (
                statement.number,
                statement.day.isoformat(),
                statement.kind.value,
                statement.subject,
                statement.contest,
                statement.person,
                statement.second_person,
                write_body(statement.body).decode(),
                statement.chain,
            ),
        )

    def _refuse_unless_kept(self, written: Sequence[Statement]) -> None:
        """Read back what was written; StoreError unless the database holds exactly that, and ends with it.

        What it was told it need not have done: a rule that somebody slipped in may swallow or change a row.
        """
        if not written:
            return
        kept = self.statements(after=written[0].number - 1)
        for one, other in zip_longest(kept, written):
            if one is None or other is None or _spelt(one) != _spelt(other):
                raise StoreError(NOT_KEPT)

    def _rows(self, which: str, parameters: Sequence[object]) -> list[Sequence[Any]]:
        query = f"SELECT {COLUMNS} FROM statement {which}"  # noqa: S608 (no value is in it)
        return self._execute(query, parameters)

    def _execute(self, sql: str, parameters: Sequence[object] = ()) -> list[Sequence[Any]]:
        """Run a line of SQL and return its rows; a damage may show in any of them."""
        try:
            cursor = self._connection.cursor()
            cursor.execute(sql, parameters)
            rows: list[Sequence[Any]] = cursor.fetchall() if cursor.description else []
        except self._dialect.refused as error:
            raise RefusedError(str(error)) from None
        except self._dialect.failed as error:
            raise StoreError(self._dialect.words(error)) from None
        except UnicodeDecodeError as error:  # damage in what would be text, or in the words of an error
            raise StoreError(self._dialect.words(error)) from None
        return rows

    def _roll_back(self) -> None:
        # The database has already rolled back where its own disk failed; then there is nothing to undo.
        try:
            self._connection.cursor().execute("ROLLBACK")
        except self._dialect.failed:
            return


def follow(last: Statement | None, said: Statement) -> Statement:
    """Give a statement its number and chain, after the last one."""
    previous, number = (EMPTY_CHAIN, 0) if last is None else (last.chain, last.number + 1)
    numbered = replace(said, number=number)
    return replace(numbered, chain=chain_after(previous, write_statement(numbered)))


def _spelt(statement: Statement) -> tuple[bytes, str]:
    return write_statement(statement), statement.chain


def _statement(row: Sequence[Any], *, strict: bool = False) -> Statement:
    *columns, written, chain = row
    written = str(written)
    body = parse_object(written)
    if strict and write_body(body) != written.encode():
        raise StoreError(f"Statement {columns[0]} has a body that is not in its canonical spelling.")
    return statement_of([*columns, body], str(chain))
