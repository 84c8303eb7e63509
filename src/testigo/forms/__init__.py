"""What the paper looks like: fields, sums, machine code."""
