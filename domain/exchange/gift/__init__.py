"""GIFT, Moodle's plain text format, in and out."""
