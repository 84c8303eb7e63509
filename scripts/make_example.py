"""Make src/testigo/examples/venezuela-2024 from the public data set in ../shared.

Run it from the repository's root: `.venv/bin/python scripts/make_example.py`. It gives the same bytes each
time; a test makes the example again and compares. Sources and terms stand in SOURCES.md there, which is
written by hand; the outlines of the states are made by make_outlines.py.
"""

import csv
import io
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT / ".." / "shared"
TARGET = ROOT / "src" / "testigo" / "examples" / "venezuela-2024"
COUNTRY = "VE"

STATES = (
    "Distrito Capital",
    "Anzoátegui",
    "Apure",
    "Aragua",
    "Barinas",
    "Bolívar",
    "Carabobo",
    "Cojedes",
    "Falcón",
    "Guárico",
    "Lara",
    "Mérida",
    "Miranda",
    "Monagas",
    "Nueva Esparta",
    "Portuguesa",
    "Sucre",
    "Táchira",
    "Trujillo",
    "Yaracuy",
    "Zulia",
    "Amazonas",
    "Delta Amacuro",
    "La Guaira",
)

# code, name, short name, colour, dark colour, party lines; both in the order of the ballot
OPTIONS: tuple[tuple[str, str, str, str, str, tuple[str, ...]], ...] = (
    (
        "NM",
        "Nicolás Maduro Moros",
        "Maduro",
        "#d0483c",
        "#e2695a",
        (
            "PSUV",
            "PCV",
            "TUPAMARO",
            "PPT",
            "MSV",
            "PODEMOS",
            "MEP",
            "APC",
            "ORA",
            "UPV",
            "EV",
            "PVV",
            "PFV",
        ),
    ),
    (
        "LM",
        "Luis Eduardo Martínez",
        "Martínez",
        "#8b857a",
        "#8f897e",
        ("AD", "COPEI", "MR", "BR", "DDP", "UNE"),
    ),
    ("JABE", "Javier Bertucci", "Bertucci", "#8b857a", "#8f897e", ("EL CAMBIO",)),
    ("JOBR", "José Brito", "Brito", "#8b857a", "#8f897e", ("PV", "VU", "UVV", "MPJ")),
    (
        "AE",
        "Antonio Ecarri",
        "Ecarri",
        "#8b857a",
        "#8f897e",
        ("AP", "MOVEV", "CMC", "FV", "ALIANZA DEL LAPIZ", "MIN UNIDAD"),
    ),
    ("CF", "Claudio Fermín", "Fermín", "#8b857a", "#8f897e", ("SPV",)),
    ("DC", "Daniel Ceballos", "Ceballos", "#8b857a", "#8f897e", ("VPA", "AREPA")),
    ("EG", "Edmundo González Urrutia", "González", "#1b5795", "#9ccaf6", ("UNTC", "MPV", "MUD")),
    ("EM", "Enrique Márquez", "Márquez", "#8b857a", "#8f897e", ("CENTRADOS",)),
    ("BERA", "Benjamín Rausseo", "Rausseo", "#8b857a", "#8f897e", ("CONDE",)),
)

ELECTION = """\
# The presidential election of Venezuela, 28 July 2024. Every setting is explained in docs/operate.
origin = "testigo.example/venezuela-2024"
date = 2024-07-28
time_zone = "America/Caracas"
languages = ["es", "en"]
levels = ["country", "state", "municipality", "parish"]
drill = false
key_fingerprints = []

[name]
es = "Elección presidencial de Venezuela, 2024"
en = "Presidential election of Venezuela, 2024"

[place]
es = "Venezuela"
en = "Venezuela"

[policy]
# Each form was read once, by the team that published the table: what agrees with nothing else yet counts
# because somebody else published it, and every page says so.
sufficient = ["one row of a published table"]

[policy.severity]

[sources]
"Results by polling station, release of 2 August 2024 (resultadosconvzla.com)" = "facts; no licence stated"
"Stations and registered voters of the country (CNE, press of July 2024)" = "facts"
"Outlines of the states (Natural Earth)" = "public domain"
"""

MAPPING = """\
# The 24,532 results as published on 2 August 2024, in the columns of results.csv.
[[reading]]
reader = "resultadosconvzla"
provenance = "third party"

[[table]]
file = "results.csv"
station = "station"
contest = { constant = "president" }

[table.figures]
registered_voters = "registered_voters"
valid_votes = "valid_votes"
null_votes = "null_votes"
"""

SMALL_WORDS = frozenset({"de", "del", "la", "las", "los", "el", "y"})
ROMAN = re.compile(r"[IVX]+")


def read(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file of the data set."""
    path = SHARED / "data" / "venezuela-2024" / name
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write a CSV file as the definition has it: UTF-8, LF."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def place_name(published: str) -> str:
    """Return the published name without its prefix (MP., PQ., CM.) and in title case."""
    bare = re.sub(r"^(?:MP|PQ|CM|C\.M)\.\s*(?:PQ )?", "", published).replace("MONTA¿A", "MONTAÑA")
    words = bare.split()
    return " ".join(_title(word, first=number == 0) for number, word in enumerate(words))


def _title(word: str, *, first: bool) -> str:
    if word.lower() in SMALL_WORDS and not first:
        return word.lower()
    if ROMAN.fullmatch(word):
        return word
    return re.sub(r"[^\W\d_]+", lambda part: part.group().capitalize(), word)


def jurisdictions() -> bytes:
    """Write jurisdictions.csv: the country declared, all below it unknown."""
    rows: list[Sequence[object]] = [
        (
            COUNTRY,
            "",
            1,
            "Venezuela",
            "declared",
            30026,
            21392464,
            "CNE, quoted by the press in July 2024",
        )
    ]
    levels = {"state": 2, "municipality": 3, "parish": 4}
    for row in read("jurisdictions.csv"):
        if not row["csv_name"]:
            continue  # no form of it in either release
        level = levels[row["level"]]
        name = STATES[int(row["code"]) - 1] if level == 2 else place_name(row["csv_name"])
        rows.append((row["code"], row["parent"] or COUNTRY, level, name, "unknown", "", "", ""))
    header = (
        "jurisdiction",
        "parent",
        "level",
        "name",
        "frame",
        "stations",
        "registered_voters",
        "source",
    )
    return write_csv(header, rows)


def station_rows() -> list[dict[str, str]]:
    """Return the results, each with its station as the paper writes it, sorted by it."""
    rows = read("RESULTADOS_2024_CSV_V1.csv")
    for row in rows:
        row["polling_place"] = row["CENTRO"].zfill(9)
        row["station"] = f"{row['polling_place']}.{row['MESA'].zfill(2)}"
    return sorted(rows, key=lambda row: row["station"])


def stations(rows: Iterable[dict[str, str]]) -> bytes:
    """Write stations.csv: code, polling place, parish, state as stratum, roll."""
    return write_csv(
        ("station", "polling_place", "jurisdiction", "stratum", "registered_voters"),
        ((row["station"], place := row["polling_place"], place[:6], place[:2], row["RE"]) for row in rows),
    )


def results(rows: Iterable[dict[str, str]]) -> bytes:
    """Write results.csv: a row a station, the figures as published."""
    codes = [code for code, *_ in OPTIONS]
    return write_csv(
        ("station", "registered_voters", "valid_votes", "null_votes", *(f"votes_{code}" for code in codes)),
        (
            (
                row["station"],
                row["RE"],
                row["VOTOS_VALIDOS"],
                row["VOTOS_NULOS"],
                *(row[code] for code in codes),
            )
            for row in rows
        ),
    )


def claims() -> bytes:
    """Write claims.csv: both bulletins, figures as printed, with their thousands mark."""
    path = SHARED / "design" / "model" / "venezuela-2024" / "claims-bulletins.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    header = ("claim", "source", "date", "place", "contest", "figure", "value", "thousands")
    return write_csv(header, ((*row.values(), "," if "," in row["value"] else "") for row in rows))


def options() -> bytes:
    """Write options.csv."""
    header = ("contest", "option", "name", "short_name", "position", "colour", "dark_colour")
    return write_csv(
        header,
        (
            ("president", code, name, short, number, colour, dark)
            for number, (code, name, short, colour, dark, _) in enumerate(OPTIONS, start=1)
        ),
    )


def lines() -> bytes:
    """Write lines.csv: the 38 party lines in ballot order."""
    of = [(party, code) for code, _, _, _, _, parties in OPTIONS for party in parties]
    return write_csv(
        ("contest", "line", "option", "party", "position"),
        (("president", party, code, party, number) for number, (party, code) in enumerate(of, start=1)),
    )


def contests() -> bytes:
    """Write contests.csv: the one contest, in both languages."""
    return write_csv(
        ("contest", "name", "name_es", "name_en", "form", "decides", "blank_votes", "null_votes"),
        [
            (
                "president",
                "Presidencia",
                "Presidencia",
                "Presidency",
                "venezuela-2024",
                "plurality",
                "not on the form",
                "not valid",
            )
        ],
    )


def example() -> dict[str, bytes]:
    """Return path -> bytes of every file of the example."""
    rows = station_rows()
    mapping = MAPPING + "".join(f'votes_{code} = "votes_{code}"\n' for code, *_ in OPTIONS)
    return {
        "election/election.toml": ELECTION.encode(),
        "election/jurisdictions.csv": jurisdictions(),
        "election/stations.csv": stations(rows),
        "election/contests.csv": contests(),
        "election/ballots.csv": write_csv(("contest", "place", "stratum"), ()),
        "election/options.csv": options(),
        "election/lines.csv": lines(),
        "official/claims.csv": claims(),
        "results/results.csv": results(rows),
        "results/mapping.toml": mapping.encode(),
    }


def main() -> None:
    """Write the example; say where the data set is wanted if it is not there."""
    if not SHARED.is_dir():
        sys.exit("The data set is wanted in ../shared, beside the repository.")
    for name, content in example().items():
        path = TARGET / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    main()
