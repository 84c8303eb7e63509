"""Sentences about corrections and doubts: what each asserts, when, and the test of when it is false."""

SAID = (
    (
        "doubt.heading.excluded",
        "a decision of people excludes a form",
        (
            "publication/test_said_of_claims.py::"
            "test_a_sentence_about_corrections_stands_only_where_it_is_true"
        ),
    ),
    (
        "errata.heading errata.heading.none",
        "something was taken back, decided, corrected or amended",
        (
            "publication/test_said_of_claims.py::"
            "test_a_sentence_about_corrections_stands_only_where_it_is_true"
        ),
    ),
    (
        (
            "doubt.cannot.both doubt.could.both doubt.unknown.both doubt.heading.under_review "
            "doubt.heading.to_be_incorporated doubt.heading.corrected doubt.could doubt.cannot "
            "doubt.unknown doubt.could.half doubt.cannot.half doubt.unknown.half "
            "doubt.excluded.note"
        ),
        "forms are in doubt, and what they could change",
        (
            "publication/test_said_of_claims.py::"
            "test_a_sentence_about_corrections_stands_only_where_it_is_true"
        ),
    ),
    (
        "doubt.review.text doubt.held",
        "forms are disputed, held or pending",
        (
            "publication/test_said_of_claims.py::"
            "test_a_sentence_about_corrections_stands_only_where_it_is_true"
        ),
    ),
    (
        "doubt.review.none doubt.pending.none",
        "nothing is in doubt",
        (
            "publication/test_said_of_claims.py::"
            "test_a_sentence_about_corrections_stands_only_where_it_is_true"
        ),
    ),
    (
        "doubt.pending.text",
        "a form was read and is not accepted",
        (
            "publication/test_said_of_claims.py::"
            "test_a_sentence_about_corrections_stands_only_where_it_is_true"
        ),
    ),
    (
        "doubt.unlisted doubt.to_be_incorporated.unlisted",
        "readings are of stations that the definition lacks",
        (
            "publication/test_said_of_claims.py::"
            "test_a_sentence_about_corrections_stands_only_where_it_is_true"
        ),
    ),
    (
        "doubt.falls.title doubt.fall",
        "a source's later total is smaller",
        (
            "publication/test_said_of_claims.py::"
            "test_a_sentence_about_corrections_stands_only_where_it_is_true"
        ),
    ),
    (
        (
            "errata.withdrawal.text errata.restoration.text errata.decision.text "
            "errata.correction.text errata.amendment.text errata.withdrawn_claim.text "
            "errata.restored_claim.text errata.no_reason"
        ),
        "an entry of that kind is there",
        (
            "publication/test_said_of_claims.py::"
            "test_a_sentence_about_corrections_stands_only_where_it_is_true"
        ),
    ),
    (
        "doubt.effect.text",
        "forms are in doubt or corrected",
        (
            "publication/test_said_of_claims.py::"
            "test_a_sentence_about_corrections_stands_only_where_it_is_true"
        ),
    ),
)
