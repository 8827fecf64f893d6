"""The public registry, and renewals."""
