"""Reads of suppliers: who was certified when, what an application still lacks, lists."""

from marketplace.suppliers.queries.certified import certified_on

__all__ = ["certified_on"]
