"""Who read what, added up by reader."""

from dataclasses import replace
from pathlib import Path

import pytest

from testigo.errors import InputError
from testigo.intake.mapping import parse_mapping
from testigo.snapshot import derive
from tests import world
from tests.cli.small import MAPPING, Small, make_small
from tests.world import STATION_CODES, reading

MARKED = MAPPING.replace('reader = "publisher"', 'reader = "publisher"\ninstitution = true')


def test_the_readings_of_each_institution_are_added_up_and_all_persons_together() -> None:
    rows = [
        *(reading(code, reader="authority", red=10, blue=5) for code in STATION_CODES[:3]),
        *(reading(code, reader="crowd", red=11, blue=5) for code in STATION_CODES[:2]),
        *(
            reading(STATION_CODES[0], reader=person, method="person", red=10, blue=5)
            for person in ("ana", "ben")
        ),
    ]
    evidence = world.evidence({"mayor": world.readings(rows)})
    known = replace(evidence, institutions=frozenset({"authority", "crowd"}))
    found = derive(world.election(), {"form": world.PROFILE}, known).by_reader("mayor")
    columns = ("reader", "method", "readings", "stations", "stations_accepted", "votes_red", "null_votes")
    assert found.select(columns).rows() == [
        ("authority", "published table", 3, 3, 1, 30, None),
        ("crowd", "published table", 2, 2, 0, 22, None),
        (None, "person", 2, 1, 0, 20, None),
    ]


def test_a_person_is_no_institution() -> None:
    with pytest.raises(InputError, match="a person is no institution"):
        parse_mapping(MARKED.replace('"published table"', '"person"').encode(), "map.toml")


def test_an_imported_institution_is_named_in_the_sums_and_a_reader_without_the_word_is_not(
    tmp_path: Path,
) -> None:
    for mapping, shown in ((MARKED, "publisher"), (MAPPING, "others, published table")):
        folder = tmp_path / shown[:3]
        folder.mkdir()
        small: Small = make_small(folder)
        table = small.write("results.csv", "mesa,red,blue\n001.01,7,2\n001.02,3,1\n")
        assert small.run("import", table, "--mapping", small.write("map.toml", mapping)) == 0
        assert small.run("tally", "--by", "reader") == 0
        assert shown in small.out
        assert "10" in small.out
        assert small.run("tally", "--by", "reader", "--csv") == 0
        assert "mayor,publisher" in small.out if mapping is MARKED else "publisher" not in small.out
