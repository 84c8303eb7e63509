"""What was said of a station, in words for the coordinator: persons appear by their codes."""

from collections.abc import Mapping, Sequence

from testigo.review.history import (
    DecidedOn,
    DefinitionAmended,
    FiguresClaimed,
    FiguresRead,
    FormCame,
    NothingRead,
    Said,
    TableImported,
    TakenBack,
)


def in_words(said: Said) -> str:
    """Say what one statement said."""
    match said:
        case FormCame(exhibit):
            return f"A form came in: exhibit {exhibit}."
        case NothingRead(reader, reason):
            return f"{reader} read no figures of it: {reason}."
        case FiguresRead():
            declared = [] if said.document_class is None else [f"class {said.document_class}"]
            read = ", ".join([*declared, _figures(said.figures)]) or "nothing"
            if said.method is None:
                return f"{_who(said.persons)} typed ({said.provenance}): {read}"
            return f"{said.reader} read ({said.method}, {said.provenance}): {read}"
        case DecidedOn():
            verb = "corrected" if said.is_correction else f"decided to {said.decision}"
            knew = f" Readings known then: {', '.join(said.knew)}"
            figures = f": {_figures(said.figures)}" if said.figures else ""
            return f"{_who(said.persons)} {verb}{figures}.{knew}. Reason: {said.reason}"
        case TakenBack():
            return _taken_back(said)
        case TableImported():
            return _imported(said) + "; ".join(
                f"{one.reader} ({one.method}), {one.contest}: {_figures(one.figures)}"
                for one in said.readings
            )
        case DefinitionAmended(cells, reason):
            named = (f"{name} {'empty' if value is None else value}" for name, value in cells.items())
            return f"The definition was amended: {', '.join(named)}. Reason: {reason}"
        case FiguresClaimed(source, claimed):
            return f"{source} claims: {', '.join(f'{name} {value}' for name, value in claimed)}."


def _taken_back(said: TakenBack) -> str:
    verb = "invalidated" if said.is_invalidation else "withdrew"
    names = ", ".join(
        name if took is None else f"{name} (which had taken back {took})" for name, took in said.names
    )
    later = " A later release of the table takes its place." if said.by_release else ""
    return f"{_who(said.persons)} {verb} {names}.{later} Reason: {said.reason}"


def _imported(said: TableImported) -> str:
    if not said.is_later:
        return "A table was imported. "
    of = "an earlier one" if said.replaces is None else f"the one of statement {said.replaces}"
    return f"A later release of a table was imported, in the place of {of}. "


def _who(persons: Sequence[str]) -> str:
    return " and ".join(persons) or "The operation"


def _figures(figures: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {value}" for name, value in figures.items())
