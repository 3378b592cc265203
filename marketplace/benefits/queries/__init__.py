"""Reads of benefits, by noun; names of heads leave here masked alone."""
