"""What came of an act, as sentences for the page of a work."""

from collections.abc import Callable

from django.http import HttpRequest
from markupsafe import Markup

from testigo.acts.import_tables import ImportedOne
from testigo.acts.new_operation import OperationMade
from testigo.acts.publish import Published
from testigo.acts.read_photos import PhotosRead
from testigo.publication.words import Words, code, fingerprint
from testigo.server.pages import in_language, language_of, number, problem_sentence, words_of
from testigo.verification.report import Report
from testigo.verification.report_words import in_words

NEXT = {
    "new": "/",
    "draft": "/definition",
    "import": "/",
    "read": "/",
    "publish": "/publish",
    "verify": "/publish",
}


def next_page(kind: str) -> str:
    """Return where one goes on after a work."""
    return NEXT.get(kind, "/")


def lines_of(outcome: object, request: HttpRequest) -> list[Markup]:
    """Return an outcome in sentences; none where its kind says enough."""
    language = language_of(request)
    words = words_of(language)

    def count(value: int) -> str:
        return number(request, value)

    match outcome:
        case OperationMade():
            return [words("made.operation")]
        case Published():
            return _published(outcome, words, count)
        case Report():
            return [Markup("<pre class=report>{}</pre>").format(in_words(outcome, language))]
        case PhotosRead():
            return _photos(outcome, words, language, count)
        case list():
            return [
                line for one in outcome if isinstance(one, ImportedOne) for line in _table(one, words, count)
            ]
        case _:
            return []


def _published(done: Published, words: Words, count: Callable[[int], str]) -> list[Markup]:
    said = done.written.announcement
    key = "published.new" if done.written.is_new else "published.same"
    return [
        words(key, number=count(said.number), files=count(done.written.files)),
        words("published.manifest", manifest=fingerprint(said.manifest)),
    ]


def _photos(done: PhotosRead, words: Words, language: str, count: Callable[[int], str]) -> list[Markup]:
    came, waits = len(done.outcomes), len(done.waiting.to_type)
    return [
        words.counted("photos.came", came, number=count(came)),
        words.counted("photos.wait", waits, number=count(waits)),
        *(Markup("{}").format(problem_sentence(one, language)) for one in done.problems),
        *(
            words(
                "photos.left_out", name=one.name.rsplit("/", 1)[-1], reason=in_language(one.reason, language)
            )
            for one in done.left_out
        ),
    ]


def _table(one: ImportedOne, words: Words, count: Callable[[int], str]) -> list[Markup]:
    table = one.table
    lines = [words("tables.read", file=table.file, rows=count(table.rows), readings=count(table.number))]
    if table.unknown.height:
        lines.append(
            words.counted("tables.unknown", table.unknown.height, number=count(table.unknown.height))
        )
    if table.unused:
        lines.append(words("tables.unused", columns=", ".join(table.unused)))
    lines += [
        words("tables.found", code=code(found.code), number=count(found.stations)) for found in one.found
    ]
    if one.statement is None:
        lines.append(words("tables.tried"))
    else:
        key = "tables.imported" if one.is_new else "tables.before"
        lines.append(words(key, statement=count(one.statement)))
    return lines
