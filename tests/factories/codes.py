"""Valid codes in any number: credit codes, identity numbers."""

from stdnum.cn import ric, uscc


def uscc_number(n: int, *, county: str = "621022") -> str:
    """The n-th credit code registered in a county."""
    body = f"91{county}MA{n:07d}"
    return body + uscc.calc_check_digit(body + "0")


def identity_number(n: int, *, county: str = "621022") -> str:
    """The n-th identity number of a county."""
    body = f"{county}{1950 + n // 1000 % 40:04d}0101{n % 1000:03d}"
    return body + ric.calc_check_digit(body + "0")
