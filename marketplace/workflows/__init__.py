"""Workflows: two or more areas changing together, each file one office procedure read from top to bottom."""
