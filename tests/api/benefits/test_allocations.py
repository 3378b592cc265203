from datetime import date

import pytest

from marketplace.accounts.rules import Duty
from marketplace.jobs.benefits import allocate_month, allocate_stale_months
from marketplace.kernel.actor import system
from marketplace.kernel.errors import Forbidden
from marketplace.sales.rules import Channel, NewSale
from marketplace.sales.service import recording
from marketplace.transaction import transaction

ADDRESS = "/api/v1/allocations"
MAY = {"region_code": "621022", "month": "2020-05"}


@pytest.fixture
def sold(cast, supplier, household, now):
    """100.00 yuan in May, 10 % of it to the household, committed as a job would find it."""
    with transaction():
        cast.roster(supplier, [(household, 1)], share_bp=1000)
        sale = NewSale(
            sold_on=date(2020, 5, 1),
            channel=Channel.OUTLET,
            supplier_id=supplier.id,
            amount_fen=10_000,
            source="ledger",
            source_number="1",
        )
        recording.record([sale], actor=system(), now=now)


def work(client, job_id):
    """Do the job as the worker does."""
    job = client.get(f"/api/v1/jobs/{job_id}").json
    assert (job["task"], job["state"]) == ("allocate_month", "waiting")
    allocate_month(**job["arguments"])
    return job


@pytest.mark.usefixtures("sold")
def test_a_month_is_allocated_by_a_worker(statistician, household, officer, staff):
    answer = statistician.post(ADDRESS, json=MAY)
    assert (answer.status_code, answer.json["month"]) == (202, "2020-05")
    assert statistician.get(f"{ADDRESS}?month=2020-05").json["items"] == []
    work(statistician, answer.json["job_id"])
    for client in (statistician, officer, staff):
        (item,) = client.get(f"{ADDRESS}?month=2020-05").json["items"]
        assert (item["pool"]["amount"], item["households"], item["is_current"]) == ("10.00", 1, True)
    assert statistician.get(f"{ADDRESS}?month=2020-06").json["items"] == []


@pytest.mark.usefixtures("sold")
def test_law_3_the_job_done_twice_and_the_click_twice_change_nothing(statistician):
    headers = {"Idempotency-Key": "click"}
    first, second = (statistician.post(ADDRESS, json=MAY, headers=headers) for _ in range(2))
    assert first.json == second.json
    job = work(statistician, first.json["job_id"])
    before = statistician.get(f"{ADDRESS}?month=2020-05").json
    allocate_month(**job["arguments"])
    assert statistician.get(f"{ADDRESS}?month=2020-05").json == before


def test_the_job_acts_as_who_asked(statistician, cast, session):
    user = cast.officer(Duty.STATISTICIAN)
    job_id = cast.client(user).post(ADDRESS, json=MAY).json["job_id"]
    arguments = statistician.get(f"/api/v1/jobs/{job_id}").json["arguments"]
    assert arguments == {"region_code": "621022", "month": "2020-05", "user_id": user.id}
    with pytest.raises(Forbidden):
        allocate_month(**arguments | {"user_id": cast.user().id})


@pytest.mark.usefixtures("sold")
def test_every_month_what_is_not_allocated_is_asked_for(cast, staff):
    statistician = cast.client(cast.officer(Duty.STATISTICIAN, region="000000"))
    allocate_stale_months()
    (job,) = statistician.get("/api/v1/jobs").json["items"]
    assert job["arguments"] == {"region_code": "000000", "month": "2020-05", "user_id": None}
    work(statistician, job["id"])
    assert len(staff.get(f"{ADDRESS}?month=2020-05").json["items"]) == 1
    allocate_stale_months()
    assert len(statistician.get("/api/v1/jobs").json["items"]) == 1


@pytest.mark.usefixtures("sold")
def test_law_12_the_outsider_neither_sees_nor_allocates(outsider, statistician, staff, officer, cast):
    work(statistician, statistician.post(ADDRESS, json=MAY).json["job_id"])
    assert outsider.get(f"{ADDRESS}?month=2020-05").json == {"items": [], "next": None}
    assert outsider.post(ADDRESS, json=MAY).status_code == 404
    assert statistician.post(ADDRESS, json=MAY | {"region_code": "621000"}).status_code == 404
    assert [client.post(ADDRESS, json=MAY).status_code for client in (staff, officer)] == [403, 403]
    assert cast.client().get(f"{ADDRESS}?month=2020-05").status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        {"month": "2020-05"},
        MAY | {"month": "2020-13"},
        MAY | {"month": "May"},
        MAY | {"region_code": "62"},
        MAY | {"pool": 1},
        MAY | {"month": 202005},
    ],
)
def test_a_wrong_request_is_refused(statistician, body):
    assert statistician.post(ADDRESS, json=body).status_code == 422


@pytest.mark.parametrize("query", ["", "month=2020", "month=2020-05&after=x", "month=2020-05&limit=0"])
def test_a_wrong_query_is_refused(statistician, query):
    assert statistician.get(f"{ADDRESS}?{query}").status_code == 422
