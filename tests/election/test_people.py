"""The roster: every problem of it at once, no code twice, no organisation in two spellings."""

import contextlib
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.election.people import Role, parse_people, parse_sealed, sealed_hash, with_changes
from testigo.errors import InputError

HEADER = "person,organisation,roles,key\n"
KEY = "ed25519:" + "ab" * 32


def roster(*rows: str) -> bytes:
    return (HEADER + "".join(f"{row}\n" for row in rows)).encode()


def messages(*rows: str) -> list[str]:
    with pytest.raises(InputError) as raised:
        parse_people(roster(*rows))
    return [problem.message for problem in raised.value.problems]


def test_a_row_is_a_person_with_organisation_roles_and_key() -> None:
    people = parse_people(
        roster("reader-1,observers,reader,", f"judge-2,university,adjudicator coordinator,{KEY}")
    )
    judge = people.people["judge-2"]
    assert (judge.organisation, judge.roles, judge.key) == (
        "university",
        frozenset({Role.ADJUDICATOR, Role.COORDINATOR}),
        KEY,
    )
    assert people.people["reader-1"].key is None


def test_a_roster_without_keys_needs_no_column_of_them() -> None:
    assert (
        parse_people(b"person,organisation,roles\nreader-1,observers,reader\n").people["reader-1"].key is None
    )


@pytest.mark.parametrize(
    "other",
    [
        "\N{CYRILLIC SMALL LETTER O}bservers",
        "Observers",
        "observers ",
        "obsérvers",
        "o\u200bbservers",
        "＠observers",
    ],
)
def test_an_organisation_in_another_spelling_is_no_code(other: str) -> None:
    said = messages("judge-1,observers,adjudicator,", f"judge-2,{other},adjudicator,")
    assert said
    assert any("organisation" in one or "space" in one or "character" in one for one in said)


def test_a_foreign_letter_is_named() -> None:
    with pytest.raises(InputError, match="CYRILLIC SMALL LETTER O"):
        parse_people(roster("judge-2,\N{CYRILLIC SMALL LETTER O}bservers,adjudicator,"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("observers", "0bservers"),
        ("civil", "clvil"),
        ("ong-a", "onga"),
        ("modern", "modem"),
        ("view", "vievv"),
    ],
)
def test_two_organisations_that_look_alike_are_refused(one: str, other: str) -> None:
    assert any(
        "looks like" in said for said in messages(f"judge-1,{one},reader,", f"judge-2,{other},reader,")
    )


@pytest.mark.parametrize(
    "row",
    [
        "Ana Roja,observers,reader,",
        "reader-07,observers,reader,",
        "reader-1,observers,king,",
        "reader-1,observers,reader reader,",
        "reader-1,observers,,",
        "reader-1,,reader,",
        "reader-1,observers,reader,abc",
        "reader-1,observers,reader,rsa:1234",
    ],
)
def test_a_row_that_says_no_person_is_refused_and_no_name_is_repeated(row: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_people(roster(row))
    assert "Ana" not in str(raised.value)


def test_a_code_or_a_key_stands_once() -> None:
    assert "The code is repeated" in messages("reader-1,observers,reader,", "reader-1,university,reader,")
    twice = messages(f"judge-1,observers,reader,{KEY}", f"judge-2,university,reader,{KEY}")
    assert "Two persons have this key" in twice


def test_changes_add_and_change_rows_and_take_nobody_out() -> None:
    before = roster("reader-1,observers,reader,", "judge-1,observers,adjudicator,")
    table = b"person,organisation,roles,key\nreader-2,university,reader,\nreader-1,observers,coordinator,\n"
    after = parse_people(with_changes(before, table, "night.csv")).people
    assert list(after) == ["reader-1", "judge-1", "reader-2"]
    assert after["reader-1"].roles == {Role.COORDINATOR}


def test_changes_bring_no_organisation_that_looks_like_one_that_is_there() -> None:
    with pytest.raises(InputError, match="looks like"):
        with_changes(roster("reader-1,observers,reader,"), roster("reader-2,0bservers,reader,"), "night.csv")


def test_what_is_sealed_is_what_sha256sum_prints_of_salt_and_roster() -> None:
    salt, people = b"5a" * 32 + b"\n", roster("reader-1,observers,reader,")
    assert sealed_hash(salt, people) == hashlib.sha256(salt + people).hexdigest()
    assert parse_sealed(f"{sealed_hash(salt, people)}\n".encode()) == sealed_hash(salt, people)


@given(st.binary(max_size=80))
def test_any_other_bytes_are_no_sealed_hash_and_no_roster(content: bytes) -> None:
    for read in (parse_sealed, parse_people):
        with contextlib.suppress(InputError):
            read(content)
