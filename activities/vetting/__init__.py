"""Opening and assessing a case: form, registers, duplicates."""
