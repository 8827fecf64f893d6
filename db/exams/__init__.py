"""Attempts, sittings, answers, results and what they earn."""
