"""The item bank's pages."""
