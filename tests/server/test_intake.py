"""Intake: pieces by their hash, then what they make; what is acknowledged is durable, and counts once."""

import hashlib
import json
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.acts.operation import Operation
from testigo.evidence.statements import Kind
from testigo.intake.receipts import LETTERS, code_of, commitment, parse_code
from testigo.note import open_note, parse_verifier_key
from tests.cli.conftest import sealed as sealed
from tests.cli.conftest import small as small
from tests.cli.small import Small
from tests.commands import run
from tests.server.conftest import Answer, Client, Headquarters
from tests.server.test_typing import photo

Serve = Callable[[Path], Headquarters]
SALT = "5a" * 32


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Sender:
    """A program with a token."""

    def __init__(self, held: Headquarters) -> None:
        self.token = held.house.tokens.new(os.urandom)
        self.client = Client(held.port)

    def ask(self, method: str, path: str, body: bytes = b"") -> Answer:
        return self.client.ask(method, path, body, {"Authorization": f"Bearer {self.token}"})

    def put(self, content: bytes, name: str | None = None) -> int:
        return self.ask("PUT", f"/intake/chunks/{name or digest(content)}", content).status

    def submit(self, *pieces: bytes, salt: str = SALT, sha256: str | None = None) -> Answer:
        whole = sha256 or digest(b"".join(pieces))
        asked = {"salt": salt, "sha256": whole, "chunks": [digest(piece) for piece in pieces]}
        return self.ask("POST", "/intake/submissions", json.dumps(asked).encode())


@pytest.fixture
def held(small: Small, serve: Serve) -> Headquarters:
    return serve(small.folder)


def received(small: Small) -> list[str]:
    """The exhibits that were received, in order."""
    with Operation(small.folder) as operation:
        return [str(one.subject) for one in operation.journal.statements(kinds=[Kind.RECEIVED])]


def test_what_is_acknowledged_is_an_exhibit_and_a_statement(held: Headquarters, small: Small) -> None:
    sender, content = Sender(held), photo()
    assert sender.put(content) == 201
    answer = sender.submit(content)
    assert answer.status == 201
    assert received(small) == [digest(content)]
    with Operation(small.folder) as operation:
        assert operation.exhibits.get(digest(content)) == content


def test_pieces_come_in_any_order_and_the_missing_ones_are_named(held: Headquarters, small: Small) -> None:
    sender, pieces = Sender(held), (b"one ", b"two ", b"three")
    assert sender.put(pieces[2]) == 201
    answer = sender.submit(*pieces)
    assert answer.status == 409
    assert json.loads(answer.body)["missing"] == [digest(pieces[0]), digest(pieces[1])]
    assert received(small) == []
    assert sender.ask("HEAD", f"/intake/chunks/{digest(pieces[2])}").status == 200
    assert sender.ask("HEAD", f"/intake/chunks/{digest(pieces[0])}").status == 404
    assert [sender.put(pieces[1]), sender.put(pieces[0]), sender.put(pieces[0])] == [201, 201, 200]
    assert sender.submit(*pieces).status == 201
    assert received(small) == [digest(b"one two three")]


def test_a_replayed_post_gets_the_same_receipt_and_counts_once(held: Headquarters, small: Small) -> None:
    sender = Sender(held)
    sender.put(b"form")
    first, again = sender.submit(b"form"), sender.submit(b"form")
    assert (first.status, again.status) == (201, 200)
    assert first.body == again.body
    assert len(received(small)) == 1


def test_the_same_file_from_two_senders_is_one_exhibit_with_two_receipts(
    held: Headquarters, small: Small
) -> None:
    sender = Sender(held)
    codes = set()
    for salt in (SALT, "7b" * 32):
        sender.put(b"form")
        codes.add(json.loads(sender.submit(b"form", salt=salt).body)["code"])
    assert len(codes) == 2
    assert received(small) == [digest(b"form")] * 2


def test_a_receipt_is_signed_by_a_key_that_the_evidence_announces(held: Headquarters, small: Small) -> None:
    sender = Sender(held)
    sender.put(b"form")
    said = json.loads(sender.submit(b"form").body)
    with Operation(small.folder) as operation:
        (announced,) = operation.journal.statements(kinds=[Kind.ANNOUNCED])
    key = parse_verifier_key(str(announced.body["receipt_key"]))
    note = open_note(said["receipt"].encode(), [key])
    assert note.text.startswith("example.org/x/receipt\n")
    assert said["code"] == code_of(commitment(bytes.fromhex(SALT), digest(b"form")))


def test_a_receipt_is_found_by_its_code_and_by_no_other(held: Headquarters, small: Small) -> None:
    sender, person = Sender(held), held.person()
    sender.put(b"form")
    code = json.loads(sender.submit(b"form").body)["code"]
    written = f"{code[:4].lower()}-{code[4:]}"
    assert "it arrived" in person.get(f"/receipt?code={written}").text
    assert "nothing has arrived here" in person.get("/receipt?code=AAAAAAAA").text
    assert person.get("/receipt?code=IIII0000").status == 409
    assert small.run("receipt", code) == 0
    assert small.run("receipt", "AAAAAAAA") == 1
    assert small.run("receipt", "0000") == 2


@pytest.mark.parametrize(
    "asked",
    [
        b"",
        b"[]",
        b"{",
        b'{"salt": 1}',
        b"[" * 5000,
        json.dumps({"salt": SALT, "sha256": "0" * 64, "chunks": []}).encode(),
        json.dumps({"salt": SALT, "sha256": "0" * 64, "chunks": ["0" * 64] * 65}).encode(),
        json.dumps({"salt": "5a", "sha256": "0" * 64, "chunks": ["0" * 64]}).encode(),
        json.dumps({"salt": SALT, "sha256": "../x", "chunks": ["0" * 64]}).encode(),
        json.dumps({"salt": SALT, "sha256": "0" * 64, "chunks": ["../../evidence.sqlite"]}).encode(),
        json.dumps({"salt": SALT, "sha256": "0" * 64, "chunks": [["0" * 64]]}).encode(),
    ],
    ids=range(11),
)
def test_what_is_no_submission_is_refused(held: Headquarters, small: Small, asked: bytes) -> None:
    assert Sender(held).ask("POST", "/intake/submissions", asked).status == 422
    assert small.last() == 0


def test_a_piece_that_is_not_what_its_name_says_is_refused(held: Headquarters) -> None:
    sender = Sender(held)
    assert sender.put(b"other", digest(b"form")) == 422
    assert sender.put(b"form", "x") == 422
    assert sender.ask("HEAD", f"/intake/chunks/{digest(b'form')}").status == 404


def test_a_piece_of_a_mebibyte_is_taken_and_one_byte_more_is_not(held: Headquarters) -> None:
    sender = Sender(held)
    assert sender.put(b"x" * 1024 * 1024) == 201
    try:
        status = sender.put(b"x" * (1024 * 1024 + 1))
    except OSError:  # it was closed before all was sent
        status = 413
    assert status == 413


def test_pieces_that_make_another_file_are_refused(held: Headquarters, small: Small) -> None:
    sender = Sender(held)
    sender.put(b"form")
    assert sender.submit(b"form", sha256=digest(b"other")).status == 422
    assert received(small) == []


def test_nothing_more_is_taken_in_before_the_disk_is_full(held: Headquarters, small: Small) -> None:
    sender = Sender(held)
    sender.put(b"form")
    held.house.least_free = 2**62
    refused = sender.submit(b"form")
    assert (sender.put(b"other"), refused.status) == (507, 507)
    assert "disk is nearly full" in refused.text
    held.house.least_free = 0
    assert sender.submit(b"form").status == 201


def test_a_token_hands_in_and_opens_nothing_else(held: Headquarters) -> None:
    sender = Sender(held)
    for path in ("/definition", "/type", "/decide", "/publish", "/receipt"):
        assert sender.ask("GET", path).status == (200 if path == "/receipt" else 403)
    sender.token = "0" * 64
    assert sender.put(b"form") == 401
    assert sender.submit(b"form").status == 401


def test_a_browser_that_came_in_hands_in_only_with_the_token_of_a_page(held: Headquarters) -> None:
    person = held.person()
    path = f"/intake/chunks/{digest(b'form')}"
    assert person.ask("PUT", path, b"form").status == 403
    assert person.ask("PUT", path, b"form", {"X-CSRFToken": person.csrf}).status == 201


def test_many_who_send_at_once_lose_nothing_and_count_once(held: Headquarters, small: Small) -> None:
    forms = [f"form {number % 10}".encode() for number in range(20)]

    def send(number: int) -> None:
        sender = Sender.__new__(Sender)
        sender.token, sender.client = token, Client(held.port)
        while sender.submit(forms[number], salt=f"{number % 10:064x}").status not in (200, 201):
            sender.put(forms[number])

    token = held.house.tokens.new(os.urandom)
    threads = [threading.Thread(target=send, args=[number]) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(received(small)) == sorted({digest(form) for form in forms})


def test_what_came_in_is_read_without_anybody_asking(held: Headquarters, small: Small) -> None:
    sender = Sender(held)
    sender.put(photo())
    sender.submit(photo())
    for _ in range(600):
        if not held.house.works.running:
            break
        threading.Event().wait(0.02)
    with Operation(small.folder) as operation:
        assert [one.subject for one in operation.journal.statements(kinds=[Kind.READ])] == [digest(photo())]


def test_what_a_crash_left_unread_is_read_when_headquarters_begins_again(small: Small, serve: Serve) -> None:
    first = serve(small.folder)
    first.house.works.begin = lambda kind, task: None  # type: ignore[assignment,method-assign,return-value]
    sender = Sender(first)
    sender.put(photo())
    assert sender.submit(photo()).status == 201
    again = serve(small.folder)
    for _ in range(600):
        if not again.house.works.running:
            break
        threading.Event().wait(0.02)
    with Operation(small.folder) as operation:
        assert [one.subject for one in operation.journal.statements(kinds=[Kind.READ])] == [digest(photo())]


def test_the_command_sends_a_folder_and_goes_on_where_it_stopped(
    held: Headquarters, small: Small, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    large = os.urandom(2 * 1024 * 1024 + 5)
    (photos / "a.jpg").write_bytes(large)
    (photos / "b.jpg").write_bytes(photo())
    token = tmp_path / "token.txt"
    token.write_text("0" * 64)
    to = ("--to", f"http://127.0.0.1:{held.port}", "--token-file", token)
    assert run("send", tmp_path / "receipts", photos, *to) == 2
    assert received(small) == []
    token.write_text(held.house.tokens.new(os.urandom))
    assert run("send", tmp_path / "receipts", photos, *to) == 0
    assert run("send", tmp_path / "receipts", photos, *to) == 0
    assert received(small) == [digest(large), digest(photo())]
    assert "Acknowledged: 2 files." in capsys.readouterr().out
    assert (
        (tmp_path / "receipts" / f"{digest(large)}.receipt").read_text().startswith("example.org/x/receipt")
    )


def test_the_command_sends_no_token_in_the_clear(tmp_path: Path) -> None:
    (tmp_path / "token.txt").write_text("0" * 64)
    (tmp_path / "a.jpg").write_bytes(b"x")
    to = ("--to", "http://hq.example", "--token-file", tmp_path / "token.txt")
    assert run("send", tmp_path / "receipts", tmp_path / "a.jpg", *to) == 2


def test_the_example_of_the_specification_is_what_is_made() -> None:
    page = (Path(__file__).resolve().parents[2] / "spec" / "receipts.md").read_text(encoding="utf-8")
    assert f"code is\n`{code_of(commitment(bytes(32), digest(b'form')))}`" in page


@given(st.binary(min_size=32, max_size=32), st.binary())
def test_a_code_has_eight_letters_and_reads_back_however_it_is_written(salt: bytes, content: bytes) -> None:
    code = code_of(commitment(salt, digest(content)))
    assert len(code) == 8
    assert set(code) <= set(LETTERS)
    assert parse_code(f" {code[:4].lower()}-{code[4:]} ") == code
