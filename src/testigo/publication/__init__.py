"""Stage 10: snapshot to the files that anyone can take away."""
