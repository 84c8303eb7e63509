"""Stage 3: from the bytes of a photo to the figures of a form, without trusting the photo."""
