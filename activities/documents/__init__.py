"""Checks of uploaded documents."""
