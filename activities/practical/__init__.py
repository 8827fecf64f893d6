"""Practicals: recordings looked into, ratings brought together."""
