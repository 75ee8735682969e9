"""Lines to call and sites to read, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from prevenance.catalogue.content_values import Contact, Reach, SourceStatus
from prevenance.plans.presenters.wording import address, host, words


@dataclass(frozen=True, slots=True)
class Line:
    """One contact. `text_only`: reached by SMS. `dial`: what a phone dials."""

    key: str
    name: str
    use: str
    number: str
    dial: str
    text_only: bool
    price: str
    hours: str
    website: str
    website_name: str
    to_be_confirmed: bool


def line(contact: Contact) -> Line:
    """A contact ready for a page. Beside an emergency number no doubt is shown: it could cost a life."""
    number = contact.number or ""
    price = words(contact.price) or (gettext("Free call") if contact.free and number else "")
    return Line(
        key=contact.key,
        name=words(contact.name),
        use=words(contact.use),
        number=number.replace(" ", "\u00a0"),
        dial="".join(c for c in number if c.isdigit() or c == "+"),
        text_only=contact.reach is Reach.TEXT,
        price=price,
        hours=words(contact.hours),
        website=address(contact.website),
        website_name=host(contact.website),
        to_be_confirmed=contact.status is SourceStatus.UNCONFIRMED and not contact.emergency,
    )
