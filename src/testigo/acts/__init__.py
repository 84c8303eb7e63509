"""What a person can do with an operation, one act a file: `(operation, request, day) -> outcome` as values.

The doors (today the command line, next a server) parse what somebody asked, call one act, and say what it
returned. An act composes the rooms below it: it derives the state, asks whether the persons may, and states
what was said in the evidence.

In   an `Operation`, a request as a frozen value, the day, and what only a door has: random bytes, a clock,
     how many processes, a function that is told how far the work is (`passed_in`).
Out  an outcome as a frozen value, or an error of the family in `errors`, whose sentence is a `Message`.

An act prints nothing, asks nobody, and holds no sentence for people: words belong to the doors and to the
catalogues. It knows neither click nor rich. Where a person looks before she does, the act has two functions,
one that says what would happen and one that does it.
"""
