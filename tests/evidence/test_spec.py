"""spec/evidence.md says what the code does: its example is recomputed, its bodies are parsed."""

import datetime
import hashlib
import json
import re
from pathlib import Path

from testigo.evidence.bodies import BODIES, Body, Unread
from testigo.evidence.statements import EMPTY_CHAIN, Kind, chain_after, parse_statement

SPEC = (Path(__file__).resolve().parents[2] / "spec" / "evidence.md").read_text(encoding="utf-8")
EXAMPLES = {
    Kind.IMPORTED: 0,
    Kind.TRANSCRIBED: 1,
    Kind.ADJUDICATED: 3,
    Kind.CORRECTED: 3,
    Kind.WITHDRAWN: 4,
    Kind.INVALIDATED: 4,
    Kind.CLAIMED: 5,
    Kind.AMENDED: 6,
    Kind.DECLARED: 7,
}  # kind -> which JSON example shows its body; *read* is *transcribed* and a reader, or UNREAD
UNREAD = 2


def examples() -> list[dict[str, object]]:
    found = re.findall(r"```json\n(.*?)```", SPEC, re.DOTALL)
    return [json.loads(text.replace("<hash>", "a" * 64)) for text in found]


def fields(model: type[Body]) -> set[str]:
    return set(model.model_fields)


def test_the_chains_of_the_example_come_out() -> None:
    block = re.search(r"```\n(\{.*?)```", SPEC, re.DOTALL)
    assert block is not None
    first, first_chain, second, second_chain = block[1].splitlines()
    assert first_chain == chain_after(EMPTY_CHAIN, first.encode())
    assert second_chain == chain_after(first_chain, second.encode())
    parsed = [parse_statement(line.encode(), EMPTY_CHAIN) for line in (first, second)]
    assert [statement.day for statement in parsed] == [datetime.date(2024, 7, 27), datetime.date(2024, 7, 28)]
    assert parsed[1].subject == hashlib.sha256(b"form").hexdigest()


def test_every_kind_is_named() -> None:
    assert [kind for kind in Kind if not re.search(rf"\b{kind}\b", SPEC)] == []


def test_every_fixed_body_has_an_example_with_all_its_fields() -> None:
    shown = examples()
    assert set(BODIES) == {*EXAMPLES, Kind.READ}
    for kind, index in EXAMPLES.items():
        assert fields(type(BODIES[kind].model_validate(shown[index]))) == set(shown[index])
    assert fields(BODIES[Kind.READ]) == {*shown[EXAMPLES[Kind.TRANSCRIBED]], "reader", "findings"}
    assert fields(type(Unread.model_validate(shown[UNREAD]))) == set(shown[UNREAD])
