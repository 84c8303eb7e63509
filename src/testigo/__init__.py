"""Testigo: prove an election result with paper."""
