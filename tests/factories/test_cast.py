from marketplace.accounts.rules import MemberRole


def test_the_cast_can_be_put_on_stage(cast):
    supplier = cast.supplier()
    sku = cast.product(supplier)
    cast.roster(supplier, [(cast.household(), 1)], product_id=sku.product_id)
    user = cast.member(cast.organisation(), MemberRole.PURCHASER)
    assert cast.client(user).get("/api/v1/nothing").status_code == 404
    assert cast.client(user).get("/api/v1/nothing").json["code"] == "not_found"
