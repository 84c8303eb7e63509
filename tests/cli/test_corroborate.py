"""`testigo corroborate` with a table that looks its stations up in a second file."""

from tests.cli.small import MAPPING, Small

LOOKED_UP = (
    MAPPING.replace('station = "mesa"', 'station = "code"')
    + '\n[[lookup]]\nfile = "codes.csv"\non = { mesa = "id" }\ntake = ["code"]\n'
)


def test_a_table_looks_its_stations_up_as_an_import_does(accepted: Small) -> None:
    table = accepted.write("results.csv", "mesa,red,blue\nfirst,100,50\n")
    codes = accepted.write("codes.csv", "id,code\nfirst,001.01\n")
    mapping = accepted.write("map.toml", LOOKED_UP)
    assert accepted.run("corroborate", table, codes, "--mapping", mapping) == 0, accepted.err
    assert "agree" in accepted.out
    assert accepted.last() == 2


def test_a_look_up_that_is_not_given_is_named(accepted: Small) -> None:
    table = accepted.write("results.csv", "mesa,red,blue\nfirst,100,50\n")
    assert accepted.run("corroborate", table, "--mapping", accepted.write("map.toml", LOOKED_UP)) == 2
    assert "codes.csv" in accepted.err


def test_two_tables_are_held_against_the_results_one_at_a_time(accepted: Small) -> None:
    mapping = accepted.write("map.toml", MAPPING.replace("results.csv", "*.csv"))
    tables = [accepted.write(f"{name}.csv", "mesa,red,blue\n001.01,100,50\n") for name in ("a", "b")]
    assert accepted.run("corroborate", *tables, "--mapping", mapping) == 2
    assert accepted.err
