"""Credentials, their certificates and their renewals."""
