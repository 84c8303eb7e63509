"""Publications made to harm the program that reads them: each is a line of the report, never a stack."""

import os
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.errors import InputError
from testigo.publication.format import MANIFEST, MOST_PARTS, NOTE
from testigo.verification import disclosed, foreign, unpacking
from testigo.verification.report import Outcome, StepName
from testigo.verification.source import open_folder
from testigo.verification.unpacking import UnpackingError, unpack
from tests.amounts import amount
from tests.verification import made
from tests.verification.made import OUR_KEY, OURS, blamed, codes, report

HASH = "0" * 64


@pytest.mark.parametrize(
    "line",
    [
        f"{HASH}  ../outside.html",
        f"{HASH}  es/../../outside.html",
        f"{HASH}  /outside.html",
        f"{HASH}  es//index.html",
        f"{HASH}  .",
        f"{HASH}  es\\index.html",
        f"{HASH}  es/índice.html",
        f"{HASH} *es/index.html",
        f"{HASH.upper()[:-1]}A  es/index.html",
        "es/index.html",
    ],
)
def test_a_list_that_names_anything_but_plain_paths_inside_is_not_read(copy: Path, line: str) -> None:
    (copy / MANIFEST).write_bytes(f"{line}\n".encode())
    found = report(copy, OUR_KEY)
    assert "list.not_canonical" in codes(found)
    assert {step.outcome for step in found.steps[2:]} == {Outcome.NOT_CHECKED}


def test_a_list_in_another_order_is_not_read(copy: Path) -> None:
    lines = (copy / MANIFEST).read_bytes().splitlines(keepends=True)
    (copy / MANIFEST).write_bytes(b"".join(reversed(lines)))
    assert "list.not_canonical" in codes(report(copy, OUR_KEY))


def test_a_list_that_names_nothing_fails(copy: Path) -> None:
    (copy / MANIFEST).write_bytes(b"")
    made.announce(copy, OURS)
    found = report(copy, OUR_KEY)
    assert codes(found) == {"list.empty"}
    assert found.exit_code == 1


def test_a_link_is_not_followed(copy: Path, tmp_path: Path) -> None:
    page = copy / "es" / "index.html"
    outside = tmp_path / "outside.html"
    page.rename(outside)
    page.symlink_to(outside)
    found = report(copy, OUR_KEY)
    assert [(failure.code, failure.file) for failure in found.failures] == [("file.odd", "es/index.html")]


def test_a_folder_that_is_a_link_is_not_entered(copy: Path, tmp_path: Path) -> None:
    (copy / "es").rename(tmp_path / "outside")
    (copy / "es").symlink_to(tmp_path / "outside")
    found = report(copy, OUR_KEY)
    assert "es" in blamed(found)
    assert {"file.missing", "file.odd"} == codes(found)


@pytest.mark.parametrize("folders", [16, 900])
def test_folders_inside_one_another_without_end_are_not_entered(copy: Path, folders: int) -> None:
    here = os.open(copy, os.O_RDONLY)
    for _ in range(folders):
        os.mkdir("a", dir_fd=here)
        inner = os.open("a", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    found = report(copy, OUR_KEY)
    assert [(failure.code, failure.file) for failure in found.failures] == [
        ("file.odd", "/".join(["a"] * MOST_PARTS))
    ]


def test_a_list_that_names_a_file_in_folders_without_end_is_not_read(copy: Path) -> None:
    (copy / MANIFEST).write_bytes(f"{HASH}  {'a/' * MOST_PARTS}b\n".encode())
    assert "list.not_canonical" in codes(report(copy, OUR_KEY))


def test_a_pipe_is_not_waited_for(copy: Path) -> None:
    (copy / "es" / "index.html").unlink()
    os.mkfifo(copy / "es" / "index.html")
    assert blamed(report(copy, OUR_KEY)) == {"es/index.html"}


def test_a_name_that_no_terminal_can_print_is_named_in_plain_letters(copy: Path) -> None:
    name = os.fsencode(copy) + b"/bad\xff\x1b[31m.html"
    os.close(os.open(name, os.O_CREAT | os.O_WRONLY))
    assert blamed(report(copy, OUR_KEY)) == {"bad\\udcff\\x1b[31m.html"}


def test_a_list_of_600_megabytes_is_not_read_into_memory(copy: Path) -> None:
    os.truncate(copy / MANIFEST, 600 << 20)
    assert "list.unreadable" in codes(report(copy, OUR_KEY))


def test_a_note_of_600_megabytes_is_not_read_into_memory(copy: Path) -> None:
    os.truncate(copy / NOTE, 600 << 20)
    assert blamed(report(copy, OUR_KEY)) == {NOTE}


def test_a_page_of_8_megabytes_is_not_read_into_memory(copy: Path) -> None:
    os.truncate(copy / "es" / "index.html", 8 << 20)
    made.forge(copy, OURS)
    assert [(failure.code, failure.file) for failure in report(copy, OUR_KEY).failures] == [
        ("file.unreadable", "es/index.html")
    ]


def test_a_table_that_declares_more_than_a_country_holds_is_not_unpacked(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "MOST_CELLS", 10)
    monkeypatch.setattr(disclosed, "unpack", unpacking.unpack)  # what other tests unpacked is not remembered
    found = report(copy, OUR_KEY)
    assert codes(found) == {"table.unreadable"}
    assert "more than any election has" in str(found.failures[0].published)


Change = Callable[[bytes], bytes]


def instead(old: bytes, new: bytes) -> Change:
    """Replace the first `old`, which must be there."""
    return lambda content: content[: content.index(old)] + new + content[content.index(old) + len(old) :]


def added(more: bytes) -> Change:
    return lambda content: content + more


def whole_as(new: bytes) -> Change:
    return lambda _content: new


def cut(length: int) -> Change:
    return lambda content: content[:-length]


CSV, JSON, PARQUET = (f"data/results-mayor.{form}" for form in ("csv", "json", "parquet"))
READINGS = "data/evidence/readings-mayor.parquet"
COUNTS = "data/evidence/evidence.json"
PAGE = "es/index.html"
FACTS = "data/publication.json"


@pytest.mark.parametrize(
    ("file", "change", "code"),
    [
        (CSV, added(b"\xff\xfe\n"), "table.unreadable"),
        (CSV, whole_as(b""), "table.unreadable"),
        (CSV, instead(b"votes_red", b"votes_rod"), "table.columns"),
        (CSV, added(b"A-1.01\n"), "table.rows"),
        (JSON, whole_as(b"[" * 100_000), "file.not_json"),
        (JSON, cut(10), "file.not_json"),
        (JSON, instead(b'"votes_red":', b'"x":1.5,"votes_red":'), "file.not_json"),
        (JSON, instead(b'"votes_red":', b'"votes_red":1,"votes_red":'), "file.not_json"),
        (PARQUET, cut(9), "table.unreadable"),
        (PARQUET, whole_as(b"PAR1PAR1"), "table.unreadable"),
        (READINGS, cut(100), "table.unreadable"),
        (COUNTS, whole_as(b'{"unknown_readings":-1}\n'), "table.not_counts"),
        (COUNTS, whole_as(b'{"unknown_readings":true}\n'), "table.not_counts"),
        (COUNTS, whole_as(b'{"unknown_readings": 0}'), "file.not_canonical"),
        (COUNTS, whole_as(b'{"unknown_readings":0,"unknown_readings":0}\n'), "file.not_canonical"),
        (COUNTS, whole_as(b'{"unknown_readings":0,"winner":"red"}\n'), "facts.unknown"),
        (FACTS, whole_as(b"[]"), "file.not_json"),
        (FACTS, instead(b'"software":', b'"red":9999,"software":'), "file.not_canonical"),
        (FACTS, instead(b'"seal":', b'"result":9999,"seal":'), "facts.unknown"),
        (FACTS, instead(b'"made_with":{', b'"made_with":{"a":1,'), "facts.makers"),
    ],
)
def test_a_file_broken_by_who_signs_is_named_with_its_reason(
    copy: Path, file: str, change: Change, code: str
) -> None:
    (copy / file).write_bytes(change((copy / file).read_bytes()))
    made.forge(copy, OURS)
    found = report(copy, OUR_KEY)
    assert (code, file) in {(failure.code, failure.file) for failure in found.failures}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (added(b"\xff"), "page.not_text"),
        (instead(b"<data value", b"<data  value"), "page.forged_mark"),
        (instead(b"<data value", b"<DATA value"), "page.forged_mark"),
        (instead(b"</data>", b""), "page.forged_mark"),
        (instead(b"tally/mayor", b"tally/nobody"), "page.no_cell"),
        (instead(b"tally/mayor", b"tally%2Fmayor"), "page.no_cell"),
    ],
)
def test_a_page_broken_by_who_signs_and_names_another_software_is_named_with_its_reason(
    copy: Path, change: Change, code: str
) -> None:
    (copy / PAGE).write_bytes(change((copy / PAGE).read_bytes()))
    assert (code, PAGE) in made.found_by_rules(copy)


@pytest.mark.parametrize("count", [-1, 1_000_000_000, 2**62])
def test_counts_that_could_wrap_around_in_a_sum_are_refused(copy: Path, count: int) -> None:
    path = copy / "data" / "evidence" / "readings-mayor.parquet"
    pl.read_parquet(path).with_columns(votes_red=pl.lit(count, pl.Int64)).write_parquet(path)
    made.forge(copy, OURS)
    found = report(copy, OUR_KEY)
    assert [(failure.code, failure.cell) for failure in found.failures] == [("table.not_counts", "votes_red")]


def test_readings_without_a_station_are_refused(copy: Path) -> None:
    path = copy / "data" / "evidence" / "readings-mayor.parquet"
    pl.read_parquet(path).with_columns(station=pl.lit(None, pl.String)).write_parquet(path)
    made.forge(copy, OURS)
    assert codes(report(copy, OUR_KEY)) == {"table.unnamed_row"}


def test_a_missing_evidence_table_ends_what_needs_it(copy: Path) -> None:
    (copy / "data" / "evidence" / "claims.parquet").unlink()
    made.forge(copy, OURS)
    found = report(copy, OUR_KEY)
    assert [(failure.code, failure.file) for failure in found.failures] == [
        ("file.needed", "data/evidence/claims.parquet")
    ]
    outcomes = {step.name: step.outcome for step in found.steps}
    assert outcomes[StepName.FIGURES] is outcomes[StepName.PAGES] is Outcome.NOT_CHECKED


def test_an_evidence_table_whose_bytes_were_changed_is_never_opened(copy: Path) -> None:
    """Only what step 3 found sound is parsed: a flipped byte gives the parser no chance."""
    path = copy / "data" / "evidence" / "readings-mayor.parquet"
    path.write_bytes(b"PAR1" + os.urandom(100))
    found = report(copy, OUR_KEY)
    assert codes(found) == {"file.changed", "file.needed"}
    assert blamed(found) == {"data/evidence/readings-mayor.parquet"}


@given(st.binary(max_size=500))
def test_random_bytes_are_no_table_and_nothing_else_is_raised(content: bytes) -> None:
    with pytest.raises(UnpackingError):
        unpack(content)


def test_a_table_with_any_byte_changed_is_read_or_refused_and_ends_no_process_of_ours(whole: Path) -> None:
    """Some of these changes make the library ask for so much memory that the system ends its process."""
    content = (whole / READINGS).read_bytes()
    reasons = set()
    for place in range(0, len(content), amount(29, 7)):
        try:
            unpack(content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :])
        except UnpackingError as error:
            reasons.add(str(error))
    assert "ends the process that reads it" in reasons
    assert unpack(content).height == 5


@given(st.binary(max_size=300))
def test_random_bytes_are_a_page_without_figures_or_fail_in_words(content: bytes) -> None:
    judged = foreign.judged(None, "X", "es/x.html", content, b"<!DOCTYPE html><html><head></head></html>")
    assert judged.unchecked
    assert all(failure.code.startswith("page.") for failure in judged.failures)


def test_a_folder_without_a_publication_is_an_error_that_names_the_right_folder(
    whole: Path, tmp_path: Path
) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / MANIFEST).write_bytes((whole / MANIFEST).read_bytes())
    with pytest.raises(InputError, match="public"):
        open_folder(tmp_path)


@pytest.mark.parametrize("content", [b'{"\\ud800":1}', b'{"a":"\\udfff"}'])
@pytest.mark.parametrize("path", ["data/publication.json", "data/evidence/evidence.json"])
def test_half_a_character_in_what_a_publication_says_of_itself_is_named(
    copy: Path, path: str, content: bytes
) -> None:
    """Found by the fuzzers: it ended a verification in a traceback."""
    (copy / path).write_bytes(content + b"\n")
    made.forge(copy, made.OURS)
    assert path in blamed(report(copy, OUR_KEY))
