"""Sentences of the pages of contests and places: when each is said, and the test of when it is false."""

SAID = (
    (
        "at_least rolls.at_least",
        "fewer stations have the figure than are accepted",
        "publication/test_said_of_places.py::test_a_sentence_of_a_place_stands_only_where_it_is_true",
    ),
    (
        "lead.votes lead.shares",
        "one option has more votes than every other",
        "publication/test_said_of_places.py::test_a_sentence_of_a_place_stands_only_where_it_is_true",
    ),
    (
        "national.last place.last",
        "the contest has several winners",
        "publication/test_said_of_places.py::test_a_sentence_of_a_place_stands_only_where_it_is_true",
    ),
    (
        "national.nobody place.nobody",
        "forms are accepted, and no option has a vote",
        "publication/test_said_of_places.py::test_a_sentence_of_a_place_stands_only_where_it_is_true",
    ),
    (
        "empty.heading",
        "no form is accepted",
        "publication/test_said_of_places.py::test_a_sentence_of_a_place_stands_only_where_it_is_true",
    ),
    (
        "decided.undo",
        "the lead is greater than all that is outstanding",
        "publication/test_said_of_places.py::test_a_sentence_of_a_place_stands_only_where_it_is_true",
    ),
    (
        "half.no half.short.no",
        "the missing votes cannot change who has half",
        "publication/test_said_of_places.py::test_a_sentence_of_a_place_stands_only_where_it_is_true",
    ),
    (
        "half.yes half.short.yes",
        "the missing votes can change who has half",
        "publication/test_said_of_places.py::test_a_sentence_of_a_place_stands_only_where_it_is_true",
    ),
    (
        "half.has half.nobody",
        "more than half of the valid votes",
        "publication/test_said_of_places.py::test_a_sentence_of_a_place_stands_only_where_it_is_true",
    ),
    (
        "decided.beyond",
        "readings that no second independent one confirms claim more",
        "publication/test_said_of_places.py::test_a_sentence_of_a_place_stands_only_where_it_is_true",
    ),
    (
        "decided.over_roll",
        "an accepted station has more ballots than its roll",
        "publication/test_said_of_places.py::test_a_sentence_of_a_place_stands_only_where_it_is_true",
    ),
    (
        "coverage.from_results",
        "the list of stations was made of the results",
        "publication/test_said_of_places.py::test_a_sentence_of_a_place_stands_only_where_it_is_true",
    ),
    (
        "turnout",
        "stations have both a roll and ballots cast",
        "publication/test_said_of_places.py::test_a_sentence_of_a_place_stands_only_where_it_is_true",
    ),
    (
        (
            "material.yes.half material.no.half material.unknown.half material.none material.yes "
            "material.no material.unknown"
        ),
        "forms were read and are not accepted",
        "publication/test_said_of_places.py::test_a_sentence_of_a_place_stands_only_where_it_is_true",
    ),
    (
        "places.range places.same",
        "places have votes, alike or not",
        "publication/test_said_of_places.py::test_a_sentence_of_a_place_stands_only_where_it_is_true",
    ),
    (
        "title.leads",
        "somebody has more votes than all others",
        "publication/test_said_of_places.py::test_a_sentence_of_a_place_stands_only_where_it_is_true",
    ),
    (
        "places.by_votes",
        "all places below are on the page, and some have votes",
        "publication/test_said_of_places.py::test_a_sentence_of_a_place_stands_only_where_it_is_true",
    ),
    (
        "continued.unknown_place",
        "the station hangs on the root",
        (
            "publication/test_false_states.py::"
            "test_stations_of_an_unknown_place_are_said_to_be_so_on_the_page_of_the_whole_alone"
        ),
    ),
    (
        "stage.declared stage.undeclared",
        "somebody declared the number",
        "publication/test_said_of_places.py::test_a_sentence_of_a_place_stands_only_where_it_is_true",
    ),
    (
        (
            "lead.decided lead.open decided.no decided.short.no decided.if decided.yes "
            "decided.short.yes decided.wait decided.complete decided.short.complete decided.tied "
            "decided.short.tied decided.rule decided.frame_unknown decided.alone "
            "decided.roll_unknown decided.nothing_yet half.valid_unknown decided.unread"
        ),
        "the answer of the place (columns.Answer)",
        "publication/test_said_of_places.py::test_a_sentence_of_a_place_stands_only_where_it_is_true",
    ),
    (
        (
            "national.double national.ahead place.double place.ahead national.tie national.alone "
            "place.tie place.alone national.none place.none"
        ),
        "how many votes the first two have",
        "publication/test_said_of_places.py::test_a_sentence_of_a_place_stands_only_where_it_is_true",
    ),
    (
        "lead.coverage coverage.heading coverage.heading.unknown coverage.unknown coverage.note",
        "whether the number of stations is known",
        "publication/test_said_of_places.py::test_a_sentence_of_a_place_stands_only_where_it_is_true",
    ),
    (
        "polling_places.no_pages polling_places.text",
        "whether stations of the place have pages",
        "publication/test_false_states.py::test_stations_are_said_to_have_no_pages_where_they_have_none",
    ),
    (
        "places.leads",
        "some place has votes",
        "publication/test_said_of_places.py::test_a_sentence_of_a_place_stands_only_where_it_is_true",
    ),
    (
        "half.complete half.short.complete",
        "nothing is outstanding of a majority",
        "publication/test_said_of_places.py::test_a_sentence_of_a_place_stands_only_where_it_is_true",
    ),
)
