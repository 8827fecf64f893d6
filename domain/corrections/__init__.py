"""Corrections of keys: what a new key changes, and who may approve it."""
