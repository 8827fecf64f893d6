"""HTTP: one router for each audience."""
