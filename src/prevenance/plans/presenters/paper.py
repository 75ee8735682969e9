"""The plan on paper, with the QR code which carries the sealed answers."""

from __future__ import annotations

import datetime as dt

from django.template.loader import render_to_string
from django.utils import translation

from prevenance.kit import paper, territory
from prevenance.kit.paper import qr
from prevenance.plans.presenters.plan import Page

__all__ = ["pdf", "qr"]


def pdf(page: Page, *, link: str, until: dt.date, helping: bool) -> bytes:
    """A tagged PDF (PDF/UA-1)."""
    return paper.pdf(
        render_to_string(
            "plans/paper.html",
            {
                "plan": page,
                "territory": territory.identity(),
                "language": translation.get_language(),
                "helping": helping,
                "link": link,
                "qr": qr(link),
                "until": until,
            },
        )
    )
