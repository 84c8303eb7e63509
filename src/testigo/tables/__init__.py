"""Stage 2, before any mapping: any table of a stranger, read strictly into cells with their places."""
