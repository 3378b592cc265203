"""Reads of the catalogue, by who asks."""
