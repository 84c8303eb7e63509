"""Sentences of the page of a station and of maps: when each is said, and the test of when it is false."""

SAID = (
    (
        "figures.struck",
        "a finding or people hold the form",
        "publication/test_states.py::test_struck_figures_are_spoken_as_such_by_the_heading_of_their_column",
    ),
    (
        "unchecked.S.201",
        "no sum of the form could be checked",
        ("publication/test_said_of_stations.py::test_a_sentence_of_a_station_stands_only_where_it_is_true"),
    ),
    (
        "station.nobody",
        "forms are accepted, and no option has a vote",
        ("publication/test_said_of_stations.py::test_a_sentence_of_a_station_stands_only_where_it_is_true"),
    ),
    (
        "map.lead.unknown",
        "forms are accepted, and no option has a vote",
        "publication/test_said_of_stations.py::test_a_sentence_of_a_map_stands_only_where_it_is_true",
    ),
    (
        "map.coverage.unknown",
        "the number of stations is not known",
        "publication/test_said_of_stations.py::test_a_sentence_of_a_map_stands_only_where_it_is_true",
    ),
    (
        "map.turnout.range map.turnout.none",
        "stations have both a roll and ballots cast",
        "publication/test_said_of_stations.py::test_a_sentence_of_a_map_stands_only_where_it_is_true",
    ),
    (
        "basis.people way.decided",
        "a decision of people stands",
        ("publication/test_said_of_stations.py::test_a_sentence_of_a_station_stands_only_where_it_is_true"),
    ),
    (
        (
            "method.person method.machine_code method.machine_reading basis.persons.1 "
            "basis.persons.2 basis.machine_codes.1 basis.machine_readings.1 "
            "basis.published_tables.1"
        ),
        "the policy's combination that held",
        ("publication/test_said_of_stations.py::test_a_sentence_of_a_station_stands_only_where_it_is_true"),
    ),
    (
        "basis.sums basis.same_cells",
        "the combination demands it, and it holds",
        ("publication/test_said_of_stations.py::test_a_sentence_of_a_station_stands_only_where_it_is_true"),
    ),
    (
        (
            "method.published_table way.read provenance.our_own_table provenance.third_party "
            "provenance.paper_seen_by_us provenance.photo_only provenance.not_said way.have"
        ),
        "how the reading came, as its import or person says",
        ("publication/test_said_of_stations.py::test_a_sentence_of_a_station_stands_only_where_it_is_true"),
    ),
    (
        "station.votes",
        "the station is accepted",
        ("publication/test_said_of_stations.py::test_a_sentence_of_a_station_stands_only_where_it_is_true"),
    ),
    (
        "map.coverage.text",
        "places know how many stations they have",
        "publication/test_said_of_stations.py::test_a_sentence_of_a_map_stands_only_where_it_is_true",
    ),
    (
        (
            "station.pending alert.pending.heading alert.pending way.pending station.disputed "
            "alert.disputed.heading alert.disputed way.disputed station.missing "
            "alert.missing.heading way.missing way.accepted station.basis"
        ),
        "the status of the station",
        ("publication/test_said_of_stations.py::test_a_sentence_of_a_station_stands_only_where_it_is_true"),
    ),
    (
        "station.quarantined alert.quarantined.heading alert.quarantined way.quarantined",
        "a finding holds the form, and nobody decided",
        ("publication/test_said_of_stations.py::test_a_sentence_of_a_station_stands_only_where_it_is_true"),
    ),
    (
        "station.excluded alert.excluded.heading alert.excluded way.excluded",
        "people who knew every reading excluded the form",
        ("publication/test_said_of_stations.py::test_a_sentence_of_a_station_stands_only_where_it_is_true"),
    ),
    (
        (
            "checked.I.103 checked.S.201 checked.S.202 checked.T.301 checked.T.302 checked.T.303 "
            "checked.C.401 checked.N.501 checked.R.601"
        ),
        "the rule looked, and found nothing",
        (
            "publication/test_false_states.py::"
            "test_a_rule_is_said_to_have_found_nothing_where_it_looked_and_found_nothing"
        ),
    ),
    (
        "station.no_contest",
        "where the station votes, and in how many contests",
        "publication/test_false_states.py::test_a_station_votes_in_no_contest_where_it_is_said_to",
    ),
    (
        "station.several station.unknown_place",
        "where the station votes, and in how many contests",
        ("publication/test_said_of_stations.py::test_a_sentence_of_a_station_stands_only_where_it_is_true"),
    ),
    (
        (
            "basis.persons.3 basis.machine_codes.2 basis.machine_codes.3 basis.machine_readings.2 "
            "basis.machine_readings.3 basis.published_tables.2 basis.published_tables.3"
        ),
        "the policy's combination that held",
        ("publication/test_false_states.py::test_a_result_is_said_to_rest_on_its_own_basis_and_on_no_other"),
    ),
    (
        "map.turnout.one",
        "turnout is known of one place alone",
        "publication/test_said_of_stations.py::test_a_sentence_of_a_map_stands_only_where_it_is_true",
    ),
    (
        "station.alone",
        "the station has one option, with votes",
        ("publication/test_said_of_stations.py::test_a_sentence_of_a_station_stands_only_where_it_is_true"),
    ),
)
