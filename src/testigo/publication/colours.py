"""The election's colours at the end of the published style sheet, a class a contest (`Site.palette`).

The colours are those of the definition, legible on the pages' grounds (election.colour). Where parts
touch, and on paper, pattern and name speak: solid and stripes for the two options that have bars.
"""

from testigo.election.colour import Mode, from_palette, legible
from testigo.election.contests import Contest
from testigo.publication.shard import Site


def style_sheet(site: Site, shipped: bytes) -> bytes:
    """Return the shipped style sheet and the colours of every contest."""
    light, dark, patterns, printed = [], [], [], []
    for contest in site.election.contests:
        palette = site.palette(contest.contest)
        light.append(_rule(palette, _colours(site, contest, dark=False)))
        dark.append(_rule(palette, _colours(site, contest, dark=True)))
        striped = f".f2{{fill:url(#p2{palette})}}"
        patterns.append(f".{palette} :is(.whole,.shares td,.map,.legend) {striped}")
        printed.append(f".{palette} {striped}")
    rules = [
        "@media screen{" + "".join(light) + "}",
        "@media screen and (prefers-color-scheme:dark){" + "".join(dark) + "}",
        *patterns,
        "@media print{" + "".join(printed) + "}",
    ]
    return shipped + ("\n".join(rules) + "\n").encode()


def _colours(site: Site, contest: Contest, *, dark: bool) -> dict[str, str]:
    options = {option.option: option for option in contest.options}
    colours = {}
    for number, code in enumerate(site.fills[contest.contest], start=1):
        option = options[code]
        chosen = option.colour or from_palette(number - 1)
        mode = Mode.DARK if dark else Mode.LIGHT
        colours[f"--c{number}"] = (option.dark_colour if dark else None) or legible(chosen, mode)
    return colours


def _rule(palette: str, colours: dict[str, str]) -> str:
    return f".{palette}{{{';'.join(f'{name}:{colour}' for name, colour in colours.items())}}}"
