"""Matching: names and numbers found in text, and how near they come to what was expected."""
