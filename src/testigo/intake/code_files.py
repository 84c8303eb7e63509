"""Stage 2, the mapping: code tables in files of their own, which several mappings share.

In   the code tables of a mapping, and the bytes of the files that they name (CSV in UTF-8: `from`, `to`).
Out  the same code tables with the pairs of the files; or one InputError with every problem.
"""

from collections.abc import Mapping
from dataclasses import replace

from testigo.errors import InputError, Message, Place, Problem
from testigo.intake.language import CodeTable
from testigo.intake.rows import read_rows
from testigo.tables.cells import ROW
from testigo.tables.written import Written

COLUMNS = ("from", "to")


def code_files(tables: Mapping[str, CodeTable]) -> tuple[str, ...]:
    """Return the files that the code tables name, each once, sorted."""
    return tuple(sorted({table.file for table in tables.values() if table.file is not None}))


def escaping(mapping_file: str, tables: Mapping[str, CodeTable]) -> list[Problem]:
    """Return the code tables whose file does not lie beside the mapping, or in a folder there."""
    return [
        Problem(
            Place(mapping_file, column=f"tables.{name}.file"),
            table.file,
            Message("codes.not_beside"),
            Message("codes.put_it_beside"),
        )
        for name, table in tables.items()
        if table.file is not None
        and (table.file.startswith("/") or "\\" in table.file or ".." in table.file.split("/"))
    ]


def filled(
    mapping_file: str, tables: Mapping[str, CodeTable], contents: Mapping[str, bytes]
) -> dict[str, CodeTable]:
    """Return the code tables with the pairs of their files.

    contents  name as in the mapping -> bytes; a file that is not there is a problem
    """
    problems: list[Problem] = []
    read: dict[str, CodeTable] = {}
    for name, table in tables.items():
        if table.file is None:
            read[name] = table
            continue
        place = Place(mapping_file, column=f"tables.{name}.file")
        if table.file not in contents:
            message, remedy = Message("codes.no_such_file"), Message("codes.put_the_table_beside")
            problems.append(Problem(place, table.file, message, remedy))
            continue
        try:
            pairs = _pairs(table.file, contents[table.file])
        except InputError as error:
            problems += [problem for problem in error.problems if problem not in problems]
            continue
        for spelling in sorted(pairs.keys() & table.pairs.keys()):
            message, remedy = Message("codes.spelling_is_in_the_file"), Message("codes.keep_one")
            problems.append(Problem(place, spelling, message, remedy))
        read[name] = replace(table, pairs={**pairs, **table.pairs})
    if problems:
        raise InputError(problems)
    return read


def _pairs(file: str, content: bytes) -> dict[str, str]:
    rows = read_rows(file, [content], Written(file=file), COLUMNS).cells
    repeated = rows.filter(~rows["from"].is_first_distinct())
    if not repeated.is_empty():
        raise InputError(
            Problem(
                Place(file, row, "from"), spelling, Message("codes.spelling_twice"), Message("codes.keep_one")
            )
            for row, spelling in repeated.select(ROW, "from").iter_rows()
        )
    return {spelling or "": code or "" for spelling, code in rows.select(COLUMNS).iter_rows()}
