"""Blueprints' pages: drafting, checking, publishing."""
