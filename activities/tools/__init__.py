"""Adapters to the programs and services that activities use."""
