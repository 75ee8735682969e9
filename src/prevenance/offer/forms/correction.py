"""A corrected card: each field cleaned as imports clean theirs, and what cannot be read said in words.

Only what was sent is read: a field that is not in the form is left as it is.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from prevenance.formats import cleaning, emails, phones
from prevenance.formats import week as weeks
from prevenance.kit.inputs import Mistake
from prevenance.offer.choices import Access, Fees
from prevenance.offer.forms import week_grid
from prevenance.offer.queries import Place
from prevenance.territories import queries as territories

LONGEST = {"name": 200, "address": 250, "description": 500, "opening_words": 500}
UNKNOWN = "unknown"


class _Wrong(ValueError):
    """In words."""


@dataclass(slots=True)
class Reading:
    """`values`: field → clean value, those that differ from the card only."""

    values: dict[str, Any] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)


def shown(place: Place) -> dict[str, str]:
    """The text fields as the form shows them at first."""
    texts = (
        "name",
        "address",
        "postal_code",
        "email",
        "website",
        "booking",
        "description",
        "opening_words",
    )
    values = {name: str(getattr(place, name)) for name in texts}
    values["commune"] = place.commune_name
    return values | {"phone": phones.national(place.phone) if place.phone else ""}


def version(place: Place, acts: Mapping[str, bool | None]) -> str:
    """Of all that the form shows: another one means that somebody else has corrected the card meanwhile."""
    seen = (shown(place), place.opening_hours, str(place.wheelchair), str(place.fees), sorted(acts.items()))
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


def read(
    posted: Mapping[str, str], place: Place, *, acts: Mapping[str, bool | None], known_acts: Collection[str]
) -> Reading:
    """`acts`: what is known today of each act asked (None: not known); `known_acts`: those that may be asked."""
    found = Reading()
    at_first = shown(place)
    posted, here = _read_commune(posted, place, found)
    for name, clean in _CLEAN.items():
        if name not in posted:
            continue
        text = str(posted[name]).strip()
        if text == at_first[name].strip():
            continue
        try:
            value = clean(text, here)
        except _Wrong as wrong:
            found.mistakes.append(Mistake(name, name, str(wrong)))
        else:
            if value != getattr(place, name):
                found.values[name] = value
    _read_choice(posted, "wheelchair", {str(one) for one in Access}, place, found)
    _read_choice(posted, "fees", {str(one) or UNKNOWN for one in Fees}, place, found)
    _read_hours(posted, place, found)
    said = {act: _ANSWERS[posted[f"act-{act}"]] for act in known_acts if posted.get(f"act-{act}") in _ANSWERS}
    changed = {act: answer for act, answer in said.items() if answer is not acts.get(act)}
    if changed:
        found.values["acts"] = changed
    return found


def _read_commune(posted: Mapping[str, str], place: Place, found: Reading) -> tuple[Mapping[str, str], Place]:
    """Another commune, by its name and the postal code typed beside it; then what was typed, with a postal code of that
    commune when there is only one, and the place there.
    """
    typed = " ".join(str(posted.get("commune", "")).split())
    if "commune" not in posted or typed == place.commune_name:
        return posted, place
    code = "".join(str(posted.get("postal_code", "")).split())
    try:
        commune = _commune(typed, code, place)
    except _Wrong as wrong:
        found.mistakes.append(Mistake("commune", "commune", str(wrong)))
        return {name: text for name, text in posted.items() if name != "postal_code"}, place
    if commune.code != place.commune_code:
        found.values["commune_code"] = commune.code
    if code not in commune.postal_codes and len(commune.postal_codes) == 1:
        posted = {**posted, "postal_code": commune.postal_codes[0]}
    return posted, dataclasses.replace(place, commune_code=commune.code, commune_name=commune.name)


def _commune(typed: str, code: str, place: Place) -> territories.Commune:
    if not typed:
        raise _Wrong(gettext("Write the name of the commune."))
    matches = territories.communes_matching(typed[:80], limit=20, near=place.commune_code)
    if not matches:
        raise _Wrong(gettext("We do not know this commune. Check the spelling."))
    exact = [one.commune for one in matches if one.reason == "exact"]
    near = exact or [one.commune for one in matches]  # a name that is only near needs the postal code of that commune
    there = [one for one in near if code in one.postal_codes and (exact or code != place.postal_code)]
    for candidates in (there, exact):
        if len(candidates) == 1:
            return candidates[0]
    names = ", ".join(f"{one.name} ({one.department_name})" for one in near[:4])
    words = gettext("It may be %(names)s. Write the whole name, and its postal code above.")
    raise _Wrong(words % {"names": names})


_ANSWERS: dict[str | None, bool | None] = {"yes": True, "no": False, UNKNOWN: None}


def _read_choice(posted: Mapping[str, str], name: str, allowed: set[str], place: Place, found: Reading) -> None:
    given = posted.get(name)
    if given in allowed:
        value = "" if name == "fees" and given == UNKNOWN else given
        if value != str(getattr(place, name)):
            found.values[name] = value


def _read_hours(posted: Mapping[str, str], place: Place, found: Reading) -> None:
    if week_grid.name("Mo", 1, "from") not in posted:
        return
    before = weeks.read(place.opening_hours)
    given = week_grid.typed(posted)
    if given == week_grid.of(before):
        return
    week, mistakes = week_grid.read(given)
    found.mistakes += mistakes
    if mistakes or week == before:
        return
    if week is None:
        if before is not None:  # an empty grid clears what it showed; what it could not show is kept
            found.values["opening_hours"] = ""
        return
    found.values["opening_hours"] = weeks.write(week)


def _line(name: str) -> Callable[[str, Place], str]:
    def clean(text: str, place: Place) -> str:
        if len(text) > LONGEST[name]:
            raise _Wrong(gettext("At most %(many)s characters: shorten it.") % {"many": LONGEST[name]})
        return cleaning.line(text, LONGEST[name])[0]

    return clean


def _name(text: str, place: Place) -> str:
    clean = _line("name")(text, place)
    if not clean:
        raise _Wrong(gettext("Write the name of the place, as on the door."))
    return clean


def _postal_code(text: str, place: Place) -> str:
    code = "".join(text.split())
    if not (len(code) == 5 and code.isdecimal() and code.isascii()):
        raise _Wrong(gettext("The postal code has 5 digits, for example 59000."))
    commune = territories.commune(place.commune_code)
    if commune and commune.postal_codes and code not in commune.postal_codes:
        words = gettext("%(code)s is not a postal code of %(commune)s. If you moved, correct the commune too.")
        raise _Wrong(words % {"code": code, "commune": commune.name})
    return code


def _phone(text: str, place: Place) -> str:
    number = phones.e164(text, place.department)
    if text and not number:
        raise _Wrong(gettext("This is not a phone number of 10 digits. Check it, for example 03 20 00 00 00."))
    return number


def _email(text: str, place: Place) -> str:
    address = emails.first(text)
    if text and not address:
        raise _Wrong(gettext("This is not an e-mail address. Check it, for example accueil@exemple.fr."))
    return address


def _url(text: str, place: Place) -> str:
    address = cleaning.url(text)
    if text and not address:
        raise _Wrong(gettext("This is not the address of a website. Check it, for example www.exemple.fr."))
    return address


_CLEAN: Mapping[str, Callable[[str, Place], str]] = {
    "name": _name,
    "address": _line("address"),
    "postal_code": _postal_code,
    "phone": _phone,
    "email": _email,
    "website": _url,
    "booking": _url,
    "description": _line("description"),
    "opening_words": _line("opening_words"),
}
