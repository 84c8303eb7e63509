"""Stage 6: readings, findings and decisions to results."""
