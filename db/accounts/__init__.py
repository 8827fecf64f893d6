"""Accounts, their sessions, and the signed links of letters."""
