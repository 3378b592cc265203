"""Reads of purchasing, by what is asked."""
