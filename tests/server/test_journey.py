"""The way of an operation over HTTP, stage by stage, as a person clicks it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from testigo.acts.key_folder import read_verifier_key
from testigo.record.keys import fingerprint
from tests.docs.journeys import steps
from tests.docs.test_journey import PAGE
from tests.server.conftest import Client, headquarters

SECRETS = {"passphrase": "eight stations and a river", "other": "a river and eight stations"}
ELECTION = "river-town/election/"


def written() -> dict[str, str]:
    """The files of docs/operate/own-election.md by their names."""
    return {name: text for name, text in steps(PAGE) if name != "run"}


def keys(folder: Path) -> dict[str, str]:
    """What a form says of both keys."""
    return {"signing": str(folder / "keys"), "disclosure": str(folder / "names"), **SECRETS}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the operation of this file is made, beside its keys."""
    return tmp_path_factory.mktemp("journey")


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[Client]:
    """Somebody who came in."""
    with headquarters(folder / "river-town") as held:
        yield held.person()


def test_nobody_chooses_for_her_whether_it_is_a_drill(client: Client, folder: Path) -> None:
    said = client.post("/new", example="empty", origin="example.org/river-town", **keys(folder))
    assert said.status == 400
    assert "nobody chooses that for you" in said.text
    assert not (folder / "river-town").exists()
    assert not (folder / "keys").exists()


def test_what_is_refused_says_so_and_changes_nothing(client: Client, folder: Path) -> None:
    asked = {**keys(folder), "other": SECRETS["passphrase"]}
    said = client.post("/new", kind="drill", example="empty", origin="example.org/river-town", **asked)
    assert said.status == 409
    assert "Not done, and nothing has changed" in said.text
    assert SECRETS["passphrase"] not in said.text
    assert not (folder / "keys").exists()


def test_an_operation_and_its_keys_are_made(client: Client, folder: Path) -> None:
    asked = keys(folder)
    said = client.post("/new", kind="drill", example="empty", origin="example.org/river-town", **asked)
    assert "The operation is made." in client.finish(said).text
    settings = (folder / "river-town" / "election" / "election.toml").read_text()
    assert fingerprint(read_verifier_key(folder / "keys").public_key) in settings
    assert "DRILL: data of an exercise" in client.get("/").text


def test_home_says_what_is_next_at_every_stage(client: Client) -> None:
    home = client.get("/").text
    assert "Mend the definition:" in home
    assert "Nothing is open." not in home
    assert "Last publication" not in home


def test_the_definition_says_its_state_until_it_is_sealed_and_after(client: Client, folder: Path) -> None:
    files, operation = written(), folder / "river-town"
    assert "No problem." not in client.get("/definition").text
    key = fingerprint(read_verifier_key(folder / "keys").public_key)
    settings = files[f"{ELECTION}election.toml"].replace("FINGERPRINT", key)
    assert client.post("/definition/file", name="election.toml", text=settings).status == 302
    drafted = client.send(
        "/definition/draft", {"roll.csv": files["roll.csv"].encode()}, mapping=files["roll.toml"]
    )
    assert "Written election/stations.csv: 8 rows." in drafted.text
    for name in ("jurisdictions.csv", "contests.csv", "options.csv", "forms/tally-sheet/form.toml"):
        assert client.post("/definition/file", name=name, text=files[f"{ELECTION}{name}"]).status == 302
    assert "No problem. 8 polling stations." in client.get("/definition").text
    assert "Tick the box" in client.post("/definition/seal").text
    assert not (operation / "evidence.sqlite").exists()
    assert client.post("/definition/seal", sure="yes").status == 302
    assert "Publish this number before the vote." in client.get("/definition").text
    refused = client.post("/definition/file", name="options.csv", text="x")
    assert refused.status == 409
    options = operation / "election" / "options.csv"
    sealed = options.read_bytes()
    options.write_bytes(sealed + b"mayor,late,Late,3\n")
    assert "The files are no longer the sealed ones." in client.get("/definition").text
    options.write_bytes(sealed)


def test_a_table_is_tried_and_then_imported_once(client: Client) -> None:
    files = written()
    brought = client.send("/tables/bring", {"results.csv": files["results.csv"].encode()})
    assert brought.status == 302
    page = brought.headers["Location"]
    assert "reader = &#34;&#34;" in client.get(page).text or 'reader = ""' in client.get(page).text
    assert client.post(page, do="try", text="reader = ").status == 409
    tried = client.post(page, do="try", text=files["results.toml"]).text
    assert "results.csv: 7 rows, 7 readings." in tried
    assert "Only tried: nothing was changed." in tried
    done = client.finish(client.post(page, do="import", text=files["results.toml"])).text
    assert "Imported: statement 1." in done
    again = client.finish(client.post(page, do="import", text=files["results.toml"])).text
    assert "It was imported before, statement 1: nothing was changed." in again
    strange = files["results.csv"] + "S09,1,10,1,2,0,0,3\n"
    page = client.send("/tables/bring", {"results.csv": strange.encode()}).headers["Location"]
    more = client.post(page, do="try", text=files["results.toml"]).text
    assert "1 polling station that the definition does not have" in more


def test_it_is_published_once_and_verified(client: Client, folder: Path) -> None:
    assert "Nothing is published yet." in client.get("/publish").text
    wrong = client.post("/publish/now", origin="", **{**keys(folder), "passphrase": "another passphrase"})
    assert wrong.status == 409
    asked = {"origin": "", **keys(folder)}
    done = client.finish(client.post("/publish/now", **asked)).text
    assert "Publication 1:" in done
    assert (
        "Nothing has changed since publication 1" in client.finish(client.post("/publish/now", **asked)).text
    )
    assert "Last publication: number 1" in client.get("/").text
    assert "Everything holds" in client.finish(client.post("/verify")).text


def test_neither_a_passphrase_nor_the_way_in_is_kept_anywhere(client: Client, folder: Path) -> None:
    kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert all(secret.encode() not in kept for secret in SECRETS.values())
    assert all(cookie.encode() not in kept for cookie in client.cookies.values())
    assert b"127.0.0.1" not in kept
