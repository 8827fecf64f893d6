"""Corrections of keys."""
