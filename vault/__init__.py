"""Encrypted files and the keys that open them."""
