"""Reads of suppliers: who was certified when, what an application still lacks, lists."""

from marketplace.suppliers.queries.applications import get_application, list_applications
from marketplace.suppliers.queries.certified import certified_on, list_certified
from marketplace.suppliers.queries.checklist import list_checklist, list_requirements
from marketplace.suppliers.queries.suppliers import SupplierFilter, get_supplier, list_suppliers

__all__ = [
    "SupplierFilter",
    "certified_on",
    "get_application",
    "get_supplier",
    "list_applications",
    "list_certified",
    "list_checklist",
    "list_requirements",
    "list_suppliers",
]
