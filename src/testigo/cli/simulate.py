"""`testigo simulate`: an operation with an invented election and its night, and the truth beside it."""

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from testigo.cli.arguments import folder_argument
from testigo.cli.progress import progress_bar
from testigo.errors import RefusedError, StoreError
from testigo.numbered import numbered

if TYPE_CHECKING:
    import polars as pl

    from testigo.simulate.calibration import Calibration
    from testigo.simulate.chance import Chance
    from testigo.simulate.mishaps import Rates
    from testigo.simulate.night import Night
    from testigo.simulate.shape import Shape

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Wish:
    """What is to be made: the same wish gives the same election, night and photos."""

    seed: int
    shape: "Shape"
    rates: "Rates"
    like: Path | None  # an operation whose results the votes resemble
    key: str | None = None  # fingerprint of the key that may sign what is published


@click.command()
@folder_argument
@click.option("--stations", metavar="N", type=int, default=40, show_default=True, help="Polling stations.")
@click.option(
    "--seed", metavar="S", type=int, default=1, show_default=True, help="Another seed, another night."
)
@click.option(
    "--levels", type=int, default=4, show_default=True, help="Levels of places, the country included."
)
@click.option(
    "--stations-a-place", type=int, default=2, show_default=True, help="Stations in a building, mean."
)
@click.option("--contests", type=int, default=1, show_default=True, help="Contests, a form each.")
@click.option(
    "--contests-a-station",
    metavar="N",
    type=int,
    default=0,
    help="Each in a part of the country, N a station.",
)
@click.option("--options", type=int, default=10, show_default=True, help="Options of a contest.")
@click.option("--lines", type=int, default=38, show_default=True, help="Party lines of a contest; 0 = none.")
@click.option("--unlisted", type=int, default=0, help="Stations that exist but are on no list.")
@click.option("--pages-of-states", metavar="N", type=int, help="Stations have pages in the first N states.")
@click.option("--calm", is_flag=True, help="Nothing goes wrong: every form comes, every code is read.")
@click.option("--rate", "rates", multiple=True, metavar="NAME=SHARE", help="How often a mishap happens.")
@click.option(
    "--like",
    metavar="OPERATION",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Rolls, turnout and shares resemble the results of this operation.",
)
@click.option("--key", metavar="FINGERPRINT", help="The key that may sign, as `testigo key show` prints it.")
@click.option("--photos", is_flag=True, help="Draw the photos into DIR/photos, and leave them to be read.")
def command(
    folder: Path,
    *,
    photos: bool,
    like: Path | None,
    seed: int,
    calm: bool,
    key: str | None,
    **wished: object,
) -> None:
    """Make an operation in DIR with an invented election and its night, and the truth in DIR/truth.

    Every place, person and party is made of syllables, and the operation is a drill. The night is played into
    the evidence as if every photo had been read; with --photos the evidence holds the seal alone, and the
    photos lie in DIR/photos in the order in which they came, and in DIR/typed what two persons type of those
    whose code cannot be read.

    \b
    A town of 40 stations:
        testigo simulate rehearsal
    A country like Venezuela 2024, without photos:
        testigo simulate country --stations 30026 --seed 7 --like my-operation
    Forty photos to be read, one in five forged:
        testigo simulate forms --photos --rate changed_figures=0.2
    Two contests without party lines, three levels of places, and nothing goes wrong:
        testigo simulate calm --contests 2 --options 4 --lines 0 --levels 3 --calm
    """
    from testigo.acts.new_operation import parse_fingerprint

    rates = parse_rates(list_of_text(wished["rates"]), calm=calm)
    wish = Wish(seed, parse_shape(wished), rates, like, parse_fingerprint(key))
    _refuse_a_full_folder(folder)
    night = make_operation(folder, wish)
    if photos:
        known, statements = draw_photos(folder, night, seed)
    else:
        known, statements = play_night(folder, night)
    _write(folder / "third_party", _tables(night))
    _write(folder / "truth", _truth(night, known, statements, wish))
    click.echo(_summary(folder, night, photos=photos))


def parse_shape(wished: Mapping[str, object]) -> "Shape":
    """Return the shape that the options wish; RefusedError where no country has it."""
    from testigo.simulate.shape import Shape

    def number(name: str) -> int:
        return int(str(wished[name]))

    return Shape(
        stations=number("stations"),
        levels=number("levels"),
        stations_a_place=number("stations_a_place"),
        contests=number("contests"),
        contests_a_station=number("contests_a_station"),
        options=number("options"),
        lines=number("lines"),
        unlisted=number("unlisted"),
        pages_of_states=None if wished["pages_of_states"] is None else number("pages_of_states"),
    )


def list_of_text(value: object) -> list[str]:
    """Return the words of an option that may be repeated."""
    return [str(word) for word in value] if isinstance(value, tuple) else []


def parse_rates(written: list[str], *, calm: bool) -> "Rates":
    """Read NAME=SHARE words over the usual rates, or over none; RefusedError where one is not known."""
    from dataclasses import fields, replace

    from testigo.simulate.mishaps import CALM, Rates

    known = [field.name for field in fields(Rates)]
    changed: dict[str, float] = {}
    for word in written:
        name, _, share = word.partition("=")
        try:
            changed[name] = float(share)
        except ValueError:
            raise RefusedError(f"{word!r} is no rate. Write for example: --rate missing=0.2") from None
        if name not in known:
            raise RefusedError(f"There is no rate {name!r}. Known are: {', '.join(known)}.")
    return replace(CALM if calm else Rates(), **changed)


def make_operation(folder: Path, wish: Wish) -> "Night":
    """Write and seal the definition, and return the night that follows it."""
    from testigo.acts.seal import seal_definition
    from testigo.election.load import load
    from testigo.forms.load import load_profiles
    from testigo.simulate.chance import Chance
    from testigo.simulate.country import definition
    from testigo.simulate.night import make_night
    from testigo.simulate.people import people_files
    from testigo.simulate.votes import truth

    chance = Chance.of(wish.seed)
    calibration = _calibration(wish.like, chance.to("calibration"))
    files = with_key(definition(wish.shape, calibration.rolls, chance.to("country")), wish.key)
    election = load(files)
    profiles = load_profiles(files, election)
    voted = truth(election, profiles, calibration, chance.to("votes"))
    night = make_night(election, profiles, voted, wish.rates, chance.to("night"))
    _write(folder / "election", {**files, **people_files(night, wish.seed)})
    seal_definition(folder, election.date, os.urandom)
    return night


def with_key(files: Mapping[str, bytes], key: str | None) -> dict[str, bytes]:
    """Return the definition with the key that may sign; as it is where there is none."""
    settings = files["election.toml"]
    if key is not None:
        settings = settings.replace(b"key_fingerprints = []", f'key_fingerprints = ["{key}"]'.encode())
    return {**files, "election.toml": settings}


def _calibration(like: Path | None, chance: "Chance") -> "Calibration":
    from testigo.acts.operation import Operation
    from testigo.simulate.calibration import default_calibration, measured

    if like is None:
        return default_calibration(chance)
    snapshot = Operation(like).snapshot()
    contest = snapshot.election.contests[0]
    stations = snapshot.election.stations.select("station", "polling_place")
    results = snapshot.results[contest.contest].join(
        stations, on="station", how="left", maintain_order="left"
    )
    return measured(results, contest.vote_columns)


def play_night(folder: Path, night: "Night") -> tuple["pl.DataFrame", "pl.DataFrame"]:
    """Say the night in the evidence; return photos with their exhibits, readings with their statements."""
    from testigo.acts.operation import Operation
    from testigo.simulate.play import play

    operation = Operation(folder)
    with progress_bar("Playing the night") as progress:
        played = play(night, operation.journal, operation.exhibits, night.election.date, progress=progress)
    operation.journal.close()
    return played.exhibits, played.statements


def draw_photos(folder: Path, night: "Night", seed: int) -> tuple["pl.DataFrame", "pl.DataFrame"]:
    """Draw the photos in the order in which they came; return them with file and damage, and no statements.

    A photo that came twice is two files of the same bytes. What persons type of the forms goes to `typed`.
    """
    import polars as pl

    from testigo.simulate.chance import Chance
    from testigo.simulate.photos import Photographer
    from testigo.simulate.typed import typed_tables

    photographer = Photographer(night, Chance.of(seed).to("photos"))
    came = pl.concat(one.papers.photos for one in night.contests.values()).sort("minute", "photo")
    rows = []
    with progress_bar("Drawing photos") as progress, ThreadPoolExecutor() as pool:
        drawn = pool.map(photographer.photo, came["photo"])
        for number, (name, photo) in enumerate(zip(came["photo"], drawn, strict=True), start=1):
            file = f"{number:0{len(str(came.height))}d}.jpg"
            _write(folder / "photos", {file: photo.content})
            exhibit = hashlib.sha256(photo.content).hexdigest()
            rows.append((name, file, exhibit, json.dumps(asdict(photo.damage))))
            progress(number, came.height)
    first = pl.DataFrame(rows, schema=["photo", "file", "exhibit", "damage"], orient="row").group_by(
        "photo", maintain_order=True
    )
    files = first.agg(pl.col("file").str.join(" "), pl.col("exhibit", "damage").first())
    exhibits = dict(files.select("photo", "exhibit").iter_rows())
    tables = typed_tables(night, exhibits)
    _write(folder / "typed", {f"{reader}.csv": content for reader, content in tables.items()})
    return files, pl.DataFrame(schema={"reading": pl.String, "statement": pl.Int64})


def _tables(night: "Night") -> dict[str, bytes]:
    from testigo.simulate.third_party import file_of, mapping_of, table_of

    files: dict[str, bytes] = {}
    for code, one in night.contests.items():
        files |= {file_of(one): table_of(one), f"{code}.toml": mapping_of(one)}
    return files


def _truth(night: "Night", photos: "pl.DataFrame", readings: "pl.DataFrame", wish: Wish) -> dict[str, bytes]:
    from testigo.simulate.truth import truth_files

    made = {
        "seed": wish.seed,
        "shape": {**asdict(wish.shape), "date": wish.shape.date.isoformat()},
        "rates": asdict(wish.rates),
        "like": None if wish.like is None else wish.like.name,
    }
    return truth_files(night, photos, readings, (json.dumps(made, indent=2) + "\n").encode())


def _refuse_a_full_folder(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RefusedError(f"{folder} is not empty. Choose another folder: nothing is overwritten.")


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    try:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise StoreError(f"{folder} cannot be written: {error.strerror}.") from None


def _summary(folder: Path, night: "Night", *, photos: bool) -> str:
    came = sum(one.papers.photos.height for one in night.contests.values())
    read = sum(one.readings.height for one in night.contests.values())
    stations = numbered(night.election.stations.height, "station")
    lines = [f"Made {folder}: {stations}, {numbered(came, 'photo')} came."]
    if photos:
        lines.append(f"The photos are in {folder / 'photos'}; nothing was read yet.")
    else:
        lines.append(f"Played into the evidence: {numbered(read, 'reading')}. Next: testigo status {folder}")
    lines.append(f"The table of a third party: {folder / 'third_party'}")
    lines.append(f"The truth, for afterwards: {folder / 'truth'}")
    return "\n".join(lines)
