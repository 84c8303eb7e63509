"""Stage 4: from statements to what stands: the evidence as the frames that everything is derived from."""
