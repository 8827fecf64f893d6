"""Applications: what the form asks, how answers are read and checked, and what is still due."""
