"""The item bank: versions of items, and what the bank holds as a whole."""
