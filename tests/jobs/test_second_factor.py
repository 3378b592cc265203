"""Where posts need a second factor, they grant nothing in a job either before it is set up."""

import io
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import text

from marketplace.accounts.rules import Duty
from marketplace.jobs.benefits import allocate_month
from marketplace.jobs.imports import read_import
from marketplace.kernel.errors import Forbidden

VILLAGES = "区划代码,名称\n621022101001,城东村\n"


@pytest.fixture
def require(app: Flask, monkeypatch):
    """Makes the second factor a must, from now on."""
    return lambda: monkeypatch.setitem(
        app.config, "BANGFU", replace(app.config["BANGFU"], staff_totp_required=True)
    )  # fmt: skip


@pytest.fixture
def sent(cast, session):
    """An officer, and the number of a file that they sent."""
    officer = cast.officer(Duty.ADMINISTRATOR, region="621000")
    data = {"file": (io.BytesIO(VILLAGES.encode()), "村.csv")}
    answer = cast.client(officer).post("/api/v1/imports/regions", data=data, content_type="multipart/form-data")
    session.commit()
    return officer, answer.json["id"]


def villages(session):
    return session.scalar(text("SELECT count(*) FROM region WHERE code = '621022101001'"))


def test_a_file_of_an_officer_without_a_second_factor_is_not_written(require, sent, session):
    require()
    with pytest.raises(Forbidden):
        read_import(batch_id=sent[1])
    assert villages(session) == 0


def test_a_file_of_an_officer_with_a_second_factor_is_written(require, sent, session):
    require()
    sent[0].tf_primary_method = "authenticator"
    session.commit()
    read_import(batch_id=sent[1])
    assert villages(session) == 1


def test_a_month_is_not_allocated_for_an_officer_without_a_second_factor(require, cast, session):
    officer = cast.officer(Duty.STATISTICIAN)
    session.commit()
    asked = {"region_code": "621022", "month": "2020-08", "user_id": officer.id}
    allocate_month(**asked)
    require()
    with pytest.raises(Forbidden):
        allocate_month(**asked)
