"""What holds of every page of reviews and the register, in both languages."""

from datetime import date

import pytest
from sqlalchemy import select

from marketplace.accounts.rules import Duty
from marketplace.catalogue.models import ListingVersion, PriceTier, ProductCertification
from marketplace.catalogue.rules import ListingState
from marketplace.households.models import Linkage, RosterMember, RosterVersion
from marketplace.households.rules import LinkageState, Mechanism, RosterState
from marketplace.suppliers.models import Qualification, RequirementAnswer
from tests.web.manners import keeps_manners

LISTS = [
    "", "suppliers", "suppliers?state=withdrawn", "listing-reviews", "batches", "batches/new", "households",
    "households?category=unstable", "households?region=621022101000", "linkages", "rosters",
]  # fmt: skip


@pytest.fixture
def things(session, cast, stage, story, sku, village, now) -> list[str]:
    """The pages that show or change one thing of each kind."""
    application = story.submitted()
    recommended = cast.supplier(name="环县推荐合作社", certified=None)
    waiting = Qualification(supplier_id=recommended.id, state="recommended", created_at=now, submitted_at=now)
    households = [cast.household() for _ in range(2)]
    before = cast.roster(stage.supplier, [(households[0], 1)])
    roster = RosterVersion(
        roster_id=before.roster_id,
        state=RosterState.SUBMITTED,
        mechanism=Mechanism.DIVIDEND,
        household_share_bp=1234,
        declared_from_on=date(2020, 10, 1),
        from_on=date(2020, 10, 1),
        members_count=1,
        weight_total=1,
        entered_at=now,
        entered_by_id=stage.seller.id,
    )
    version = ListingVersion(
        product_id=sku.product_id,
        number=2,
        state=ListingState.IN_REVIEW,
        name="环县红富士",
        origin_code="621022",
        submitted_at=now,
    )
    linkage = Linkage(
        supplier_id=stage.supplier.id,
        household_id=households[0].id,
        mechanism=Mechanism.CUSTODY,
        from_on=date(2020, 1, 1),
        state=LinkageState.ENTERED,
        entered_at=now,
    )
    session.add_all([waiting, roster, version, linkage])
    session.flush()
    session.add(PriceTier(listing_version_id=version.id, sku_id=sku.id, min_quantity=1, unit_price_fen=1))
    session.add(RosterMember(roster_version_id=roster.id, household_id=households[1].id, weight=1))
    session.commit()
    answer = session.scalars(select(RequirementAnswer.id)).first()
    certified = session.scalars(select(ProductCertification)).first()
    own = session.get(Qualification, application).supplier_id
    return [
        *(f"suppliers/{own}{way}" for way in ("", "/suspension", "/lifting", "/withdrawal")),
        *(
            f"applications/{application}{way}"
            for way in ("", "/recommendations/agriculture", "/sending-back", f"/answers/{answer}/rejection")
        ),
        *(f"applications/{waiting.id}{way}" for way in ("", "/certification", "/refusal")),
        *(f"listing-reviews/{version.id}{way}" for way in ("", "/sending-back")),
        *(f"batches/{certified.batch_id}{way}" for way in ("", "/products")),
        f"certifications/{certified.id}/withdrawal",
        *(f"households/{households[0].id}{way}" for way in ("", "/unmasking", "/clearing")),
        *(f"linkages/{linkage.id}{way}" for way in ("", "/sending-back", "/ending")),
        *(f"rosters/{each}" for each in (before.id, roster.id, f"{roster.id}/sending-back")),
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_keeps_its_manners(desk, cast, things, language):
    officer = desk(cast.officer(*Duty), language)
    for address in [*LISTS, *things]:
        keeps_manners(officer.open(f"/office/{address}"), address, language)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_form_that_is_wrong_keeps_its_manners(desk, cast, things, language):
    officer = desk(cast.officer(*Duty), language)
    asking = [each for each in things if each.count("/") > 1 and "products" not in each]
    assert len(asking) > 12
    for address in asking:
        officer.open(f"/office/{address}")
        page = officer.send(reason="", from_on="x", cleared_on="x", last_on="x", status=422)
        keeps_manners(page, address, language)


@pytest.mark.parametrize(
    ("begins", "here"),
    [
        ("", "/office/"),
        ("households", "/office/households"),
        ("households/", "/office/households"),
        ("applications/", "/office/suppliers"),
        ("certifications/", "/office/batches"),
    ],
)
def test_navigation_marks_where_one_is(desk, cast, things, begins, here):
    address = next(each for each in things if each.startswith(begins)) if begins.endswith("/") else begins
    page = desk(cast.officer(*Duty)).open(f"/office/{address}")
    marked = {link["href"] for link in page.all("a") if link.get("aria-current") in {"page", "true"}}
    assert {each for each in marked if "?" not in each} == {here}
