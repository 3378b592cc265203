"""Imports of every kind: one engine, and per kind what its rows mean to the areas.

A kind names its columns, resolves and checks the staged rows with set-based statements, writes the good ones, and knows
how to take a batch back. The engine does the rest the same way for all: reading, staging, telling all problems.
"""
