"""What the tests of this room have in common: invented elections, small and made in a moment."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from testigo.columns import CLAIMS, FINDINGS, empty
from testigo.election.definition import Election
from testigo.election.load import load
from testigo.forms.load import load_profiles
from testigo.forms.profile import FormProfile
from testigo.simulate.calibration import Calibration, default_calibration
from testigo.simulate.chance import Chance
from testigo.simulate.country import definition
from testigo.simulate.mishaps import Rates
from testigo.simulate.night import Night, make_night
from testigo.simulate.shape import Shape
from testigo.simulate.votes import truth
from testigo.snapshot import Snapshot, derive
from testigo.standing.gather import Evidence


@dataclass(frozen=True)
class Invented:
    """An invented election and how it voted."""

    files: Mapping[str, bytes]
    election: Election
    profiles: Mapping[str, FormProfile]
    truth: Mapping[str, pl.DataFrame]

    def night(self, rates: Rates, seed: int = 1) -> Night:
        return make_night(self.election, self.profiles, self.truth, rates, Chance.of(seed).to("night"))

    def snapshot(self, night: Night) -> Snapshot:
        evidence = Evidence(
            0,
            "0" * 64,
            night.readings,
            {},
            claims=empty(CLAIMS),
            pixel_findings=empty(FINDINGS),
            unknown_readings=0,
        )
        return derive(self.election, self.profiles, evidence)


def invent(shape: Shape, seed: int = 1, calibration: Calibration | None = None) -> Invented:
    chance = Chance.of(seed)
    like = calibration or default_calibration(chance.to("calibration"))
    files = definition(shape, like.rolls, chance.to("country"))
    election = load(files)
    profiles = load_profiles(files, election)
    return Invented(files, election, profiles, truth(election, profiles, like, chance.to("votes")))
