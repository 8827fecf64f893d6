"""Procedures: deterministic, each reads like the manual of its procedure."""
