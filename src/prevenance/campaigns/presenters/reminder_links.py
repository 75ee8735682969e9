"""Where the links of reminders lead, as whole addresses: they are read in messages."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils import translation

from prevenance.campaigns.choices.reminders import known
from prevenance.campaigns.operations.reminders import Links

STOP, OWN, FIND, AGAIN = "messages:stop", "campaigns:reminder-own", "campaigns:reminders", "plans:resume"


def links(absolute: Callable[[str], str], *, phone: str = "") -> Links:
    """`absolute`: a path → the whole address. `phone`: of the territory."""
    return Links(
        stop=to(absolute, STOP),
        own=to(absolute, OWN),
        find=page(absolute, FIND),
        again=page(absolute, AGAIN),
        phone=phone,
    )


def to(absolute: Callable[[str], str], name: str) -> Callable[[str, str], str]:
    """(secret, language) → the whole address of the page of this name."""
    return lambda secret, language: absolute(_path(name, language, secret))


def page(absolute: Callable[[str], str], name: str) -> Callable[[str], str]:
    """The same, of a page without a secret."""
    return lambda language: absolute(_path(name, language))


def _path(name: str, language: str, *given: str) -> str:
    with translation.override(known(language)):  # the pages speak two languages, whatever the messages speak
        return reverse(name, args=given)
