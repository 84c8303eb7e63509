"""The sentence of each rule, and what the public is told: when, and the test of when it is false."""

SAID = (
    (
        "checks:I.101.sentence checks:I.101.advice.public",
        "the definition lacks the station",
        "checks/test_identity.py::test_i101_is_silent_for_a_station_of_the_definition",
    ),
    (
        "checks:I.102.sentence checks:I.102.advice.public",
        "the station has no ballot",
        "checks/test_identity.py::test_i102_is_silent_where_the_station_votes",
    ),
    (
        "checks:I.103.sentence checks:I.103.advice.public",
        "all that was read is zero, undeclared",
        "checks/test_identity.py::test_i103_is_silent_where_one_figure_is_1",
    ),
    (
        "checks:I.104.sentence checks:I.104.advice.public",
        "declared without votes, with votes",
        "checks/test_identity.py::test_i104_is_silent_where_the_figures_are_those_of_the_class",
    ),
    (
        "checks:S.201.sentence",
        "a checked sum does not hold",
        "checks/test_sums.py::test_s201_is_silent_where_the_sums_hold",
    ),
    (
        "checks:S.202.sentence",
        "the lines are not the option",
        "checks/test_sums.py::test_s202_is_silent_where_a_line_was_not_read",
    ),
    (
        "checks:T.301.sentence",
        "more ballots than the roll",
        "checks/test_turnout.py::test_t301_is_silent_where_nobody_knows_the_roll",
    ),
    (
        "checks:T.302.sentence",
        "over 95 percent of the roll",
        "checks/test_turnout.py::test_t302_fires_over_95_percent_and_leaves_the_impossible_to_t301",
    ),
    (
        "checks:T.303.sentence",
        "two rolls that differ",
        "checks/test_turnout.py::test_t303_is_silent_where_the_definition_has_no_roll",
    ),
    (
        "checks:C.401.sentence",
        "all options have equal votes",
        "checks/test_copies.py::test_c401_is_silent_where_one_option_differs_by_one_vote",
    ),
    (
        "checks:C.402.sentence checks:C.402.advice.public",
        "one photo, readings of two stations",
        "checks/test_copies.py::test_c402_is_silent_for_readings_of_one_station_and_for_rows_of_tables",
    ),
    (
        "checks:C.403.sentence",
        "most stations have equal figures",
        "checks/test_copies.py::test_c403_is_silent_where_half_of_them_or_few_do",
    ),
    (
        "checks:N.501.sentence",
        "beyond five standard deviations",
        "checks/test_neighbours.py::test_n501_begins_beyond_its_border_and_with_enough_expected",
    ),
    (
        "checks:R.601.sentence checks:R.601.advice.public",
        "a printed figure is not read",
        "checks/test_unread.py::test_r601_is_silent_where_everything_was_read",
    ),
    (
        "checks:R.602.sentence checks:R.602.advice.public",
        "two codes of a station differ",
        "checks/test_photos.py::test_r602_is_silent_on_other_stations_on_people_and_on_a_zero_report",
    ),
    (
        "checks:R.603.sentence checks:R.603.advice.public",
        "no code was read on it",
        "checks/test_photos.py::test_r603_is_silent_on_other_photos_and_where_nobody_read_the_photo",
    ),
    (
        "checks:R.604.sentence checks:R.604.advice.public",
        "print and code of a photo differ",
        "checks/test_photos.py::test_r604_is_silent_on_other_photos_and_on_other_contests_of_its_photo",
    ),
    (
        "checks:R.605.sentence checks:R.605.advice.public",
        "a code without a form around",
        "checks/test_photos.py::test_r605_is_silent_on_other_photos_and_on_other_contests_of_its_photo",
    ),
    (
        "checks:D.701.sentence checks:D.701.advice.public",
        "readings agree on votes only",
        "checks/test_decisions.py::test_d701_is_silent_where_all_readings_agree",
    ),
    (
        "checks:D.702.sentence checks:D.702.advice.public",
        "several readings together do not add up",
        "checks/test_decisions.py::test_d702_is_silent_where_a_part_was_read_by_nobody",
    ),
    (
        (
            "checks:S.201.advice.public checks:S.202.advice.public checks:T.301.advice.public "
            "checks:T.302.advice.public checks:T.303.advice.public checks:C.401.advice.public "
            "checks:C.403.advice.public checks:N.501.advice.public"
        ),
        "the weight that the policy gives the rule",
        ("docs/test_asserting_messages.py::test_no_rule_whose_weight_a_policy_may_change_says_what_counts"),
    ),
)
