"""`testigo sample`, `estimate`, `audit`: planned, announced, drawn, said only when it may be said."""

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.small import FILES, MAPPING, Small, make_small
from tests.commands import run
from tests.keys import make_keys

SEED = "31415926535897932384"
STATIONS = 60
TOWNS = ("A", "B", "C")
CODES = [f"{number:03}.01" for number in range(STATIONS)]


def definition(date: str = "2020-01-06", *, declared: int = STATIONS, rolls: bool = True) -> dict[str, str]:
    """Sixty stations in three towns, two a place, 500 voters each."""
    roll = "500" if rolls else ""
    listed = "".join(
        f"{code},{number // 2:03},{TOWNS[number % 3]},,{roll}\n" for number, code in enumerate(CODES)
    )
    return {
        **FILES,
        "election.toml": FILES["election.toml"].replace("2030-01-06", date),
        "jurisdictions.csv": "jurisdiction,parent,level,name,frame,stations,registered_voters,source\n"
        f"X,,1,Country X,declared,{declared},{500 * declared},a list\n"
        "A,X,2,Town A,unknown,,,\nB,X,2,Town B,unknown,,,\nC,X,2,Town C,unknown,,,\n",
        "polling_places.csv": "polling_place,name\n" + "".join(f"{n:03},School {n}\n" for n in range(30)),
        "stations.csv": "station,polling_place,jurisdiction,stratum,registered_voters\n" + listed,
    }


def votes(code: str) -> tuple[int, int]:
    number = CODES.index(code)
    return 220 + 7 * (number % 11), 150 - 3 * (number % 7)


def take(small: Small, codes: list[str]) -> None:
    """Import the results of some stations."""
    rows = "".join(f"{code},{votes(code)[0]},{votes(code)[1]}\n" for code in codes)
    mapping = small.write("results.toml", MAPPING)
    table = small.write("results.csv", "mesa,red,blue\n" + rows)
    assert small.run("import", table, "--mapping", mapping) == 0, small.err


@pytest.fixture(scope="module")
def sealed_country(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return make_small(tmp_path_factory.mktemp("country"), files=definition())


@pytest.fixture
def country(sealed_country: Small, tmp_path: Path) -> Small:
    return Small(shutil.copytree(sealed_country.folder, tmp_path / "operation"))


def planned(small: Small, *options: str, size: int = 24) -> Path:
    plan = small.folder.parent / "plan.txt"
    assert small.run("sample plan", "--size", str(size), "--strata", "town", "--out", plan, *options) == 0, (
        small.err
    )
    return plan


def drawn(small: Small, *options: str, size: int = 24) -> Path:
    plan, sample = planned(small, *options, size=size), small.folder.parent / "sample.txt"
    assert small.run("sample draw", "--plan", plan, "--seed", SEED, "--out", sample) == 0, small.err
    return sample


def stations_of(sample: Path) -> list[str]:
    return list(json.loads(sample.read_text())["stations"])


def as_json(small: Small, command: str, sample: Path, *options: str) -> Any:
    assert small.run(command, "--sample", sample, "--json", *options) == 0, small.err
    return json.loads(small.out)


class TestPlan:
    def test_it_holds_the_hash_of_the_list_and_says_that_nobody_signed_it(self, country: Small) -> None:
        plan = planned(country)
        assert "Nobody signed this plan" in country.out
        said = json.loads(plan.read_text())
        assert said["allocation"] == {"A": 8, "B": 8, "C": 8}
        assert said["frame"]["stations"] == STATIONS
        assert said["not_before"] == "2020-01-07T00:00:00+00:00"

    def test_a_signed_plan_says_who_signed_and_the_sample_carries_the_signature(
        self, country: Small, tmp_path: Path
    ) -> None:
        keys = make_keys(tmp_path / "keys", "example.org/x")
        plan = planned(
            country, "--key", str(keys.signing), "--passphrase-file", str(keys.folder / "passphrase.txt")
        )
        assert "Nobody signed" not in country.out
        sample = tmp_path / "sample.txt"
        assert country.run("sample draw", "--plan", plan, "--seed", SEED, "--out", sample) == 0, country.err
        assert "Nobody signed this plan" not in country.out
        assert "Nobody signed this sample" in country.out
        assert json.loads(sample.read_text())["plan_signature"][0].startswith("— example.org/x ")

    def test_a_plan_whose_signature_was_taken_off_is_refused(self, country: Small, tmp_path: Path) -> None:
        keys = make_keys(tmp_path / "keys", "example.org/x")
        plan = planned(
            country, "--key", str(keys.signing), "--passphrase-file", str(keys.folder / "passphrase.txt")
        )
        plan.write_text(plan.read_text().partition("\n\n—")[0] + "\n")
        assert country.run("sample draw", "--plan", plan, "--seed", SEED, "--out", tmp_path / "s.txt") == 2
        assert "has no signature" in country.err

    @pytest.mark.parametrize(
        ("old", "new"), [('"size": 24', '"size": 25'), ('"A": 8', '"A": 9'), ("0.75", "0.76")]
    )
    def test_a_signed_plan_that_was_changed_is_refused(
        self, country: Small, tmp_path: Path, old: str, new: str
    ) -> None:
        keys = make_keys(tmp_path / "keys", "example.org/x")
        plan = planned(
            country, "--key", str(keys.signing), "--passphrase-file", str(keys.folder / "passphrase.txt")
        )
        plan.write_text(plan.read_text().replace(old, new))
        assert country.run("sample draw", "--plan", plan, "--seed", SEED, "--out", tmp_path / "s.txt") == 2
        assert not (tmp_path / "s.txt").exists()

    def test_a_plan_that_is_not_as_it_was_written_is_refused(self, country: Small, tmp_path: Path) -> None:
        plan = planned(country)
        plan.write_text(plan.read_text().replace('  "size": 24', '  "size":   24'))
        assert country.run("sample draw", "--plan", plan, "--seed", SEED, "--out", tmp_path / "s.txt") == 2
        assert "was changed" in country.err

    def test_nothing_is_written_over_and_a_dry_run_writes_nothing(self, country: Small) -> None:
        plan = planned(country)
        before = plan.read_bytes()
        assert country.run("sample plan", "--size", "30", "--out", plan) == 2
        assert plan.read_bytes() == before
        other = plan.with_name("other.txt")
        assert country.run("sample plan", "--size", "30", "--out", other, "--dry-run") == 0
        assert not other.exists()

    def test_stations_that_are_on_no_list_are_named_beside_what_the_sample_covers(
        self, tmp_path: Path
    ) -> None:
        small = make_small(tmp_path, files=definition(declared=75))
        planned(small)
        assert "Not on the list: 15 of 75 stations" in small.out

    def test_where_all_are_listed_nobody_is_told_of_others(self, country: Small) -> None:
        planned(country)
        assert "Not on the list" not in country.out

    @pytest.mark.parametrize("seed", ["1", "1234567890123456789", "abcdefghijklmnopqrstuvwxyz"])
    def test_a_seed_that_could_have_been_tried_out_is_refused(self, country: Small, seed: str) -> None:
        plan = planned(country)
        out = plan.with_name("sample.txt")
        assert country.run("sample draw", "--plan", plan, "--seed", seed, "--out", out) == 2
        assert "dice" in country.err

    def test_a_precision_takes_an_earlier_election(self, country: Small, tmp_path: Path) -> None:
        out = tmp_path / "plan.txt"
        assert country.run("sample plan", "--precision", "2", "--strata", "town", "--out", out) == 2
        assert "--earlier" in country.err
        take(country, CODES)
        options = ("--precision", "1", "--earlier", country.folder, "--strata", "town", "--out", out)
        assert country.run("sample plan", *options) == 0, country.err
        assert "stations, set by" in country.err
        assert 6 <= json.loads(out.read_text())["size"] < STATIONS


class TestDraw:
    @pytest.mark.parametrize("design", ["stratified", "places", "size", "simple"])
    def test_the_recipe_draws_the_same_stations_without_this_software(
        self, country: Small, tmp_path: Path, design: str
    ) -> None:
        frame = tmp_path / "frame.csv"
        sample = drawn(country, "--design", design, "--frame", str(frame), size=12)
        recipe = country.out.partition("\n\nimport ")[2].partition("\n\n")[0]
        program = (
            "import " + recipe.rpartition("\nWritten:")[0] if "\nWritten:" in recipe else "import " + recipe
        )
        made = subprocess.run(
            [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        assert made.stdout.split() == stations_of(sample)

    def test_a_stranger_draws_it_again_and_sees_a_station_that_was_put_in(
        self, country: Small, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        frame = tmp_path / "frame.csv"
        sample = drawn(country, "--frame", str(frame))
        assert run("sample", "show", sample, "--frame", frame) == 0
        assert "Drawn again: the same stations." in capsys.readouterr().out
        chosen = stations_of(sample)
        other = next(code for code in CODES if code not in chosen)
        sample.write_text(sample.read_text().replace(f'"{chosen[0]}"', f'"{other}"'))
        assert run("sample", "show", sample, "--frame", frame) == 1
        assert "OTHER stations" in capsys.readouterr().out

    def test_an_extended_sample_keeps_every_station_and_says_that_it_was_extended(
        self, country: Small, tmp_path: Path
    ) -> None:
        sample, larger = drawn(country), tmp_path / "larger.txt"
        assert country.run("sample extend", "--sample", sample, "--size", "40", "--out", larger) == 0, (
            country.err
        )
        assert set(stations_of(sample)) < set(stations_of(larger))
        assert len(stations_of(larger)) == 40
        take(country, CODES)
        assert country.run("estimate", "--sample", larger) == 0, country.err
        assert "This sample was extended." in country.out
        assert country.run("estimate", "--sample", sample) == 0
        assert "extended" not in country.out

    def test_a_list_of_stations_that_changed_since_the_plan_is_refused(
        self, country: Small, tmp_path: Path
    ) -> None:
        plan = planned(country)
        said = json.loads(plan.read_text())
        said["frame"]["sha256"] = "0" * 64
        plan.write_text(json.dumps(said, indent=2) + "\n")
        assert country.run("sample draw", "--plan", plan, "--seed", SEED, "--out", tmp_path / "s.txt") == 2
        assert "not the one that the plan names" in country.err

    def test_coordinators_get_the_list_in_the_order_of_the_draw(
        self, country: Small, capsys: pytest.CaptureFixture[str]
    ) -> None:
        sample = drawn(country)
        assert run("sample", "show", sample, "--csv") == 0
        rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
        assert [row["station"] for row in rows] == stations_of(sample)


class TestEstimate:
    def test_nothing_is_shown_before_the_polls_close(self, tmp_path: Path) -> None:
        small = make_small(tmp_path, files=definition("2099-01-06"))
        take(small, CODES)
        sample = drawn(small)
        for command in ("estimate", "audit"):
            assert small.run(command, "--sample", sample) == 2
            assert "before the polls close" in small.err
            assert small.out == ""

    def test_no_share_is_shown_below_the_announced_response(self, country: Small) -> None:
        sample = drawn(country)
        take(country, stations_of(sample)[:19])  # 79 %
        found = as_json(country, "estimate", sample)["contests"][0]
        assert (found["came"], found["response_percent"], found["shares"]) == (19, 79, [])
        assert all(cell["share"] is None for _, cell in found["by_stratum"])
        assert country.run("estimate", "--sample", sample) == 0
        assert "No share is shown before 80 % came" in country.out
        assert "Rosa Red" not in country.out

    def test_from_the_announced_response_on_three_estimates_stand_side_by_side(self, country: Small) -> None:
        sample = drawn(country)
        take(country, stations_of(sample)[:20])
        found = as_json(country, "estimate", sample)["contests"][0]
        first = found["shares"][0]
        assert first["figure"] == "red"
        assert {"naive", "estimate", "adjusted"} <= set(first)
        assert found["missing"]["share_missing"] == pytest.approx(4 / 24)
        assert first["term"] == pytest.approx(4 / 24 * 0.1)
        assert first["half_width"] > first["term"]

    def test_a_full_sample_needs_no_judgement_and_a_lacking_one_says_which_it_took(
        self, country: Small
    ) -> None:
        sample = drawn(country)
        take(country, stations_of(sample)[:20])
        assert country.run("estimate", "--sample", sample) == 0
        assert "a judgement, announced in the plan" in country.out
        take(country, CODES)
        assert country.run("estimate", "--sample", sample) == 0
        assert "needs no judgement" in country.out
        assert "a judgement, announced" not in country.out

    def test_where_a_roll_is_unknown_the_adjusted_estimate_is_not_known(self, tmp_path: Path) -> None:
        small = make_small(tmp_path, files=definition(rolls=False))
        sample = drawn(small)
        take(small, CODES)
        found = as_json(small, "estimate", sample)["contests"][0]
        assert found["shares"][0]["adjusted"] is None
        assert found["by_size"] == []

    def test_the_interval_holds_the_sum_of_all(self, country: Small) -> None:
        sample = drawn(country)
        take(country, CODES)
        red, blue = (sum(votes(code)[place] for code in CODES) for place in (0, 1))
        found = as_json(country, "estimate", sample, "--bootstrap", "200")["contests"][0]["shares"][0]
        truth = red / (red + blue)
        assert abs(found["estimate"]["ratio"] - truth) <= found["half_width"]
        low, high = found["bootstrap"]
        assert low < truth < high

    def test_the_same_bootstrap_is_made_again(self, country: Small) -> None:
        sample = drawn(country)
        take(country, CODES)
        once = as_json(country, "estimate", sample, "--bootstrap", "100")
        assert as_json(country, "estimate", sample, "--bootstrap", "100") == once
        assert once["bootstrap"] == {"draws": 100, "seed": SEED}

    @pytest.mark.parametrize("design", ["places", "size", "simple"])
    def test_every_design_estimates_the_same_country(self, country: Small, design: str) -> None:
        sample = drawn(country, "--design", design, size=12)
        take(country, CODES)
        red, blue = (sum(votes(code)[place] for code in CODES) for place in (0, 1))
        found = as_json(country, "estimate", sample)["contests"][0]["shares"][0]
        assert abs(found["estimate"]["ratio"] - red / (red + blue)) < 0.03

    def test_no_sentence_calls_it_a_proclamation_or_the_forms_genuine(self, country: Small) -> None:
        sample = drawn(country)
        take(country, CODES)
        assert country.run("estimate", "--sample", sample) == 0
        assert "if the forms are genuine" in country.out
        assert "proclaims nobody" in country.out


class TestAudit:
    def test_the_first_is_shown_and_the_second_is_not(self, country: Small) -> None:
        sample = drawn(country)
        take(country, CODES)
        found = as_json(country, "audit", sample)["contests"][0]
        by_winner = {one["winner"]: one["p"] for one in found["tested"]}
        assert by_winner["red"] < by_winner["blue"] == 1.0

    def test_a_missing_form_counts_for_the_other_side(self, country: Small) -> None:
        sample = drawn(country)
        chosen = stations_of(sample)
        take(country, chosen[1:])
        lacking = as_json(country, "audit", sample)["contests"][0]
        take(country, CODES)
        complete = as_json(country, "audit", sample)["contests"][0]
        assert (lacking["missing"], complete["missing"]) == (1, 0)
        assert lacking["tested"][0]["p"] >= complete["tested"][0]["p"]

    def test_a_plan_without_rolls_allows_no_test_unless_a_bound_was_announced(self, tmp_path: Path) -> None:
        small = make_small(tmp_path, files=definition(rolls=False))
        take(small, CODES)
        sample = drawn(small)
        assert small.run("audit", "--sample", sample) == 2
        assert "before the seed" in small.err
        for file in small.folder.parent.glob("*.txt"):
            file.unlink()
        sample = drawn(small, "--largest", "600")
        assert small.run("audit", "--sample", sample) == 0, small.err

    def test_a_form_beyond_the_announced_bound_ends_the_test(self, tmp_path: Path) -> None:
        small = make_small(tmp_path, files=definition(rolls=False))
        take(small, CODES)
        sample = drawn(small, "--largest", "60")
        found = as_json(small, "audit", sample)["contests"][0]
        assert found["tested"][0]["p"] is None
        assert small.run("audit", "--sample", sample) == 0
        assert "no test" in small.out

    def test_an_unsigned_plan_is_said_to_prove_nothing_of_when_it_was_made(self, country: Small) -> None:
        sample = drawn(country)
        take(country, CODES)
        assert country.run("audit", "--sample", sample) == 0
        assert "nothing shows that its parameters are older than the seed" in country.out

    def test_figures_typed_again_bound_how_many_of_ours_are_wrong(
        self, country: Small, tmp_path: Path
    ) -> None:
        sample = drawn(country)
        take(country, CODES)
        chosen = stations_of(sample)
        rows = [f"{code},mayor,{votes(code)[0]},{votes(code)[1]}" for code in chosen]
        same = tmp_path / "same.csv"
        same.write_text("\n".join(["station,contest,votes_red,votes_blue", *rows]) + "\n")
        clean = as_json(country, "audit", sample, "--rekeyed", str(same))["rekeyed"][0]
        assert clean["differing"] == []
        assert clean["compared"] + clean["not_random"] == 24
        assert clean["compared"] >= 3
        rows[0] = f"{chosen[0]},mayor,1,2"
        same.write_text("\n".join(["station,contest,votes_red,votes_blue", *rows]) + "\n")
        wrong = as_json(country, "audit", sample, "--rekeyed", str(same))["rekeyed"][0]
        assert wrong["differing"] == [chosen[0]]
        assert 0 < clean["most_wrong"] < wrong["most_wrong"] < STATIONS

    def test_places_typed_again_bound_no_number_of_stations(self, country: Small, tmp_path: Path) -> None:
        sample = drawn(country, "--design", "places", size=12)
        take(country, CODES)
        rows = [f"{code},mayor,{votes(code)[0]},{votes(code)[1]}" for code in stations_of(sample)]
        again = tmp_path / "again.csv"
        again.write_text("\n".join(["station,contest,votes_red,votes_blue", *rows]) + "\n")
        assert as_json(country, "audit", sample, "--rekeyed", str(again))["rekeyed"][0]["most_wrong"] is None
        assert country.run("audit", "--sample", sample, "--rekeyed", again) == 0
        assert "nothing follows for the others" in country.out


def test_one_draw_serves_several_contests(tmp_path: Path) -> None:
    files = definition()
    files["contests.csv"] += "council,Council,form,,not on the form,not valid\n"
    files["options.csv"] += "council,green,Gil Green,1,,\ncouncil,grey,Greta Grey,2,,\n"
    files["ballots.csv"] = "contest,place,stratum\nmayor,X,\ncouncil,A,\n"
    small = make_small(tmp_path, files=files)
    sample = drawn(small)
    take(small, CODES)
    found = {each["contest"]: each for each in as_json(small, "estimate", sample)["contests"]}
    assert (found["mayor"]["drawn"], found["mayor"]["elsewhere"]) == (24, 0)
    assert (found["council"]["drawn"], found["council"]["elsewhere"]) == (8, 16)
    assert found["council"]["shares"] == []


class TestForensics:
    def test_every_test_is_shown_and_the_same_seed_gives_the_same(self, country: Small) -> None:
        take(country, CODES)
        options = ("--draws", "19", "--json", "--processes", "1")
        assert country.run("forensics", *options) == 0, country.err
        once = json.loads(country.out)
        assert country.run("forensics", "--draws", "19", "--json", "--processes", "2") == 0, country.err
        assert json.loads(country.out) == once
        found = once["contests"][0]
        assert len(found["outcomes"]) == 16
        assert found["seed"] == Small(country.folder).said(0).body["seal"]
        assert [one["p"] for one in found["outcomes"]] == sorted(one["p"] for one in found["outcomes"])

    def test_dispersion_without_a_benchmark_is_said_to_say_nothing(self, country: Small) -> None:
        take(country, CODES)
        assert country.run("forensics", "--draws", "19") == 0, country.err
        assert "says nothing without that of an earlier, honest election" in country.out
        assert country.run("forensics", "--draws", "19", "--benchmark", "90") == 0
        assert "says nothing without" not in country.out
        assert "is outside" in country.out

    def test_nothing_is_tested_where_nothing_came(self, country: Small) -> None:
        assert country.run("forensics", "--draws", "19") == 2
        assert "nothing to test" in country.err

    def test_pictures_go_into_a_new_folder_in_the_language_that_is_asked_for(
        self, country: Small, tmp_path: Path
    ) -> None:
        take(country, CODES)
        folder = tmp_path / "pictures"
        options = ("--draws", "19", "--pictures", folder, "--language", "es")
        assert country.run("forensics", *options) == 0, country.err
        assert sorted(each.name for each in folder.iterdir()) == [
            "digits-mayor-blue.svg",
            "digits-mayor-red.svg",
            "fingerprint-mayor.svg",
        ]
        assert "no prueba" in (folder / "fingerprint-mayor.svg").read_text()
        assert country.run("forensics", *options) == 2
        assert "never written over" in country.err
