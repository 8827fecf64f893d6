"""Credentials: standing, numbers, and the steps of their last weeks."""
