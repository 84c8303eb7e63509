"""The search without a server: how large its files are, and how long a key takes on a cheap phone.

Invented polling places with names in Spanish, Indonesian and Arabic, 30,000 and 800,000 of them; Chromium
with its processor slowed six times, from a disk and over 1.6 Mbit/s with 150 ms. From a key to its results,
beside a plain scan of the same lines by the same browser (the limit of any search without an index); and
SQLite's FTS5 with trigrams on this machine, at full speed and with the whole index in memory.
"""

import datetime
import http.server
import shutil
import socketserver
import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib import resources
from pathlib import Path

import polars as pl
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.figures import keep
from benchmarks.publication import CONTESTS, FORM, SETTINGS
from testigo.columns import CLAIMS, FINDINGS, decisions_schema, empty, readings_schema
from testigo.election.load import load
from testigo.forms.arithmetic import figures
from testigo.forms.load import load_profiles
from testigo.publication.check_data import words_file
from testigo.publication.imprint import Imprint
from testigo.publication.search_data import polling_places, search_files
from testigo.publication.shard import Site, site_of
from testigo.publication.spelling import search_form
from testigo.snapshot import Snapshot, derive
from testigo.standing.gather import Evidence

SIZES = (30_000, 800_000)
SLOWER = 6
BYTES_A_SECOND, LATENCY = 200_000, 150
LIMIT = 50
"""Milliseconds from a key to its results, of 30,000 places."""
PAUSE = 250
"""Milliseconds that the page waits before it looks for what is only nearly written so."""
WORDS = (
    ("Escuela Básica", "Liceo Bolivariano", "Unidad Educativa", "Ambulatorio", "Casa de la Cultura"),
    ("SD Negeri", "Balai Desa", "SMP Negeri", "Kantor Kelurahan", "Madrasah Ibtidaiyah"),
    ("مدرسة", "مركز الشباب", "قاعة البلدية", "المعهد الثانوي", "دار الثقافة"),
)
NAMES = (
    ("José Martí", "Simón Rodríguez", "Andrés Bello", "La Peñita", "Los Ángeles", "Santa Inés", "El Tigrito"),
    ("Sukamaju", "Karanganyar", "Mekarsari", "Tanjungpura", "Cibeureum", "Wonosobo", "Padangsari"),
    ("النور", "الأمل", "ابن خلدون", "الزيتونة", "أحمد شوقي", "الإصلاح", "الفتح"),
)
AREAS = ("Nueva Luz", "Río Claro", "Sukabumi", "Karangasem", "الواحة", "المرسى", "San Telmo", "Mekarjaya")
FORM_OF_SEARCH = """<!doctype html><html lang="en"><meta charset="utf-8"><title>x</title>
<script src="../assets/testigo.js" defer></script><script src="../assets/search.js" defer></script>
<form id="search" data-root="../" data-folder="" data-failed="failed" hidden><input id="q" type="search">
<button type="submit">Go</button><p id="found-count" role="status"></p><ol id="found"></ol></form></html>"""
ASK = """text => new Promise(done => {
  const field = document.getElementById("q"), said = document.getElementById("found-count");
  const begun = performance.now();
  const seen = new MutationObserver(() => {
    if (!said.textContent || said.textContent.startsWith("Nothing found")) return;
    seen.disconnect();
    done([performance.now() - begun, said.textContent]);
  });
  said.textContent = "";
  setTimeout(() => { seen.disconnect(); done([NaN, said.textContent]); }, 20000);
  setTimeout(() => {
    seen.observe(said, { childList: true, characterData: true, subtree: true });
    field.value = text;
    field.dispatchEvent(new Event("input"));
  });
})"""
PLAIN = """([files, word]) => Promise.all(files.map(file => testigo.load(file))).then(values => {
  const lines = values.flatMap(value => value.rows.map(row => testigo.searchForm(row[0] + " " + row[1])));
  const begun = performance.now();
  const found = lines.filter(line => line.includes(word)).length;
  return [performance.now() - begun, found];
})"""


def run() -> None:
    """Print sizes, times, ratios and memory."""
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            measure(size, Path(folder))


def measure(size: int, folder: Path) -> None:
    """Measure one country."""
    snapshot = country(size)
    site = site_of(snapshot, Imprint(1, datetime.date(2030, 1, 7), None, "key", "0" * 64, "benchmark"))
    begun = time.perf_counter()
    files = dict(search_files(snapshot, site))
    built = time.perf_counter() - begun
    sizes = sorted(len(content) for path, content in files.items() if "places" not in path)
    first = len(files["assets/search-places.js"])
    print(
        f"== {size:,} places: {len(files)} files, {sum(map(len, files.values())) / 1e6:.1f} MB, "
        f"built in {built:.1f} s; first {first / 1e6:.2f} MB, then of {sizes[0] / 1e6:.2f} to "
        f"{sizes[-1] / 1e6:.2f} MB"
    )
    shipped = resources.files("testigo.publication") / "assets"
    files |= {f"assets/{name}": (shipped / name).read_bytes() for name in ("testigo.js", "search.js")}
    for path, content in {**files, **dict([words_file("en")])}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    (folder / "en").mkdir()
    (folder / "en" / "index.html").write_text(FORM_OF_SEARCH, encoding="utf-8")
    questions = asked(snapshot, site)
    with chromium() as browser, served(folder) as address:
        print("from a disk, processor 6 x slower:")
        times(browser, (folder / "en/index.html").as_uri(), questions, slow_network=False)
        print("over 1.6 Mbit/s and 150 ms, processor 6 x slower:")
        times(browser, f"{address}/en/index.html", questions, slow_network=True)
    sqlite(snapshot, questions)


def times(browser: Browser, address: str, questions: dict[str, list[str]], *, slow_network: bool) -> None:
    """Print from key to results for each kind of question: the first, which loads, and those after it."""
    for kind, texts in questions.items():
        page = browser.new_page()
        slow_down(page, slow_network=slow_network)
        page.goto(address)
        page.wait_for_function("window.testigo && testigo.search")
        answers = [page.evaluate(ASK, text) for text in texts]
        waited = PAUSE if kind == "misspelt" else 0
        first, later = answers[0][0], [answer[0] - waited for answer in answers[1:]]
        loaded = page.evaluate("[...document.head.querySelectorAll('script')].map(each => each.src)")
        files = [
            name.rsplit("/", 1)[1][:-3] for name in loaded if "/search-" in name and "places" not in name
        ]
        plain = page.evaluate(PLAIN, [files, texts[-1].split()[0].lower()])[0] if files else float("nan")
        memory = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
        middle, worst = statistics.median(later), sorted(later)[int(0.95 * (len(later) - 1))]
        found = sum(not answer[1].startswith("Nothing found") for answer in answers)
        print(
            f"  {kind:<22} first {first:7.0f} ms, then median {middle:6.1f}, p95 {worst:6.1f} ms, "
            f"{middle / plain:5.1f} x a plain scan; {len(files)} files, {memory:.0f} MB; "
            f"{found} of {len(texts)} answered"
        )
        if files:
            network = "slow network" if slow_network else "disk"
            keep("search", f"{kind}, {network}, to a plain scan", middle / plain)
        page.close()


def slow_down(page: Page, *, slow_network: bool) -> None:
    """Slow a tab down as a cheap phone on a bad day."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    if slow_network:
        session.send("Network.enable")
        limits = {"downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
        session.send("Network.emulateNetworkConditions", {"offline": False, "latency": LATENCY, **limits})


def asked(snapshot: Snapshot, site: Site) -> dict[str, list[str]]:
    """Return questions of each kind, about places of one area: the first of each loads its file."""
    rows = list(polling_places(snapshot))
    area = rows[len(rows) // 2][2]
    here = [row for row in rows if row[2] == area][:30]
    district = site.places[area].name
    names = [str(row[1]) for row in here]
    return {
        "codes": [row[0] for row in here],
        "names with their area": [f"{name} {district}" for name in names],
        "parts": [f"{name[:4]} {district}" for name in names],
        "without accents": [
            f"{name} {district}".translate(str.maketrans("áéíóúñ", "aeioun")) for name in names
        ],
        "misspelt": [f"{misspelt(name)} {district}" for name in names],
        "areas": [site.places[row[2]].name for row in rows[:: max(1, len(rows) // 30)]],
    }


def misspelt(name: str) -> str:
    """Swap two letters of the longest word, alone: a short word or a number is not looked for nearly."""
    word = max(name.split(), key=len)
    return word[:2] + word[3] + word[2] + word[4:] if len(word) > 4 else word


def sqlite(snapshot: Snapshot, questions: dict[str, list[str]]) -> None:
    """Print what FTS5 with trigrams takes for the same names, at full speed."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE place USING fts5(words, tokenize='trigram')")
    base.executemany(
        "INSERT INTO place VALUES (?)",
        ((f"{row[0]} {search_form(row[1] or '')}",) for row in polling_places(snapshot)),
    )
    texts = [text.split()[0].lower() for text in questions["names with their area"]]
    begun = time.perf_counter()
    for text in texts:
        base.execute("SELECT rowid FROM place WHERE words MATCH ? LIMIT 20", (f'"{text}"',)).fetchall()
    print(f"SQLite FTS5 here, full speed: {1000 * (time.perf_counter() - begun) / len(texts):.2f} ms a word")


# --- the country ------------------------------------------------------------------------------------------


def country(size: int) -> Snapshot:
    """Return a country of so many polling places of one station, before any form; areas are of any size."""
    districts = max(24, size // 110)
    chains = [chain_of(n, districts) for n in range(districts)]
    names = {chain[:end]: invented(n, end) for n, chain in enumerate(chains) for end in (2, 5, 8)}
    table = [("X", "", 1, "X", "listed")]
    for level, above, end in ((2, 0, 2), (3, 2, 5), (4, 5, 8)):
        for code in sorted({chain[:end] for chain in chains}):
            table.append((f"{code}-", f"{code[:above]}-" if above else "X", level, names[code], "listed"))
    columns = ["jurisdiction", "parent", "level", "name", "frame"]
    codes = [f"{chains[n % districts]}{n // districts:04d}" for n in range(size)]
    places = pl.DataFrame({"polling_place": codes, "name": [called(n) for n in range(size)]})
    stations = pl.DataFrame(
        {
            "station": [f"{code}.01" for code in codes],
            "polling_place": codes,
            "jurisdiction": [f"{chains[n % districts]}-" for n in range(size)],
        }
    ).with_columns(registered_voters=pl.lit(300), stratum=pl.lit(None, pl.String))
    files = {
        "election.toml": SETTINGS.replace(b'"parish"]', b'"municipality", "parish"]'),
        "contests.csv": CONTESTS,
        "options.csv": b"contest,option,name,position\nc,a,A,1\n",
        "jurisdictions.csv": pl.DataFrame(table, schema=columns, orient="row").write_csv().encode(),
        "polling_places.csv": places.write_csv().encode(),
        "stations.csv": stations.write_csv().encode(),
        "forms/simple/form.toml": FORM,
    }
    election = load(files)
    profiles = load_profiles(files, election)
    of = figures(election.contests[0], profiles["simple"])
    readings, decisions = empty(readings_schema(of)), empty(decisions_schema(of))
    evidence = Evidence(0, "", {"c": readings}, {"c": decisions}, empty(CLAIMS), empty(FINDINGS), 0)
    return derive(election, profiles, evidence)


def chain_of(number: int, districts: int) -> str:
    """Return the code of a district: two digits of its province, three of its regency, three of its own; a
    third of them is in the first province."""
    provinces, regency = max(2, min(38, districts // 100)), number // 14
    province = 0 if regency % 3 == 0 else regency % provinces
    return f"{province:02d}{regency % 1000:03d}{number % 1000:03d}"


def invented(number: int, end: int) -> str:
    """Return the name of an area: a word that several have, and one that few have."""
    parts = ("ka", "lu", "mi", "ro", "sa", "te", "no", "vi")
    own = "".join(parts[number // 8**place % 8] for place in range(5))
    return f"{AREAS[(number + end) % 8]} {own.capitalize()}"


def called(number: int) -> str:
    """Return the name of a polling place, in one of three languages."""
    language = number // 5 % 3
    kind = WORDS[language][number // 15 % 5]
    return f"{kind} {NAMES[language][number // 75 % 7]} {number % 997}"


# --- the browser ------------------------------------------------------------------------------------------


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium, which tells its memory exactly."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--enable-precise-memory-info"]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A plain server of files."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


if __name__ == "__main__":
    run()
