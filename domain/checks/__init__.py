"""Checks: one registry of what is tested, what it can find, and what people call it."""
