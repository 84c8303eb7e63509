"""A night on which somebody floods headquarters with junk, and how long real forms wait for a first look.

In   how many of each, by how many senders, how many people look, for how long; a stream of chance.
Out  minutes from arrival to first look, one a real photo; those that nobody looked at wait until the end.

The flood knows everything: it sends under stolen codes, begins with the first hour, and claims stations that
exist. Real photos come as on a night, most of them in the first third.
"""

from dataclasses import dataclass

import numpy as np

from testigo.review.queue import Queue, Wanted

LOOKS_A_FORM = 2


@dataclass(frozen=True)
class Flood:
    """A flood.

    tickets  stolen codes under which the junk comes
    senders  codes under which the real photos come
    open     share of the junk that comes without a code
    people   who look, `seconds` a look, for `hours`
    """

    junk: int = 1_000_000
    real: int = 30_000
    tickets: int = 20_000
    senders: int = 5_000
    open: float = 0.0
    people: int = 100
    seconds: int = 15
    hours: int = 30


def waits(flood: Flood, random: np.random.Generator) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return how many minutes each real photo waited for its first look, sorted."""
    looks = flood.people * flood.hours * 3600 // flood.seconds
    came, is_junk, photos = _arrivals(flood, looks, random)
    queue = Queue()
    seen: dict[int, int] = {}
    first = np.full(flood.real, float(looks))
    next_one = 0
    for look in range(looks):
        while next_one < len(came) and came[next_one] <= look:
            queue.add(photos[next_one])
            next_one += 1
        photo = queue.take()
        if photo is None:
            continue
        is_form = not is_junk[photo.arrived]
        queue.looked(photo, is_form=is_form)
        if not is_form:
            continue
        times = seen[photo.arrived] = seen.get(photo.arrived, 0) + 1
        if times == 1:
            first[int(photo.exhibit)] = look
        if times < LOOKS_A_FORM:
            queue.add(photo)
        elif photo.station is not None:
            queue.decided(photo.station)
    arrived = np.array([came[each.arrived] for each in photos if not is_junk[each.arrived]])
    order = np.array([int(each.exhibit) for each in photos if not is_junk[each.arrived]])
    waited = first[order] - arrived
    return np.sort(waited) * flood.seconds / flood.people / 60


def _arrivals(
    flood: Flood, looks: int, random: np.random.Generator
) -> tuple[list[float], list[bool], list[Wanted]]:
    """Return when each photo comes, in looks; whether it is junk; and the photo, its place as `arrived`."""
    when = np.concatenate([random.beta(1.5, 3.5, flood.real) * looks, random.random(flood.junk) * looks])
    order = np.argsort(when, kind="stable")
    stations = np.concatenate([np.arange(flood.real), random.integers(0, flood.real, flood.junk)])
    senders = np.concatenate(
        [random.integers(0, flood.senders, flood.real), random.integers(0, flood.tickets, flood.junk)]
    )
    without = np.concatenate([np.zeros(flood.real, bool), random.random(flood.junk) < flood.open])
    weights = random.integers(200, 4000, flood.real)
    photos = []
    for place, number in enumerate(order.tolist()):
        junk = number >= flood.real
        sender = f"{'ticket' if junk else 'sender'}-{senders[number]}"
        photos.append(
            Wanted(
                str(number),
                str(stations[number]),
                None if without[number] else sender,
                int(weights[stations[number]]),
                place,
            )
        )
    return when[order].tolist(), (order >= flood.real).tolist(), photos
