"""Nothing on a page stands in one language only, and no template speaks for itself."""

import importlib
import re
from pathlib import Path

import pytest

import marketplace.web
from marketplace.accounts.rules import BuyerKind, Duty, InvitationState, MemberRole, OrganisationKind, UserState
from marketplace.benefits.rules import PaymentState
from marketplace.catalogue.rules import BaseUnit, ListingState, MovementKind, ProductCategory, Sort
from marketplace.catalogue.rules.differences import Difference
from marketplace.gateways.sign_in_words import BEGINNINGS, LIBRARY
from marketplace.households.rules import HouseholdCategory, LinkageState, Mechanism, RosterState
from marketplace.imports.rules import BatchState
from marketplace.payments.rules import BankLineState, ChargeState
from marketplace.purchasing.rules import GroupState, OrderState, PaymentTerms, ReceiptState, RejectReason
from marketplace.reporting.rules import EventKind, OutletKind, ReportState
from marketplace.sales.rules import Channel, LookAlikeState, SaleKind
from marketplace.statistics.rules import By
from marketplace.statistics.rules.checks import Kind, Severity
from marketplace.statistics.rules.names import CHANNEL_NAMES
from marketplace.suppliers.rules import Basis, ItemState, Office, QualificationState, SupplierKind
from marketplace.web import terms, words
from marketplace.web.public import cards
from marketplace.web.words import PROBLEMS, WORDS, texts
from marketplace.workflows.watch_jobs import JobState
from marketplace.workflows.work_queue import Work

FOLDER = Path(marketplace.web.__file__).parent / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.html"), key=str)
VIEWS = [path for path in FOLDER.parent.rglob("*.py") if path.parent.name != "words"]
PAIRS = {
    **WORDS,
    **LIBRARY,
    **BEGINNINGS,
    **{f"{status}.{i}": pair for status, pairs in PROBLEMS.items() for i, pair in enumerate(pairs)},
}
HAN = re.compile(r"[\u4e00-\u9fff]")
NAMES = {"JSON", "OpenAPI", "flask", "app", "wsgi", "demo", "import", "sales"}
"""What is called the same in both languages."""
FAMILIES = {
    "user_state": UserState,
    "invitation_state": InvitationState,
    "job_state": JobState,
    "kind_of": OrganisationKind,
    "role": MemberRole,
    "duty": Duty,
    "category": ProductCategory,
    "sort": Sort,
    "group_state": GroupState,
    "group_next": GroupState,
    "order_state": OrderState,
    "order_next": OrderState,
    "terms": PaymentTerms,
    "reject": RejectReason,
    "receipt_state": ReceiptState,
    "charge": ChargeState,
    "charge_next": ChargeState,
    "supply_next": OrderState,
    "receive_next": ChargeState,
    "receivable": ChargeState,
    "linkage_state": LinkageState,
    "linkage_next": LinkageState,
    "roster_state": RosterState,
    "roster_next": RosterState,
    "qualification": QualificationState,
    "qualification_next": QualificationState,
    "item": ItemState,
    "basis": Basis,
    "office": Office,
    "listing": ListingState,
    "differs": Difference,
    "content": BaseUnit,
    "movement": MovementKind,
    "import_state": BatchState,
    "import_next": BatchState,
    "report_state": ReportState,
    "report_next": ReportState,
    "buyer_kind": BuyerKind,
    "by": By,
    "value": By,
    "channel": Channel,
    "household_category": HouseholdCategory,
    "sale_kind": SaleKind,
    "check_kind": Kind,
    "severity": Severity,
    "work": Work,
    "supplier_kind": SupplierKind,
    "event_kind": EventKind,
    "outlet_kind": OutletKind,
    "look_alike_state": LookAlikeState,
    "payment_state": PaymentState,
    "payment_next": PaymentState,
    "mechanism": Mechanism,
    "allocation_job": JobState,
    "bank_state": BankLineState,
    "linkage": LinkageState,
    "roster": RosterState,
}
"""Words that are called by the values of an enumeration: each value has one."""
OF_OTHERS = {"other_language"}
APART = {"__init__", "library", "problems", "audited"}
"""Modules whose words are not those of `t`."""


@pytest.mark.parametrize("key", sorted(PAIRS))
def test_every_word_is_there_in_both_languages(key):
    chinese, english = PAIRS[key]
    assert english.strip()
    if key in OF_OTHERS:
        chinese, english = english, chinese
    assert HAN.search(chinese), chinese
    assert not HAN.search(english), english


@pytest.mark.parametrize("key", sorted(PAIRS))
def test_both_languages_leave_the_same_places_for_facts(key):
    chinese, english = (set(re.findall(r"{(\w+)}", text)) for text in PAIRS[key])
    assert chinese == english


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_a_template_holds_no_word_of_its_own(template):
    text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", " ", template.read_text(encoding="utf-8"), flags=re.DOTALL)
    told = re.findall(r'\b(?:alt|title|aria-label|placeholder|value)="([^"]*)"', text)
    text = re.sub(r"<[^>]*>", " ", text)
    words = set(re.findall(r"[^\W\d_]+", " ".join([text, *(value for value in told if not value.isdigit())])))
    assert words - NAMES - {"authenticator", "disable"} == set()


def used() -> set[str]:
    """Every word that a template or a view names, or calls by a value: `t['state.' ~`."""
    source = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    named = set(re.findall(r"\bt\.(\w+)", source))
    families = tuple(re.findall(r"\bt\['(\w+\.)' ~", source))
    views = "".join(path.read_text(encoding="utf-8") for path in VIEWS)
    named |= set(re.findall(r'"([a-z_]+)"', views)) & WORDS.keys()
    return (
        named
        | {word for word in WORDS if word.startswith(families)}
        | {f"{family}.{value.value}" for family, values in FAMILIES.items() for value in values}
    )


def test_every_word_that_a_template_uses_is_there():
    assert used() - WORDS.keys() == set()


def test_no_word_is_left_over():
    assert WORDS.keys() - used() == set()


def test_a_word_that_stands_in_two_modules_says_the_same():
    told, differing = {}, []
    for path in sorted(Path(words.__path__[0]).glob("*.py")):
        if path.stem not in APART:
            module = importlib.import_module(f"{words.__name__}.{path.stem}")
            for key, pair in getattr(module, path.stem.upper(), {}).items():
                if told.setdefault(key, pair) != pair:
                    differing.append(key)
    assert len(told) == len(WORDS)
    assert differing == []


def test_channels_and_measures_are_called_by_both_languages():
    assert CHANNEL_NAMES.keys() == set(Channel)
    for language in ("zh", "en"):
        for name in cards.SHOWN:
            term = terms.term(name, language)
            assert term.name
            assert term.meaning
            assert bool(HAN.search(term.name + term.meaning)) is (language == "zh")


def test_a_language_gives_the_words_of_that_language():
    assert texts("zh")["sign_in"] == "登录"
    assert texts("en")["sign_in"] == "Sign in"
