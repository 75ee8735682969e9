"""E-mail addresses that speak for a place, told from those that name somebody.

Only what is recognised as shared passes: an address that we know nothing of is somebody's, and is not published.
"""

from __future__ import annotations

import re
import unicodedata

from prevenance.formats import emails

# What the part before the @ says when several people read the mail: a desk, a service, a kind of place.
_DESKS = """
accompagnement accueil adil administration administratif agence aide aidants antenne asso association bibliotheque
biblio bienvenue bonjour bureau bus cabinet caf caarud ccas cdas cddf centre ch chu cias cidff cmp com commune
communaute communication conseiller conseillers contact coordination cpam csapa csc cyber cyberbase dac digital
direction dsi ecole emploi epci epn espace fablab formation foyer france franceservices fs gestion hello hopital
inclusion info information informations infos insertion institut jeunes jeunesse labo laboratoire ludotheque mairie
maison maisondequartier mds mdph mediateur mediation mediatheque mfs mission missionlocale mjc msap multimedia
multiservices numerique office permanence pharmacie pij pimms plateforme pmi point poste prevention public rdv
reception relais reservation residence ressources rsa sante secretaire secretariat service services siege site social
solidarite solidarites standard structure syndicat tiers tierslieu urgence urgences usagers uts vaccination ville
webmaster
"""
_SHARED = frozenset(_DESKS.split())
_LONG = tuple(sorted(word for word in _SHARED if len(word) >= 6))  # "mairiedecreil": a long word may begin another
_WORDS = re.compile(r"[a-z]+")
_PEOPLE = frozenset(("conseiller-numerique.fr",))  # each address there is one adviser's
_LEAST_LETTERS = 4  # a shorter word of the name would let initials through


def is_shared(address: str, *, about: str = "") -> bool:
    """Whether the address is a place's and not a person's. `about`: the place's own names and its commune; pass ""
    where the place bears the name of somebody who works there.
    """
    local, _, domain = address.lower().partition("@")
    if not domain or domain in _PEOPLE:
        return False
    words = _words(local)
    if not words.isdisjoint(_SHARED) or _plain(local).startswith(_LONG):
        return True
    known = {word for word in _words(about) if len(word) >= _LEAST_LETTERS}
    if not words.isdisjoint(known):
        return True
    together = "".join(_WORDS.findall(_plain(local)))
    return len(together) >= _LEAST_LETTERS and together == "".join(_WORDS.findall(_plain(domain.split(".")[0])))


def first_shared(text: str, *, about: str = "") -> str:
    """The first address of the text that is shared, in lower case; "" when there is none. `about`: see `is_shared`."""
    return next((address for address in emails.found(text) if is_shared(address, about=about)), "")


def _words(text: str) -> set[str]:
    return set(_WORDS.findall(_plain(text)))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
