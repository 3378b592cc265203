"""A file of households as a county sends it: an XLSX whose every row is valid."""

from datetime import date, timedelta
from pathlib import Path
from typing import Final

import xlsxwriter
from stdnum.cn import ric

from benchmarks.data.scale import COUNTIES, VILLAGES_PER_COUNTY

NUMBERED: Final = "I"
"""How the numbers of households begin that come from this file, and from nowhere else."""
_HEADER: Final = ("户编号", "行政村代码", "户类型", "人数", "户主姓名", "证件号码", "识别时间")
_FIRST_BORN: Final = date(1950, 1, 1)
_DAYS: Final = 14_000
_SURNAMES: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN: Final = "伟芳娜敏静强磊军洋勇艳杰娟涛明超秀霞平刚桂英建国玉兰海燕志"


def write_register(path: Path, households: int) -> None:
    """Write so many households, spread over the villages of the counties."""
    workbook = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = workbook.add_worksheet("register")
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, _HEADER)
    for n in range(households):
        county, village = COUNTIES[n % len(COUNTIES)], n // len(COUNTIES) % VILLAGES_PER_COUNTY
        sheet.write_row(
            n + 1,
            0,
            (
                f"{NUMBERED}{n:09d}",
                f"{county}{100 + village // 10:03d}{1 + village % 10:03d}",
                "脱贫户",
                1 + n % 7,
                _SURNAMES[n % len(_SURNAMES)] + _GIVEN[n // 7 % len(_GIVEN)] + _GIVEN[n // 211 % len(_GIVEN)],
                _identity_number(county, n // len(COUNTIES)),
            ),
        )
        sheet.write_datetime(n + 1, 6, date(2014, 1, 1) + timedelta(days=n % 365), day)
    workbook.close()


def _identity_number(county: str, n: int) -> str:
    body = f"{county}{_FIRST_BORN + timedelta(days=n % _DAYS):%Y%m%d}{n // _DAYS:03d}"
    return body + str(ric.calc_check_digit(body + "0"))
