"""Credentials and their signed certificates."""
