"""How often intervals cover what they promise, on 24,532 real stations; and what the functions take.

Coverage: a sample is drawn again and again from the published stations of Venezuela 2024, and it is counted
how often the interval holds their sum. Beside ours stand formulas that people use today. Each is measured in
the same run, with its Monte Carlo standard error; nothing here is published, so numpy's generator will do.
"""

import os
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from tests.statistics.venezuela import SEED, Country, country, real

from testigo.publication.plots import fingerprint
from testigo.statistics.allocation import allocate
from testigo.statistics.arrays import Real, Whole
from testigo.statistics.digits import OF_VOTES
from testigo.statistics.dispersion import identical, standing_out, within_places
from testigo.statistics.distributions import t_quantile
from testigo.statistics.far import mean_over_median
from testigo.statistics.forensics import Figure, simulated
from testigo.statistics.ratio import cluster_ratio, combined_ratio
from testigo.statistics.response import response_weights
from testigo.statistics.sequential import alpha, assorted, fixed_bet
from testigo.statistics.size import needed
from testigo.statistics.tickets import drawing_order, smallest_in_strata

DRAWS = 10_000
AT_ONCE = 250
Z = 1.959963984540054


@dataclass(frozen=True)
class Covered:
    """How often an interval held the sum, and half its mean length."""

    coverage: float
    half_width: float
    draws: int

    @property
    def error(self) -> float:
        """Monte Carlo standard error of the coverage."""
        return float(np.sqrt(self.coverage * (1 - self.coverage) / self.draws))


def run() -> None:
    """Print coverage and times."""
    of = country()
    print("coverage of a 95 % interval of the first option's share")
    for size in (300, 600, 1_000):
        show(f"ours, {size} stations by state", stratified(of, size, DRAWS))
    show("handbook: voters drawn one by one, 300", handbook(of, 300, DRAWS))
    show("unweighted, 25 stations a state", unweighted(of, 25, DRAWS))
    show("whole places counted as stations, 300", places_as_stations(of, 300, DRAWS))
    for size in (300, 600, 1_000):
        show(f"ours, whole places, about {size}", places_as_places(of, size, DRAWS))
    for stations in (30_000, 1_000_000):
        times(stations)
    simulations(30_000)


def show(name: str, covered: Covered) -> None:
    """Print one coverage."""
    print(
        f"{name:42} {100 * covered.coverage:6.2f} % +- {100 * covered.error:.2f}  "
        f"half width {100 * covered.half_width:.3f} points"
    )


def samples(sizes: Whole, drawn: Whole, draws: int, seed: int = 1) -> Iterator[list[Whole]]:
    """Yield, for parts of the draws, the numbers of the units drawn in each stratum: (part, n_h) each."""
    chance = np.random.default_rng(seed)
    for begin in range(0, draws, AT_ONCE):
        part = min(AT_ONCE, draws - begin)
        yield [
            np.argpartition(chance.random((part, size), dtype=np.float32), min(many, size - 1), axis=1)[
                :, :many
            ]
            for size, many in zip(sizes, drawn, strict=True)
        ]


def stratified(of: Country, size: int, draws: int) -> Covered:
    """Our interval: combined ratio, its variance, t with n - H degrees of freedom."""
    sums, drawn = stratum_sums(of, size, draws)
    weight = of.states / drawn
    x_total = (weight * sums["x"]).sum(axis=1)
    ratio = (weight * sums["y"]).sum(axis=1) / x_total
    r = ratio[:, None]
    squares = sums["yy"] - 2 * r * sums["xy"] + r**2 * sums["xx"] - (sums["y"] - r * sums["x"]) ** 2 / drawn
    variance = (of.states**2 * (1 - drawn / of.states) * squares / (drawn - 1) / drawn).sum(
        axis=1
    ) / x_total**2
    return covered(of, ratio, t_quantile(0.975, size - len(drawn)) * np.sqrt(variance))


def handbook(of: Country, size: int, draws: int) -> Covered:
    """The handbooks' interval: as if each voter of the sample had been drawn on her own."""
    sums, drawn = stratum_sums(of, size, draws)
    weight = of.states / drawn
    ratio = (weight * sums["y"]).sum(axis=1) / (weight * sums["x"]).sum(axis=1)
    return covered(of, ratio, Z * np.sqrt(ratio * (1 - ratio) / sums["x"].sum(axis=1)))


def unweighted(of: Country, each: int, draws: int) -> Covered:
    """The pooled ratio of equally many stations a state, as if they were a simple sample of stations."""
    sums = summed(of, np.full(len(of.states), each), draws)
    pooled = {name: part.sum(axis=1) for name, part in sums.items()}
    return covered(of, *simple(pooled, each * len(of.states), len(of.valid)))


def places_as_stations(of: Country, stations: int, draws: int) -> Covered:
    """Whole places, drawn simply, and the variance of as many stations drawn one by one."""
    pooled, many = place_sums(of, stations, draws)
    ratio, reach = simple(pooled, many, len(of.valid))
    return covered(of, ratio, reach)


def places_as_places(of: Country, stations: int, draws: int) -> Covered:
    """Whole places, drawn simply, with the place as the unit, left out one after the other."""
    y, x = (np.bincount(of.place, weights=real(each)) for each in (of.first, of.valid))
    places = round(stations * len(y) / len(of.valid))
    ratios, reaches = [], []
    for (drawn,) in samples(np.array([len(y)]), np.array([places]), draws):
        of_y, of_x = y[drawn], x[drawn]
        whole_y, whole_x = of_y.sum(axis=1), of_x.sum(axis=1)
        ratio = whole_y / whole_x
        moved = (whole_y[:, None] - of_y) / (whole_x[:, None] - of_x) - ratio[:, None]
        error = np.sqrt((1 - places / len(y)) * (places - 1) / places * (moved**2).sum(axis=1))
        ratios.append(ratio)
        reaches.append(t_quantile(0.975, places - 1) * error)
    return covered(of, np.concatenate(ratios), np.concatenate(reaches))


def simple(
    pooled: dict[str, Real], many: int | Real, population: int, quantile: float = Z
) -> tuple[Real, Real]:
    """Return ratio and half width of a simple sample of `many` units."""
    ratio = pooled["y"] / pooled["x"]
    squares = pooled["yy"] - 2 * ratio * pooled["xy"] + ratio**2 * pooled["xx"]
    variance = (1 - many / population) * squares / (many - 1) * many / pooled["x"] ** 2
    return ratio, quantile * np.sqrt(variance)


def place_sums(of: Country, stations: int, draws: int) -> tuple[dict[str, Real], Real]:
    """Return the sums over the stations of simply drawn places, and how many stations each sample has."""
    y, x = real(of.first), real(of.valid)
    per = {"y": y, "x": x, "yy": y * y, "xy": x * y, "xx": x * x, "n": np.ones(len(x))}
    of_place = {name: np.bincount(of.place, weights=each) for name, each in per.items()}
    places = round(stations * len(of_place["n"]) / len(x))
    parts: dict[str, list[Real]] = {name: [] for name in per}
    for (drawn,) in samples(np.array([len(of_place["n"])]), np.array([places]), draws):
        for name, each in of_place.items():
            parts[name].append(each[drawn].sum(axis=1))
    pooled = {name: np.concatenate(each) for name, each in parts.items()}
    return pooled, pooled.pop("n")


def stratum_sums(of: Country, size: int, draws: int) -> tuple[dict[str, Real], Whole]:
    """Return the sums of every draw in every state, (draws, H), and the allocation."""
    sizes = {f"{number:02}": int(many) for number, many in enumerate(of.states)}
    drawn = np.array(list(allocate(sizes, size).values()), dtype=np.int64)
    return summed(of, drawn, draws), drawn


def summed(of: Country, drawn: Whole, draws: int) -> dict[str, Real]:
    """Return sums of y, x, yy, xy and xx of every draw in every state, (draws, H)."""
    order = np.argsort(of.state, kind="stable")
    y, x = real(of.first)[order], real(of.valid)[order]
    begins = np.concatenate([[0], np.cumsum(of.states)[:-1]])
    per = {"y": y, "x": x, "yy": y * y, "xy": x * y, "xx": x * x}
    parts: dict[str, list[Real]] = {name: [] for name in per}
    for part in samples(of.states, drawn, draws):
        for name, each in per.items():
            columns = [each[begin + rows].sum(axis=1) for begin, rows in zip(begins, part, strict=True)]
            parts[name].append(np.column_stack(columns))
    return {name: np.concatenate(each) for name, each in parts.items()}


def covered(of: Country, ratio: Real, reach: Real) -> Covered:
    """Count how often the interval holds the sum of all stations."""
    truth = of.first.sum() / of.valid.sum()
    return Covered(float((np.abs(ratio - truth) <= reach).mean()), float(reach.mean()), len(ratio))


def times(stations: int) -> None:
    """Print what each function takes on an invented table of so many stations."""
    chance = np.random.default_rng(2)
    codes = [f"{number:09}" for number in range(stations)]
    state, place = np.arange(stations) % 24, np.arange(stations) // 2
    valid = chance.integers(50, 900, stations)
    y = chance.binomial(valid, 0.6)
    order = drawing_order(codes, SEED)
    drawn = [600 // 24] * 24
    came = np.ones(stations, dtype=np.bool_)
    late = chance.random(stations) < 0.8
    values = assorted(real(y), real(valid - y), 1000.0, came)
    sizes = np.bincount(state).astype(np.int64)
    work: dict[str, Callable[[], object]] = {
        "drawing order": lambda: drawing_order(codes, SEED),
        "smallest in strata": lambda: smallest_in_strata(order, state, drawn),
        "combined ratio of all": lambda: combined_ratio(real(y), real(valid), state, sizes * 2),
        "cluster ratio of all": lambda: cluster_ratio(
            real(y), real(valid), place, (place % 24).astype(np.int64), sizes * 2
        ),
        "fixed bet": lambda: fixed_bet(values, stations),
        "ALPHA": lambda: alpha(values, stations),
        "dispersion within places": lambda: within_places(real(y), real(valid), place),
        "identical vectors": lambda: identical(np.column_stack([y, valid])),
        "fifteen counts of digits": lambda: [test.count(y, valid) for test in OF_VOTES * 2],
        "chances to come": lambda: response_weights(late, np.log(real(valid))[:, None], np.ones(stations)),
        "size for a precision": lambda: needed(real(y), real(valid), state, 0.01, stations),
        "stations that stand out": lambda: standing_out(real(y), real(valid), place, 20),
        "far from their place": lambda: mean_over_median(real(y), real(valid), place),
        "fingerprint": lambda: fingerprint(valid, valid + 100, y, valid),
    }
    print(f"seconds, and megabytes at most beside the table, at {stations:,} stations")
    for name, function in work.items():
        begin = time.perf_counter()
        function()
        taken = time.perf_counter() - begin
        print(f"  {name:28} {taken:8.4f} s {memory_of(function):8.0f} MB")


def memory_of(function: Callable[[], object]) -> float:
    """Return the most memory (megabytes) that a function takes while it works."""
    tracemalloc.start()
    function()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6


def simulations(stations: int, draws: int = 40) -> None:
    """Print what clean elections of one figure take, on one core and on all, with their progress."""
    chance = np.random.default_rng(3)
    valid = chance.integers(50, 900, stations)
    figure = Figure("votes", chance.binomial(valid, 0.6), valid, "votes")
    for processes in sorted({1, os.cpu_count() or 1}):
        told: list[int] = []
        begin = time.perf_counter()
        simulated([figure], "seed", draws, processes, lambda done, _whole: told.append(done))  # noqa: B023
        each = (time.perf_counter() - begin) / draws
        print(
            f"clean election of {stations:,} stations, {processes} processes: {each:.4f} s; "
            f"told of progress {len(told)} times"
        )


if __name__ == "__main__":
    run()
