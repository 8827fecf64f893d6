"""Statistics of exams, items and raters."""
