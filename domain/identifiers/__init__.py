"""Identifiers: numbers of registers, tax offices and banks, and whether one can be right."""
