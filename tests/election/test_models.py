"""The three worked definitions of the data model can be expressed, and load.

They are excerpts: first rows of files, written before every setting had its name. Each test completes its
excerpt with what it leaves out, and changes nothing else.
"""

from pathlib import Path

import pytest

from testigo.election.definition import Election
from testigo.election.load import check, read_folder
from testigo.election.stations import stations_of
from testigo.forms.load import load_profiles
from testigo.forms.profile import FormProfile, Sum

MODEL = Path(__file__).resolve().parents[2] / ".." / "shared" / "design" / "model"
SETTINGS = 'origin = "example.org/model"\ntime_zone = "UTC"\nlanguages = ["en"]\nplace = "the whole"\n'


def excerpt(name: str, more: dict[str, str]) -> tuple[Election, dict[str, FormProfile]]:
    folder = MODEL / name / "election"
    if not folder.is_dir():
        pytest.skip("the worked definitions are not beside the repository")
    files = read_folder(folder)
    settings = files["election.toml"].decode()
    assert "time_zone_free = true\n" in settings
    files["election.toml"] = settings.replace("time_zone_free = true\n", SETTINGS).encode()
    files["forms/form/form.toml"] = files.pop("forms/form.toml")
    for file, rows in more.items():
        files[file] = files[file] + rows.encode()
    election, warnings = check(files)
    assert not warnings
    return election, load_profiles(files, election)


def test_venezuela_2024_loads_with_its_declared_country_and_party_lines() -> None:
    election, profiles = excerpt(
        "venezuela-2024",
        {
            "jurisdictions.csv": "010113,0101,4,El Recreo,unknown,,,\n21,VE,2,Zulia,unknown,,,\n"
            "2105,21,3,Mara,unknown,,,\n210510,2105,4,a parish,unknown,,,\n"
        },
    )

    assert election.jurisdictions["stations"].to_list()[0] == 30_026
    assert election.stations["level_2"].to_list() == ["01", "21"]
    assert [option.option for option in election.contest("president").options] == ["NM", "EG"]
    assert election.contest("president").lines_of("EG") == ("line_UNTC",)
    assert profiles["form"].other_columns == ("other_control",)


def test_peru_2021_loads_with_declared_districts_and_a_station_of_unknown_place() -> None:
    election, profiles = excerpt(
        "peru-2021",
        {
            "jurisdictions.csv": "01,PE,2,AMAZONAS,unknown,,,\n0101,01,3,CHACHAPOYAS,unknown,,,\n"
            "010101,0101,4,CHACHAPOYAS,unknown,,,\n",
            "stations.csv": "".join(f"{number:06d},,PE,,\n" for number in range(100_000, 186_486)),
        },
    )

    both = set(election.stations["station"]) & set(election.jurisdictions["jurisdiction"])
    assert both == {"140101"}  # in Peru a polling station and a district may have one code
    assert election.stations["level_4"].to_list()[:2] == ["010101", None]
    assert election.jurisdictions.row(3, named=True)["frame"] == "declared"
    assert profiles["form"].sums[1] == Sum(
        "total_votes", ("valid_votes", "blank_votes", "null_votes", "other_impugned")
    )


def test_new_york_2016_loads_with_five_contests_fusion_and_write_ins() -> None:
    election, profiles = excerpt(
        "new-york-2016",
        {
            "jurisdictions.csv": "Putnam,NY,2,Putnam,unknown,,,\n",
            "ballots.csv": "president,NY,\nus-senate,NY,\nstate-assembly-140,Erie/Del 001,\n",
            "options.csv": "us-senate,s,Senator,1\nstate-senate-60,t,Senator,1\n"
            "state-assembly-140,a,Member,1\n",
        },
    )
    president = election.contest("president")

    assert [line.line for line in president.lines] == ["DEM", "REP", "CON", "WOR", "WEP", "ABS Clinton/Kaine"]
    assert len(president.lines_of("clinton")) == 4
    assert stations_of(election, election.contest("us-house-26"))["station"].to_list() == ["Erie/Del 001"]
    assert stations_of(election, president).height == 2
    assert profiles["form"].other_columns == ("other_bvs", "other_blank_and_over")
