"""Stage 7: results to sums, coverage and bounds."""
