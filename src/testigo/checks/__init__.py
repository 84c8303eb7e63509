"""Stage 4: readings to findings, one rule a function."""
