"""What the agents' pages have in common: their frame, and the addresses that messages lead to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from prevenance.people import queries


def page(
    request: HttpRequest, agent: queries.Access | None, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """One page of the room. `agent`: None before sign-in."""
    return render(request, f"people/{template}.html", {"agent": agent, **context}, status=status)


def not_found(request: HttpRequest) -> HttpResponse:
    """Outside the scope: as if it were not there."""
    return render(request, "kit/errors/404.html", status=404)


def link_to(request: HttpRequest, name: str) -> Callable[[str, str], str]:
    """(secret, language) → the whole address of the page `name`, in that language. The host's name is one of
    PREVENANCE_HOSTS: Django refuses the others.
    """

    def link(secret: str, language: str) -> str:
        with translation.override(language):
            return request.build_absolute_uri(reverse(f"people:{name}", args=[secret]))

    return link
