"""One place as our own open data write it: a flat row, or an object with its lists."""

from __future__ import annotations

from typing import Any

from prevenance.formats import mailboxes
from prevenance.offer.choices import NAMED_AFTER_SOMEBODY, licences
from prevenance.offer.queries.published import Published, PublishedService

# Codes that say how one comes, for whom, with which label: true of the place, but not things that are done there.
_NOT_DONE = ("mednum-", "programme:", "data-inclusion-")


def done_here(place: Published) -> tuple[PublishedService, ...]:
    """What is done there, for the standards whose services are nothing else."""
    return tuple(one for one in place.services if not one.code.startswith(_NOT_DONE))


def email(place: Published) -> str:
    """The address of a desk, or "": an address that seems to name somebody is not published."""
    is_practice = not NAMED_AFTER_SOMEBODY.isdisjoint(place.kinds)
    about = "" if is_practice else f"{place.name} {place.organisation} {place.commune_name}"
    return place.email if mailboxes.is_shared(place.email, about=about) else ""


def row(place: Published) -> dict[str, Any]:
    """By column, in the order of `choices.exchanges.columns`; lists as tuples, nothing as "" or None."""
    return {
        "id": place.id,
        "name": place.name,
        "kinds": place.kinds,
        "address": place.address,
        "postal_code": place.postal_code,
        "commune_code": place.commune_code,
        "commune_name": place.commune_name,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "is_position_approximate": place.is_position_approximate,
        "phone": place.phone,
        "email": email(place),
        "website": place.website,
        "booking": place.booking,
        "opening_hours": place.opening_hours,
        "opening_words": place.opening_words,
        "wheelchair": place.wheelchair,
        "accessibility_page": place.accessibility_page,
        "fees": place.fees,
        "description": place.description,
        "organisation": place.organisation,
        "siret": place.siret,
        "finess": place.finess,
        "legal_finess": place.legal_finess,
        "services": tuple(one.label for one in place.services),
        "service_codes": tuple(one.code for one in place.services),
        "service_counts": tuple("" if one.count is None else str(one.count) for one in place.services),
        "content_on": place.content_on,
        "sources": tuple(one.source for one in place.credits),
        "source_ids": tuple(one.source_id for one in place.credits),
        "licences": tuple(licences.licence_of(one.source) for one in place.credits),
        "is_fictional": place.is_fictional,
    }


def as_object(place: Published) -> dict[str, Any]:
    """What programs read (JSON lines, API): absent values are null, lists are lists."""
    return {
        "id": place.id,
        "name": place.name,
        "kinds": list(place.kinds),
        "address": place.address or None,
        "postal_code": place.postal_code or None,
        "commune": {"code": place.commune_code, "name": place.commune_name},
        "latitude": place.latitude,
        "longitude": place.longitude,
        "is_position_approximate": place.is_position_approximate,
        "phone": place.phone or None,
        "email": email(place) or None,
        "website": place.website or None,
        "booking": place.booking or None,
        "opening_hours": place.opening_hours or None,
        "opening_words": place.opening_words or None,
        "wheelchair": place.wheelchair,
        "accessibility_page": place.accessibility_page or None,
        "fees": place.fees or None,
        "description": place.description or None,
        "organisation": place.organisation or None,
        "siret": place.siret or None,
        "finess": place.finess or None,
        "legal_finess": place.legal_finess or None,
        "services": [{"label": one.label, "code": one.code or None, "count": one.count} for one in place.services],
        "content_on": place.content_on.isoformat() if place.content_on else None,
        "sources": [
            {
                "source": one.source,
                "id": one.source_id,
                "licence": licences.licence_of(one.source) or None,
                "content_on": one.content_on.isoformat() if one.content_on else None,
            }
            for one in place.credits
        ],
        "is_fictional": place.is_fictional,
    }
