"""Blueprints: what an exam must cover, and the forms that are drawn to cover it."""
