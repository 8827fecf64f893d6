"""Exam items in the formats of other systems: what comes in, what goes out."""
