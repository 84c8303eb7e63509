"""Every parser of what comes from outside, with whole inputs to begin from."""

import bz2
import datetime
import gzip
import hashlib
import io
import lzma
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import polars as pl
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from testigo.election import load as definition
from testigo.election.amend import amended_once, read_amendment
from testigo.election.definition import Amendment
from testigo.election.people import parse_people, with_changes
from testigo.election.table import read_table
from testigo.errors import Place
from testigo.evidence.bodies import parse_body
from testigo.evidence.statements import Json, Kind, Statement, parse_statement, write_statement
from testigo.forms.load import parse_profile
from testigo.forms.machine_code import parse_machine_code
from testigo.intake.code_files import filled
from testigo.intake.language import CodeTable
from testigo.intake.mapping import parse_mapping
from testigo.note import parse_note, parse_verifier_key
from testigo.official.claim_mapping import parse_claim_mapping
from testigo.official.claims import read_claims
from testigo.publication.format import parse_announcement, parse_manifest, parse_script, write_manifest
from testigo.reading.container import header_of
from testigo.record.keys import parse_private_key
from testigo.review.transcriptions import read_typed
from testigo.simulate.shape import Shape
from testigo.suggest.draft_mapping import parse_drafts
from testigo.suggest.mapping_draft import suggest
from testigo.suggest.sniff import open_file
from testigo.tables.behind import Question, items
from testigo.tables.unpack import zstd
from testigo.verification.differences import of_pages, of_tables
from testigo.verification.zipped import files_in
from tests.fuzz.publications import (
    COMPARED,
    DISCLOSED,
    OF_ANOTHER,
    backup,
    compared,
    disclosed,
    evidence_file,
    of_another,
    published,
    restored,
    statements,
)
from tests.intake.tables import ELECTION, FIGURES, HEAD, ROWS, STATION, imported
from tests.reading.drawn import jpeg, symbol
from tests.simulate.invented import Invented, invent
from tests.tables.workbooks import workbook


@dataclass(frozen=True)
class Parser:
    """What is fed: how, and whole inputs."""

    parse: Callable[[bytes], object]
    seeds: tuple[bytes, ...]


def parquet() -> bytes:
    written = io.BytesIO()
    pl.DataFrame({"station": ["A1-1.01"], "red": [1], "blue": ["2"]}).write_parquet(written)
    return written.getvalue()


def packed(method: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        archive.writestr("a.csv", ROWS)
        archive.writestr("b/c.csv", ROWS)
    return written.getvalue()


TABLES: Mapping[str, tuple[bytes, str]] = {
    "csv": (ROWS, ""),
    "utf-16": (ROWS.decode().encode("utf-16"), 'encoding = "utf-16"'),
    "gzip": (gzip.compress(ROWS), 'compression = "gzip"'),
    "xlsx": (workbook({"R": [["station", "red", "blue"], ["A1-1.01", 1, 2]]}), 'format = "excel"'),
    "parquet": (parquet(), 'format = "parquet"'),
}
UNPACKED = {
    "gzip": gzip.compress(ROWS),
    "bzip2": bz2.compress(ROWS),
    "xz": lzma.compress(ROWS),
    "zstandard": zstd.compress(ROWS),
}


def table(keys: str) -> Callable[[bytes], object]:
    return lambda content: imported(content, keys)


def unpack(kind: str, named: str | None) -> Callable[[bytes], object]:
    return lambda content: list(items(Question(kind, "t", named), [content]))


@cache
def invented() -> Invented:
    return invent(Shape(stations=6), seed=2)


def with_file(name: str) -> Callable[[bytes], object]:
    return lambda content: definition.load({**invented().files, name: content})


def of_definition() -> dict[str, Parser]:
    files = invented().files
    return {f"definition {name}": Parser(with_file(name), (content,)) for name, content in files.items()}


def machine_code(content: bytes) -> object:
    election = invented().election
    contest = election.contests[0]
    name = next(name for name in invented().files if name.endswith("form.toml"))
    profile, _ = parse_profile(contest.form, invented().files[name])
    assert profile is not None
    return parse_machine_code(content.decode("latin-1"), profile, contest, Place("code"))


def statement() -> Statement:
    body: dict[str, Json] = {"station": "A1-1.01", "figures": {"votes_red": 1}, "document_class": None}
    day = datetime.date(2026, 1, 2)
    return Statement(
        1, day, Kind.TRANSCRIBED, subject="0" * 64, contest="mayor", person="reader-7", body=body
    )


def parse_whole_statement(content: bytes) -> object:
    return parse_body(parse_statement(content, "0" * 64))


def private_key() -> bytes:
    form, kind = serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH
    return Ed25519PrivateKey.generate().private_bytes(form, kind, serialization.NoEncryption())


NOTE = b"testigo.example/x\n1\n2026-01-02\n\n\xe2\x80\x94 testigo.example AAAAAAAA\n"
PAGE = b'<p><data value="1" data-cell="station/1/votes_red">1</data></p>'
CLAIMS = b"claim,source,date,place,contest,figure,value,thousands\nc,s,2026-01-02,X,mayor,votes_red,1,\n"
TYPED = b"station,contest,votes_red,votes_blue\nA1-1.01,mayor,1,2\n"
MAPPING = (HEAD + STATION + '[[table.skip]]\nred = "x"\n' + FIGURES).encode()
DRAFTS = b'[[draft]]\nwhat = "stations"\nfile = "a.csv"\n[draft.columns]\nstation = "s"\n'
CLAIM_MAPPING = (
    b'[claim]\nname = "n"\nsource = "s"\ndate = 2026-01-02\n[[table]]\nfile = "a.csv"\nplace = "p"\n'
)


ROSTER = (
    b"person,organisation,roles,key\n"
    b"reader-1,one,reader,\njudge-2,two,adjudicator coordinator,ed25519:" + b"ab" * 32 + b"\n"
)
AMENDMENTS = (
    b"station,polling_place,jurisdiction,stratum,registered_voters\nfound-1,,A1,,10\n",
    b"jurisdiction,name\nA1,Another name\n",
    b"place,contest\nA1,mayor\n",
    b"people_sha256\n" + b"ab" * 32 + b"\n",
)


def amend(content: bytes) -> object:
    """Read a table that amends a definition, and amend it."""
    amendment = Amendment("amend.csv", content, "Found on the day.")
    read_amendment(amendment)
    return amended_once(invented().election, amendment)


def code_file(content: bytes) -> object:
    return filled("m.toml", {"parties": CodeTable({}, file="codes.csv")}, {"codes.csv": content})


def form() -> bytes:
    return next(content for name, content in invented().files.items() if name.endswith("form.toml"))


def form_profile(content: bytes) -> object:
    return parse_profile("form", content)


def seeds(path: str) -> tuple[bytes, ...]:
    return (published().files[path],)


def parsers() -> dict[str, Parser]:
    """Return every parser by its name."""
    photo = jpeg(symbol("1"))
    return {
        **{f"table {name}": Parser(table(keys), (seed,)) for name, (seed, keys) in TABLES.items()},
        "suggest": Parser(
            lambda content: suggest("t", content, None), tuple(seed for seed, _ in TABLES.values())
        ),
        "opened": Parser(lambda content: open_file("t", content), (ROWS, ROWS.decode().encode("utf-16"))),
        **{f"unpack {kind}": Parser(unpack("unpack", kind), (seed,)) for kind, seed in UNPACKED.items()},
        "zip": Parser(unpack("zip", "*"), (packed(), packed(zipfile.ZIP_BZIP2), packed(zipfile.ZIP_LZMA))),
        "mapping": Parser(lambda content: parse_mapping(content, "m"), (MAPPING,)),
        "drafts": Parser(lambda content: parse_drafts(content, "m"), (DRAFTS,)),
        "claim mapping": Parser(lambda content: parse_claim_mapping(content, "m"), (CLAIM_MAPPING,)),
        **of_definition(),
        "claims": Parser(lambda content: read_claims("c", content, ELECTION), (CLAIMS,)),
        "transcriptions": Parser(
            lambda content: read_typed("t", content, {"mayor": ("votes_red", "votes_blue")}), (TYPED,)
        ),
        "table of a definition": Parser(lambda content: read_table("t", content, ()), (b"a,b\n1,2\n",)),
        "machine code": Parser(machine_code, (b"000000001.1.0001!1,2,3!0!0",)),
        "statement": Parser(parse_whole_statement, (write_statement(statement()),)),
        "manifest": Parser(parse_manifest, (write_manifest({"a/b.csv": hashlib.sha256(b"").hexdigest()}),)),
        "note": Parser(parse_note, (NOTE,)),
        "verifier key": Parser(
            lambda content: parse_verifier_key(content.decode("latin-1")), (b"testigo.example+00000000+AAAA",)
        ),
        "announcement": Parser(
            lambda content: parse_announcement(content.decode("latin-1")),
            (b"testigo.example/x\n1\n2026-01-02\n",),
        ),
        "script of data": Parser(parse_script, (b'testigo("a", {"b": [1, 2]});\n', b"window.x=[1]")),
        "published CSV": Parser(
            lambda content: list(of_tables("t.csv", content, ROWS, earlier=False)), (ROWS, TYPED)
        ),
        "published page": Parser(lambda content: list(of_pages("p.html", content, PAGE)), (PAGE,)),
        "zip of a publication": Parser(
            lambda content: [b"".join(pieces) for _, pieces in files_in(io.BytesIO(content), "z")],
            (packed(),),
        ),
        "photo": Parser(header_of, (photo, b"\x89PNG\r\n\x1a\n" + b"\0" * 40)),
        "roster": Parser(parse_people, (ROSTER,)),
        "amended roster": Parser(lambda content: with_changes(ROSTER, content, "p.csv"), (ROSTER,)),
        "amendment": Parser(amend, AMENDMENTS),
        "code file": Parser(code_file, (b"from,to\nA,1\nB,skip\n",)),
        "form profile": Parser(form_profile, (form(),)),
        "backup": Parser(restored, (backup(),)),
        "evidence file": Parser(evidence_file, (statements(),)),
        **{f"disclosed {path}": Parser(disclosed(path), seeds(path)) for path in DISCLOSED},
        **{f"published {path}": Parser(compared(path), seeds(path)) for path in COMPARED},
        **{f"of another {path}": Parser(of_another(path), seeds(path)) for path in OF_ANOTHER},
        "private key": Parser(lambda content: parse_private_key(content, "x"), (private_key(),)),
    }
