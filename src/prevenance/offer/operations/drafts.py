"""What readers hand over, and the register where they sign up.

Operations import any source without knowing its reader: readers live one floor up, in `importers`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from prevenance.formats import files
from prevenance.formats.opening import UNKNOWN, Hours
from prevenance.formats.refusals import RowRefused
from prevenance.offer.choices import Access, Fees


@dataclass(frozen=True, slots=True)
class ServiceDraft:
    """What is done there: `code` is "scheme:code"; `count` a number of professionals, when the source counts them."""

    label: str
    code: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDraft:
    """One place as a source writes it: texts not cleaned, coordinates not checked. `number` is its line or rank."""

    number: int
    source_id: str
    kind: str
    name: str
    address: str = ""
    postal_code: str = ""
    commune_code: str = ""
    commune_name: str = ""
    latitude: str = ""
    longitude: str = ""
    phone: str = ""
    website: str = ""
    booking: str = ""
    hours: Hours = UNKNOWN
    wheelchair: Access = Access.UNKNOWN
    finess: str = ""
    content_on: str = ""  # ISO date, or a text that begins with one
    closes_on: str = ""  # the same
    services: tuple[str | ServiceDraft, ...] = ()
    email: str = ""
    description: str = ""
    fees: Fees = Fees.UNKNOWN
    accessibility_page: str = ""
    organisation: str = ""
    siret: str = ""
    legal_finess: str = ""
    rows: int = 1  # of the file, gathered in this place
    mended: tuple[str, ...] = ()  # what the reader itself mended: keys of `reasons.yaml`


Reader = Callable[[files.Checked], Iterator[PlaceDraft | RowRefused]]

_readers: dict[str, Reader] = {}


def sign_up(name: str, reader: Reader) -> None:
    _readers[name] = reader


def reader(name: str) -> Reader:
    """KeyError means that `sources.yaml` names a reader that no importer has signed up."""
    return _readers[name]
