"""Stage 11: files to a report, by a stranger."""
