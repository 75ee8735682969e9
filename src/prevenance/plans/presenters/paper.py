"""The plan on paper: a tagged PDF (PDF/UA-1) made from HTML, and the QR code which carries the sealed answers."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path
from typing import Any

import segno
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from prevenance.kit import territory
from prevenance.plans.presenters.plan import Page


def qr(link: str) -> str:
    """A `data:` address of the QR code, drawn as SVG; error level M, so that a folded paper still reads."""
    code = segno.make_qr(link, error="m", boost_error=False)
    return str(code.svg_data_uri(scale=4, border=4, xmldecl=False, svgns=True, nl=False))


def pdf(page: Page, *, link: str, until: dt.date, helping: bool) -> bytes:
    """The document. WeasyPrint is loaded at the first call only: it costs two seconds and fifty megabytes."""
    import weasyprint

    html = render_to_string(
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
    sheet = weasyprint.CSS(string=_style(), url_fetcher=_fetch, base_url=_static("kit/paper.css").as_uri())
    document = weasyprint.HTML(string=html, url_fetcher=_fetch, base_url=_static("kit/paper.css").as_uri())
    return bytes(document.write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1"))


@functools.cache
def _style() -> str:
    return _static("kit/paper.css").read_text(encoding="utf-8")


def _static(name: str) -> Path:
    found = finders.find(name)
    assert isinstance(found, str)
    return Path(found)


def _fetch(url: str, *args: Any, **kwargs: Any) -> Any:
    """Only our own static folder and the code drawn in the page: a PDF never makes the server call anybody."""
    import weasyprint

    folder = _static("kit/paper.css").parent.as_uri()
    if not url.startswith(("data:image/svg+xml", f"{folder}/")):
        raise ValueError("a plan on paper uses nothing from elsewhere")
    return weasyprint.default_url_fetcher(url, *args, **kwargs)
