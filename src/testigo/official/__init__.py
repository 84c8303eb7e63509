"""Stage 7: what the authority claims, and where it contradicts the paper."""
