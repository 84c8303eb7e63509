"""Stage 9: evidence to what is public."""
