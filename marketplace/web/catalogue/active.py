"""What narrows the catalogue now, each with the address of the same list without it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from marketplace.catalogue.queries.places import County
from marketplace.web.catalogue.narrowing import Asked
from marketplace.web.pages import address_with


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter in words, and the list without it; `own` stands in Chinese as the data does."""

    words: str
    address: str
    own: str = ""


@dataclass(frozen=True, slots=True)
class City:
    """A city to choose from with its counties that have something on sale."""

    code: str
    name: str
    counties: Sequence[County]


def cities_of(counties: Sequence[County]) -> Sequence[City]:
    """Put the counties below their cities."""
    grouped = groupby(counties, key=lambda county: (county.city_code, county.city_name))
    return [City(code, name, list(below)) for (code, name), below in grouped]


def filters_of(asked: Asked, cities: Sequence[City], t: Mapping[str, str]) -> Sequence[Filter]:
    """List the filters that hold; what was typed and cannot be read is none."""
    return [
        Filter(words, address_with(after=None, **{name: None}), own) for name, words, own in _told(asked, cities, t)
    ]


def _told(asked: Asked, cities: Sequence[City], t: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    narrowed = asked.narrowed()
    if narrowed.q is not None:
        yield "q", t["search"], asked.q
    if narrowed.category is not None:
        yield "category", t[f"category.{asked.category}"], ""
    if narrowed.region_prefix is not None:
        yield "region", t["origin"], _names(cities).get(asked.region, asked.region)
    if narrowed.price_to_fen is not None:
        yield "price_to", t["costs_up_to"].format(amount=asked.price_to), ""
    if narrowed.price_per_kg_to_fen is not None:
        yield "kg_to", t["kilogram_up_to"].format(amount=asked.kg_to), ""
    if narrowed.delivery_days is not None:
        yield "days", t["delivered_in"].format(days=asked.days), ""
    if narrowed.is_in_stock:
        yield "in_stock", t["in_stock"], ""
    if narrowed.is_certified:
        yield "certified", t["certified_only"], ""


def _names(cities: Sequence[City]) -> Mapping[str, str]:
    return {city.code: city.name for city in cities if city.name} | {
        county.code: county.name for city in cities for county in city.counties
    }
