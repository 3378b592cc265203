"""Of two that write the same at once the second is told so in words, whatever the constraint."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from marketplace.api.constraints import UNIQUE, told_by
from marketplace.api.problems import answer_database_error
from tests.factories.codes import uscc_number

DRAWN = {
    "uq_api_token__token_hash": "drawn at random",
    "uq_charge__remittance_code": "drawn at random",
    "uq_invitation__token_hash": "drawn at random",
    "uq_user_account__fs_uniquifier": "drawn at random",
    "uq_expiry_reminder__qualification_id_days_before": "written by a job alone",
    "uq_import_file_piece__batch_id_role_number": "numbered within one batch",
    "uq_order_line__order_id_number": "numbered within a new order",
    "uq_order_line__order_id_sku_id": "looked at within a new order",
    "uq_purchase_order__charge_id": "each order has a charge of its own",
    "uq_purchase_order__order_group_id_supplier_id": "looked at within a new group",
    "uq_purchase_order__order_number": "drawn from a sequence",
    "uq_assisted_county__county_code_from_on": "written by migrations",
    "uq_requirement__code": "written by migrations",
    "uq_sales_report__report_number": "drawn from a sequence",
    "uq_sales_report_line__sales_report_id_number": "numbered within one report",
}
"""Unique indexes that no two requests can meet at, and why."""


def broken(session, statement: str, **facts: object) -> IntegrityError:
    with pytest.raises(IntegrityError) as refused, session.begin_nested():
        session.execute(text(statement), facts)
    return refused.value


def test_every_unique_index_that_requests_can_meet_at_is_told_in_words(session):
    names = session.scalars(
        text(
            "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
            "WHERE i.indisunique AND NOT i.indisprimary AND c.relnamespace = 'public'::regnamespace "
            "AND c.relname LIKE 'uq%'"
        )
    )
    assert set(names) == {*UNIQUE, *DRAWN}


@pytest.mark.parametrize("name", UNIQUE)
def test_the_words_are_chinese_and_english_and_name_no_constraint(name):
    told = told_by(name)
    assert name not in told.sentence("zh") + told.sentence("en")
    assert told.sentence("en").isascii()
    assert not UNIQUE[name][1].isascii()


@pytest.mark.parametrize(("language", "words"), [("zh", "统一社会信用代码已存在"), ("en", "The credit code is there")])
def test_who_comes_second_is_told_what_is_there_already(app, session, cast, language, words):
    number = cast.organisation().uscc
    error = broken(
        session,
        "INSERT INTO organisation (uscc, name, kind, region_code, created_at) "
        "VALUES (:number, '乙', 'school', '621022', now())",
        number=number,
    )
    with app.test_request_context(headers={"Accept-Language": language}):
        answer = answer_database_error(error)
    assert (answer.status_code, answer.json["code"]) == (409, "organisation.known")
    assert answer.json["title"].startswith(words)


def test_another_broken_law_is_told_in_words_and_named_in_the_log_alone(app, session, caplog):
    error = broken(
        session,
        "INSERT INTO organisation (uscc, name, kind, region_code, created_at) "
        "VALUES (:number, '乙', 'nothing', '621022', now())",
        number=uscc_number(1),
    )
    with app.test_request_context(headers={"Accept-Language": "en"}):
        answer = answer_database_error(error)
    assert (answer.status_code, answer.json["code"]) == (409, "law_broken")
    assert b"ck_organisation__kind_known" not in answer.data
    assert "ck_organisation__kind_known" in caplog.text
    assert "nothing was changed" in answer.json["title"]
