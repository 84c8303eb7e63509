"""Stage 2, before a mapping: guesses for a person to confirm: what a table is, and drafts of files."""
