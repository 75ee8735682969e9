"""A person helped, read from what was posted; a search; the fields chosen for a merge."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Literal

from django.utils.translation import gettext

from prevenance.formats import phones
from prevenance.kit.consents import Means
from prevenance.kit.inputs import Mistake
from prevenance.people.choices.persons import Channel, Identity, PersonPurpose
from prevenance.people.forms import signing
from prevenance.territories import queries as territories

NAME_MOST = 80
FIRST_YEAR = 1900


@dataclass(slots=True)
class Person:
    """`typed`: as it goes back into the form. `commune`: its INSEE code."""

    organisation_id: int = 0
    purpose: PersonPurpose | None = None
    identity: Identity = field(default_factory=Identity)
    commune: str = ""
    means: Means = Means.SAID
    said_by: str = ""
    asks_elsewhere: bool = False
    is_confirmed: bool = False
    typed: Mapping[str, str] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)


def person(posted: Mapping[str, str], *, organisations: tuple[int, ...], on: dt.date, is_new: bool = True) -> Person:
    """`organisations`: those for which one may create; the only one needs no choice. `on`: nobody is born after."""
    found = Person(typed=posted)
    if is_new:
        given = posted.get("purpose", "")
        if given in {str(one) for one in PersonPurpose}:
            found.purpose = PersonPurpose(given)
        else:
            found.mistakes.append(Mistake("purpose", "purpose-1", gettext("Say what keeping this name is for.")))
        found.means = Means(posted["means"]) if posted.get("means", "") in set(Means) else Means.SAID
        found.said_by = " ".join(str(posted.get("said_by", "")).split())[:NAME_MOST]
        if found.means in (Means.BY_RELATIVE, Means.BY_GUARDIAN) and not found.said_by:
            found.mistakes.append(Mistake("said_by", "said_by", gettext("Write who said it for the person.")))
        chosen = str(posted.get("organisation", ""))
        mine = {str(one): one for one in organisations}
        found.organisation_id = mine.get(chosen, organisations[0] if len(organisations) == 1 else 0)
        if not found.organisation_id:
            found.mistakes.append(Mistake("organisation", "organisation-1", gettext("Choose the organisation.")))
    found.commune = _commune(posted, found.mistakes)
    found.identity = _identity(posted, on, found.mistakes)
    found.asks_elsewhere = posted.get("elsewhere") == "yes"
    found.is_confirmed = posted.get("confirmed") == "yes"
    return found


def _identity(posted: Mapping[str, str], on: dt.date, mistakes: list[Mistake]) -> Identity:
    text = {key: " ".join(str(posted.get(key, "")).split()) for key in (one.name for one in fields(Identity))}
    if not text["given_name"] and not text["family_name"]:
        mistakes.append(Mistake("family_name", "family_name", gettext("Write a given name or a family name.")))
    day, year = _birth(text.get("birth_date", ""), on, mistakes)
    phone = phones.e164(text["phone"]) if text["phone"] else ""
    if text["phone"] and not phone:
        words = gettext("This is not a phone number. Write it with 10 digits, or leave it empty.")
        mistakes.append(Mistake("phone", "phone", words))
    email = signing.email(text["email"]) if text["email"] else ""
    if text["email"] and not email:
        mistakes.append(
            Mistake("email", "email", gettext("This is not an e-mail address. Correct it, or leave it empty."))
        )
    channel = Channel(text["channel"]) if text["channel"] in {str(one) for one in Channel} else None
    names = ("given_name", "family_name", "used_name", "language", "relative_name", "relative_contact")
    kept = {name: text[name][:NAME_MOST] for name in names}
    return Identity(birth_date=day, birth_year=year, phone=phone, email=email, channel=channel, **kept)


def _birth(text: str, on: dt.date, mistakes: list[Mistake]) -> tuple[dt.date | None, int | None]:
    """A day, or a year alone."""
    if not text:
        return None, None
    if re.fullmatch(r"\d{4}", text) and FIRST_YEAR <= int(text) <= on.year:
        return None, int(text)
    if found := re.fullmatch(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})", text):
        try:
            day = dt.date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            day = None
        if day and day <= on and day.year >= FIRST_YEAR:
            return day, None
    words = gettext("Write a day such as 09/04/1951, or a year alone such as 1951, or nothing.")
    mistakes.append(Mistake("birth_date", "birth_date", words))
    return None, None


def _commune(posted: Mapping[str, str], mistakes: list[Mistake]) -> str:
    text = " ".join(str(posted.get("commune", "")).split())[:NAME_MOST]
    if not text:
        return ""
    plain = text.upper().replace(" ", "")
    if re.fullmatch(r"\d[0-9AB]\d{3}", plain) and (known := territories.commune(plain)):
        return known.code
    matches = tuple(territories.communes_matching(text, limit=3))
    same = [one for one in matches if one.commune.name.casefold() == text.casefold()] or list(matches)
    if len(same) == 1:
        return same[0].commune.code
    words = gettext("We do not know which commune this is. Write its full name or its INSEE code.")
    mistakes.append(Mistake("commune", "commune", words))
    return ""


def chosen(posted: Mapping[str, str]) -> dict[str, Literal["kept", "gone"]]:
    """Field → `kept` or `gone`, for a merge; what is not said stays as it is."""
    names = [one.name for one in fields(Identity)]
    return {name: "gone" for name in [*names, "commune"] if posted.get(name) == "gone"}
