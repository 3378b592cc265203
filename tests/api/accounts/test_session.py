from marketplace.accounts.rules import Duty, MemberRole


def test_nobody_is_told_to_sign_in(cast):
    answer = cast.client().get("/api/v1/session")
    assert (answer.status_code, answer.json["code"]) == (401, "sign_in.needed")
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_person_sees_memberships_posts_and_permissions(cast):
    user = cast.member(cast.organisation(name="一中"), MemberRole.MANAGER)
    told = cast.client(user).get("/api/v1/session").json
    assert told["memberships"][0]["organisation_name"] == "一中"
    assert "members.manage" in told["permissions"]
    assert told["posts"] == []

    told = cast.client(cast.officer(Duty.CASHIER)).get("/api/v1/session").json
    assert told["posts"][0]["duty"] == "cashier"


def test_a_person_changes_their_own_language(cast, session):
    user = cast.user()
    client = cast.client(user)
    assert client.patch("/api/v1/session", json={"language": "en"}).json["language"] == "en"
    session.refresh(user)
    assert user.language == "en"

    refused = client.patch("/api/v1/session", json={"language": "fr"})
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (422, "field.unknown_choice")


def test_a_refusal_is_told_in_the_language_of_the_account_if_the_reader_asks_for_none(cast):
    user = cast.user()
    user.language = "en"
    client = cast.client(user)
    del client.environ_base["HTTP_ACCEPT_LANGUAGE"]
    assert client.get("/api/v1/organisations/0").json["title"] == "There is no such organisation"


def test_answers_to_a_person_are_not_kept_by_caches(cast):
    assert cast.client(cast.user()).get("/api/v1/session").headers["Cache-Control"] == "no-store"
