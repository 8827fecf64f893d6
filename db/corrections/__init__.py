"""Corrections of keys: proposals, and what each changes."""
