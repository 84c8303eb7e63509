"""Stage 2: bytes from outside become exhibits and readings."""
