"""The stream for simulations: the numbers of its specification, on every machine."""

import json
from pathlib import Path

import numpy as np
import pytest

from testigo.statistics.stream import Stream

VECTORS = Path(__file__).resolve().parents[2] / "vectors" / "sampling" / "stream.json"


@pytest.mark.parametrize("row", json.loads(VECTORS.read_text())["streams"], ids=str)
def test_the_numbers_of_the_specification(row: dict[str, str]) -> None:
    numbers = Stream(row["seed"], row["purpose"]).bits(6)
    assert [str(number) for number in numbers] == list(row["numbers"])


def test_more_numbers_begin_with_the_fewer() -> None:
    stream = Stream("1").to("votes")
    assert (stream.fractions(1_000)[:10] == stream.fractions(10)).all()


def test_purposes_are_independent_and_numbers_uniform() -> None:
    one, other = Stream("1").to("a").fractions(40_000), Stream("1").to("b").fractions(40_000)
    assert one.min() >= 0
    assert one.max() < 1
    assert abs(one.mean() - 0.5) < 4 * np.sqrt(1 / 12 / 40_000)
    assert abs(np.corrcoef(one, other)[0, 1]) < 4 / np.sqrt(40_000)
    counts = np.bincount((one * 10).astype(np.int64), minlength=10)
    assert ((counts - 4_000) ** 2 / 4_000).sum() < 34  # 1 in 10,000


def test_a_purpose_cannot_be_written_as_part_of_the_seed() -> None:
    assert Stream("1", "/a").bits(1) != Stream("1/a").bits(1)
