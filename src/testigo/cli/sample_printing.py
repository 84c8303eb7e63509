"""How plans and samples are shown, and the recipe by which a stranger draws a sample again."""

import json

import click
import polars as pl

from testigo.cli.printing import count, print_csv, print_table
from testigo.numbered import numbered
from testigo.record.keys import spoken
from testigo.statistics.plan import Plan, Sample, plan_hash

FIRST = 10
DESIGNS = {
    "simple": "stations, each as likely as any other",
    "stratified": "stations, by stratum",
    "places": "whole polling places",
    "size": "draws in proportion to registered voters, with replacement",
}


def show_plan(plan: Plan, *, signed: bool, as_json: bool) -> None:
    """Print a plan for people, with what it does not cover."""
    if as_json:
        facts = {**plan.model_dump(mode="json"), "sha256": plan_hash(plan)}
        click.echo(json.dumps(facts, indent=2, ensure_ascii=False))
        return
    click.echo(f"Design:         {count(plan.size)} {DESIGNS[plan.design]}")
    if plan.strata is not None:
        click.echo(f"Strata:         {len(plan.population)}, by {plan.strata}")
    click.echo(f"Drawn from:     {numbered(plan.frame.stations, 'listed station')}")
    click.echo(f"List's SHA-256: {plan.frame.sha256}")
    for line in frame_in_words(plan):
        click.echo(line)
    click.echo(f"Shown from:     {plan.not_before}, and {plan.shown_from_response_percent} % of the sample")
    click.echo(audit_in_words(plan))
    if not signed:
        click.echo(
            "Nobody signed this plan: it proves nothing of when, and by whom, it was made. "
            "Sign it with --key, and announce it before the seed is thrown."
        )


def frame_in_words(plan: Plan) -> list[str]:
    """Say of which stations the sample knows nothing; nothing where all are listed."""
    declared, listed = plan.frame.declared, plan.frame.stations
    if declared is None:
        return ["Nobody knows how many stations there are beyond the list: of those the sample says nothing."]
    if declared <= listed:
        return []
    return [
        f"Not on the list: {declared - listed:,} of {declared:,} stations. Of those the sample says nothing; "
        "for them there is only the worst case of `testigo tally`."
    ]


def audit_in_words(plan: Plan) -> str:
    """Say which test of the outcome the plan has."""
    audit = plan.audit
    if audit.largest is None:
        return "Test:           none, since a roll is unknown and --largest was not given"
    with_ = f"stake {audit.bet:g}" if audit.method == "fixed bet" else f"eta {audit.eta:g}"
    most = f"at most {numbered(audit.largest, 'vote')} a unit"
    return f"Test:           {audit.method}, {with_}, risk {audit.risk_percent:g} %, {most}"


def show_sample(sample: Sample, fingerprint: str | None, *, again: bool | None, as_json: bool) -> None:
    """Print a sample for people, and how to draw it again.

    fingerprint  of who signed it; None = nobody
    again        whether it was drawn again here; None = nobody tried
    """
    if as_json:
        facts = {"fingerprint": fingerprint, "drawn_again": again}
        click.echo(json.dumps({**sample.model_dump(mode="json"), **facts}, indent=2, ensure_ascii=False))
        return
    show_plan(sample.plan, signed=bool(sample.plan_signature), as_json=False)
    click.echo(f"Plan's SHA-256: {sample.plan_sha256}")
    click.echo(f"Seed:           {sample.seed}")
    if sample.earlier_sizes:
        before = ", ".join(f"{size:,}" for size in sample.earlier_sizes)
        click.echo(f"Extended from:  {before}; now {sample.size:,}")
    if fingerprint is None:
        click.echo("Nobody signed this sample: draw it again yourself.")
    else:
        click.echo(f"Signed by:      {spoken(fingerprint)}")
        click.echo("Compare that with the fingerprint that was read out: anybody can sign in any name.")
    rows = [(f"{place:,}", station) for place, station in enumerate(sample.stations[:FIRST], start=1)]
    print_table(f"The first of {numbered(len(sample.stations), 'drawn station')}", ("", "station"), rows)
    if again is not None:
        same = "the same stations." if again else "OTHER stations. Do not use it."
        click.echo(f"Drawn again: {same}")
    click.echo(recipe(sample))


def show_stations(sample: Sample) -> None:
    """Print the drawn stations as CSV: their place in the draw and their code."""
    frame = pl.DataFrame({"drawn": range(1, len(sample.stations) + 1), "station": list(sample.stations)})
    print_csv(frame)


def recipe(sample: Sample) -> str:
    """Return a program that draws the sample from frame.csv, with nothing but Python or any like it."""
    plan = sample.plan
    begin = (
        "How to draw it again without this software, from the list frame.csv whose SHA-256 is above:\n\n"
        "import csv, hashlib\n"
        f"seed = '{sample.seed}'\n"
        "sha = lambda text: hashlib.sha256(text.encode()).hexdigest()\n"
        "ticket = lambda code: f'{int(sha(sha(seed) + code), 16):064d}'[::-1]\n"
        "rows = list(csv.DictReader(open('frame.csv', encoding='utf-8', newline='')))\n"
    )
    if plan.design == "size":
        return begin + (
            "voters = [row['station'] for row in rows for _ in range(int(row['registered_voters']))]\n"
            f"for draw in range(1, {sample.size} + 1):\n"
            "    digits = ticket(f'draw {draw}')\n"
            "    print(voters[int(digits) * len(voters) // 10 ** len(digits)])\n"
        )
    allocation = json.dumps(dict(sample.allocation), ensure_ascii=False)
    place = "row['polling_place'] or row['station']" if plan.design == "places" else "row['station']"
    stratum = "''" if plan.design == "simple" else "row['stratum']"
    return begin + (
        f"left = {allocation}  # stratum -> units\n"
        "units = {}\n"
        "for row in rows:\n"
        f"    units.setdefault({place}, []).append(row)\n"
        "for unit in sorted(units, key=ticket):\n"
        "    row = units[unit][0]\n"
        f"    if left[{stratum}] > 0:\n"
        f"        left[{stratum}] -= 1\n"
        "        print(*(each['station'] for each in units[unit]), sep='\\n')\n"
    )
