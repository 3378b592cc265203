"""The pages of government staff: what waits, reviews, the register, imports, reports, figures, the bank."""

from marketplace.web.staff import applications as _applications
from marketplace.web.staff import imports as _imports
from marketplace.web.staff import suppliers as _suppliers
from marketplace.web.staff.start import blueprint

PAGES = (_applications, _imports, _suppliers)
"""Every module that adds pages to the blueprint."""

__all__ = ["PAGES", "blueprint"]
