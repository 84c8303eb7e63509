"""kill -9 of headquarters while people hand in: what was acknowledged is not lost, and counts once."""

import hashlib
import json
import random
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from testigo.acts.operation import Operation
from testigo.evidence.statements import Kind
from tests.amounts import LONG
from tests.cli.small import make_small
from tests.server.conftest import Client

KILLS = 30 if LONG else 3
SENDERS = 4
SEED = 14


def begin(folder: Path) -> tuple["subprocess.Popen[str]", int]:
    """Start headquarters as a process of its own; return it and its port, once it listens."""
    arguments = [sys.executable, "-m", "testigo", "headquarters", str(folder), "--port", "0", "--no-browser"]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    found = re.search(r"127\.0\.0\.1:(\d+)/", process.stdout.readline())
    assert found is not None
    return process, int(found[1])


class Crowd:
    """Senders who hand in one file after the other, and remember what was acknowledged."""

    def __init__(self, token: str) -> None:
        self.token, self.port = token, 0
        self.acknowledged: list[str] = []
        self.codes: dict[str, set[str]] = {}
        self.ended = threading.Event()
        self.threads = [threading.Thread(target=self.send, args=[number]) for number in range(SENDERS)]

    def send(self, sender: int) -> None:
        """Hand in until it ends; what is not acknowledged is sent again."""
        number = 0
        while not self.ended.is_set():
            content = f"form {sender} {number}".encode()
            try:
                done = self.hand_in(content)
            except OSError:
                done = False
                time.sleep(0.02)
            number += done

    def hand_in(self, content: bytes) -> bool:
        """Hand one file in; True once it is acknowledged."""
        name = hashlib.sha256(content).hexdigest()
        client = Client(self.port)
        headers = {"Authorization": f"Bearer {self.token}"}
        client.ask("PUT", f"/intake/chunks/{name}", content, headers)
        asked = json.dumps({"salt": name, "sha256": name, "chunks": [name]}).encode()
        answer = client.ask("POST", "/intake/submissions", asked, headers)
        if answer.status not in (200, 201):
            return False
        self.acknowledged.append(name)
        self.codes.setdefault(name, set()).add(answer.text)
        return True


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_what_was_acknowledged_survives_every_kill_and_counts_once(tmp_path: Path) -> None:
    made, chance = make_small(tmp_path), random.Random(SEED)
    tokens = made.folder / "headquarters" / "tokens"
    tokens.mkdir(parents=True, mode=0o700)
    token = "0" * 64
    (tokens / "tokens.txt").write_text(hashlib.sha256(token.encode()).hexdigest() + "\n")
    crowd = Crowd(token)
    process, crowd.port = begin(made.folder)
    for thread in crowd.threads:
        thread.start()
    for _ in range(KILLS):
        before = len(crowd.acknowledged)
        while len(crowd.acknowledged) < before + 2:
            time.sleep(0.01)
        time.sleep(chance.random() / 5)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process, crowd.port = begin(made.folder)
    crowd.ended.set()
    for thread in crowd.threads:
        thread.join()
    process.send_signal(signal.SIGINT)
    process.wait(timeout=60)
    with Operation(made.folder) as operation:
        received = [str(one.subject) for one in operation.journal.statements(kinds=[Kind.RECEIVED])]
        kept = {name: operation.exhibits.is_whole(name) for name in received}
    assert set(crowd.acknowledged) <= set(received)
    assert len(received) == len(set(received))
    assert all(kept.values())
    assert all(len(receipts) == 1 for receipts in crowd.codes.values())
    assert made.run("evidence check") == 0, made.out + made.err
