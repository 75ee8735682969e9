"""An invitation, an organisation: read from what was posted."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext

from prevenance.kit.inputs import Mistake
from prevenance.people.choices import EVERYWHERE, Kind, Role
from prevenance.people.forms import signing
from prevenance.territories import queries as territories
from prevenance.territories.queries.register import register

AREAS_MOST = 50


@dataclass(slots=True)
class Invitation:
    """`typed`: as it goes back into the form."""

    email: str = ""
    role: Role | None = None
    areas: frozenset[str] = frozenset()
    language: str = "fr"
    typed: Mapping[str, str] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)


def invitation(posted: Mapping[str, str], *, roles: Collection[Role]) -> Invitation:
    """`roles`: those that may be given."""
    found = Invitation(email=signing.email(str(posted.get("email", ""))), typed=posted)
    if not found.email:
        found.mistakes.append(signing.email_mistake())
    given = posted.get("role", "")
    if given in {str(one) for one in roles}:
        found.role = Role(given)
    else:
        found.mistakes.append(Mistake("role", "role-1", gettext("Choose a role.")))
    found.language = "en" if posted.get("language") == "en" else "fr"
    if posted.get("where") == "areas":
        found.areas, wrong = areas(str(posted.get("areas", "")))
        found.mistakes += wrong
    else:
        found.areas = frozenset({EVERYWHERE})
    return found


def areas(text: str) -> tuple[frozenset[str], list[Mistake]]:
    """One area a line: a commune (name or code), the number of a department, the 9 digits of an intercommunality."""
    lines = [" ".join(line.split())[:80] for line in text.replace(";", "\n").splitlines() if line.strip()][:AREAS_MOST]
    if not lines:
        return frozenset(), [
            Mistake("areas", "areas", gettext("Write at least one commune, or the whole organisation."))
        ]
    read, wrong = set(), []
    for line in lines:
        area = _area(line)
        if area:
            read.add(area)
        else:
            words = gettext("“%(line)s”: we do not know which place this is. Write its INSEE code, or its full name.")
            wrong.append(Mistake("areas", "areas", words % {"line": line}))
    return frozenset(read), wrong


def _area(line: str) -> str:
    plain = line.upper().replace(" ", "")
    if re.fullmatch(r"\d{9}", plain):
        return f"epci:{plain}" if plain in {code for code, _ in register().epcis} else ""
    if re.fullmatch(r"\d{2,3}|2[AB]", plain):
        return f"department:{plain}" if plain in register().departments else ""
    if re.fullmatch(r"\d[0-9AB]\d{3}", plain) and (known := territories.commune(plain)):
        return f"commune:{known.code}"
    return _commune(line)


def _commune(text: str) -> str:
    matches = tuple(territories.communes_matching(text, limit=3))
    same = [one for one in matches if one.commune.name.casefold() == text.casefold()]
    sure = same if same else list(matches)
    return f"commune:{sure[0].commune.code}" if len(sure) == 1 else ""


@dataclass(slots=True)
class Organisation:
    """`typed`: as it goes back into the form."""

    name: str = ""
    kind: Kind = Kind.OTHER
    siret: str = ""
    commune: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)


def organisation(posted: Mapping[str, str]) -> Organisation:
    """A new organisation."""
    found = Organisation(typed=posted)
    found.name = " ".join(str(posted.get("name", "")).split())[:150]
    if not found.name:
        found.mistakes.append(Mistake("name", "name", gettext("Write the name of the organisation.")))
    kind = posted.get("kind", "")
    found.kind = Kind(kind) if kind in {str(one) for one in Kind} else Kind.OTHER
    found.siret = "".join(str(posted.get("siret", "")).split())
    if found.siret and not _is_siret(found.siret):
        words = gettext("A SIRET number has 14 digits. Check it, or leave it empty.")
        found.mistakes.append(Mistake("siret", "siret", words))
    area = _area(" ".join(str(posted.get("commune", "")).split())[:80] or "-")
    if area.startswith("commune:"):
        found.commune = area.partition(":")[2]
    else:
        words = gettext("We do not know this commune, or there are several: write its INSEE code or its full name.")
        found.mistakes.append(Mistake("commune", "commune", words))
    return found


LA_POSTE = "356000000"  # its establishments follow another rule: the digits add up to a multiple of 5


def _is_siret(text: str) -> bool:
    if not (len(text) == 14 and text.isascii() and text.isdigit()):
        return False
    if text.startswith(LA_POSTE) and sum(map(int, text)) % 5 == 0:
        return True
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(text))
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0
