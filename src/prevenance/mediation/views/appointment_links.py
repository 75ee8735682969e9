"""Where the links of a reminder lead, as whole addresses: they are read in messages."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from prevenance.mediation.operations.reminders import Link, Links

STOP, OWN = "messages:stop", "mediation:own-appointment"


def links(request: HttpRequest) -> Links:
    """On the address by which this visitor came."""
    return Links(stop=_link(request, STOP), manage=_link(request, OWN))


def _link(request: HttpRequest, name: str) -> Link:
    def made(secret: str, language: str) -> str:
        with translation.override(language):
            return request.build_absolute_uri(reverse(name, args=[secret]))

    return made
