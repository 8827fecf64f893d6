"""Sentences worded in a reader's language: catalogues, and dates, numbers and lists by Babel."""
