"""Invented elections, their nights and drawn forms, with the truth beside: for tests, drills, benchmarks."""
