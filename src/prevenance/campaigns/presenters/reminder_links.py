"""Where the links of reminders lead, as whole addresses: they are read in messages."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils import translation

from prevenance.campaigns.operations.reminders import Links

STOP, OWN, FIND, AGAIN = "messages:stop", "campaigns:reminder-own", "campaigns:reminders", "plans:resume"


def links(absolute: Callable[[str], str], *, phone: str = "") -> Links:
    """`absolute`: a path → the whole address. `phone`: of the territory."""

    def to(name: str) -> Callable[[str, str], str]:
        return lambda secret, language: absolute(_path(name, language, secret))

    def page(name: str) -> Callable[[str], str]:
        return lambda language: absolute(_path(name, language))

    return Links(stop=to(STOP), own=to(OWN), find=page(FIND), again=page(AGAIN), phone=phone)


def _path(name: str, language: str, *given: str) -> str:
    with translation.override(language):
        return reverse(name, args=given)
