"""Exams: the clock of an attempt, its messages, its marks, its result and the level that earns."""
