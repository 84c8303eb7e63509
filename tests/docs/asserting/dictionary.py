"""What columns can hold: when, and the test of when it is false."""

SAID = (
    (
        "dictionary:percent_turnout dictionary:percent_of_stations dictionary:polling_place_name",
        "a table for people has the figure, or nobody knows it",
        ("publication/test_named.py::test_a_station_that_is_not_accepted_has_neither_votes_nor_percentages"),
    ),
    (
        "dictionary:frame",
        "what is known of the number of stations",
        (
            "publication/test_sentences.py::"
            "test_a_list_of_stations_made_of_the_results_is_said_to_be_so_and_never_a_whole"
        ),
    ),
    (
        "dictionary:status",
        "one of five for every station",
        "review/test_settlement.py::test_every_station_is_in_exactly_one_of_the_five_buckets",
    ),
    (
        "dictionary:decided",
        "nothing outstanding can change it",
        "tally/test_answer.py::test_a_lead_must_be_greater_than_the_outstanding_roll",
    ),
    (
        "dictionary:answer",
        "what is missing against the lead",
        "tally/test_answer.py::test_a_complete_tie_decides_nobody_and_nothing_can_change_it",
    ),
    (
        "dictionary:case",
        "how claim and forms stand",
        "official/test_claims.py::test_a_claim_that_the_forms_can_be_a_part_of_contradicts_nothing",
    ),
)
