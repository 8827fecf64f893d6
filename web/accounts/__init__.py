"""Pages of accounts: register, sign in, one's own account."""
