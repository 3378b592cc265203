"""The pages of government staff: what waits, reviews, the register, imports, reports, figures, the bank."""

from marketplace.web.staff import applications as _applications
from marketplace.web.staff import bank as _bank
from marketplace.web.staff import batches as _batches
from marketplace.web.staff import benefits as _benefits
from marketplace.web.staff import bulletins as _bulletins
from marketplace.web.staff import events as _events
from marketplace.web.staff import figures as _figures
from marketplace.web.staff import figures_behind as _figures_behind
from marketplace.web.staff import households as _households
from marketplace.web.staff import imports as _imports
from marketplace.web.staff import linkages as _linkages
from marketplace.web.staff import look_alikes as _look_alikes
from marketplace.web.staff import report_verbs as _report_verbs
from marketplace.web.staff import reports as _reports
from marketplace.web.staff import reviews as _reviews
from marketplace.web.staff import rosters as _rosters
from marketplace.web.staff import sales as _sales
from marketplace.web.staff import suppliers as _suppliers
from marketplace.web.staff.start import blueprint

PAGES = (
    _applications,
    _bank,
    _batches,
    _benefits,
    _bulletins,
    _events,
    _figures,
    _figures_behind,
    _households,
    _imports,
    _linkages,
    _look_alikes,
    _report_verbs,
    _reports,
    _reviews,
    _rosters,
    _sales,
    _suppliers,
)
"""Every module that adds pages to the blueprint."""

__all__ = ["PAGES", "blueprint"]
