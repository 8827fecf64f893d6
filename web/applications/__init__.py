"""The applicant's pages: the form, and what becomes of it."""
