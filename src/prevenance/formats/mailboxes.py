"""E-mail addresses that speak for a place, told from those that name somebody.

Only what is recognised as shared passes: an address that we know nothing of is somebody's, and is not published.
"""

from __future__ import annotations

import re
import unicodedata

# What the part before the @ says when several people read the mail: a desk, a service, a kind of place.
_DESKS = """
accompagnement accueil adil administration administratif aide aidants antenne asso association bibliotheque biblio
bienvenue bonjour bureau cabinet caf caarud ccas cdas cddf centre ch chu cias cidff cmp communaute communication
conseiller conseillers contact coordination cpam csapa csc cyber cyberbase dac direction dsi emploi epci epn espace
fablab formation foyer france franceservices fs gestion hello hopital inclusion info information informations infos
insertion institut jeunes jeunesse labo laboratoire ludotheque mairie maison maisondequartier mds mdph mediateur
mediation mediatheque mfs mission missionlocale mjc msap multimedia numerique office permanence pharmacie pij pimms
plateforme pmi point poste prevention rdv reception relais reservation ressources rsa sante secretaire secretariat
service services siege social solidarite solidarites standard structure syndicat tiers tierslieu urgence urgences
usagers vaccination ville webmaster
"""
_SHARED = frozenset(_DESKS.split())
_LONG = tuple(sorted(word for word in _SHARED if len(word) >= 6))  # "mairiedecreil": a long word may begin another
_WORDS = re.compile(r"[a-z]+")
_LEAST_LETTERS = 4  # a shorter word of the name would let initials through


def is_shared(address: str, *, about: str = "") -> bool:
    """Whether the address is a place's and not a person's. `about`: the place's own names and its commune; pass ""
    where the place bears the name of somebody who works there.
    """
    local, _, domain = address.lower().partition("@")
    if not domain:
        return False
    words = _words(local)
    if not words.isdisjoint(_SHARED) or _plain(local).startswith(_LONG):
        return True
    known = {word for word in _words(about) if len(word) >= _LEAST_LETTERS}
    if not words.isdisjoint(known):
        return True
    together = "".join(_WORDS.findall(_plain(local)))
    return len(together) >= _LEAST_LETTERS and together == "".join(_WORDS.findall(_plain(domain.split(".")[0])))


def _words(text: str) -> set[str]:
    return set(_WORDS.findall(_plain(text)))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
