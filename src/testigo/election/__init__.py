"""Stage 0: what is counted, sealed before the vote."""
