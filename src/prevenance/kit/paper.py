"""Things on paper: a tagged PDF (PDF/UA-1) made from HTML, and QR codes."""

from __future__ import annotations

import functools
import io
from pathlib import Path
from typing import Any

import segno
from django.contrib.staticfiles import finders


def qr(link: str) -> str:
    """A `data:` address of the QR code, drawn as SVG; error level M, so that a folded paper still reads."""
    code = segno.make_qr(link, error="m", boost_error=False)
    return str(code.svg_data_uri(scale=4, border=4, xmldecl=False, svgns=True, nl=False))


def qr_file(link: str, kind: str) -> bytes:
    """The same code as a file of its own. `kind`: `svg` or `png` (black on white, 12 dots a module)."""
    written = io.BytesIO()
    code = segno.make_qr(link, error="m", boost_error=False)
    code.save(written, kind=kind, scale=12, border=4)
    return written.getvalue()


def pdf(html: str) -> bytes:
    """The document. WeasyPrint is loaded at the first call only: it costs two seconds and fifty megabytes."""
    return bytes(_laid_out(html).write_pdf(pdf_variant="pdf/ua-1"))


def pdf_within(html: str, *, pages: int) -> bytes | None:
    """The document if it holds on so many pages, else None: nothing is ever cut."""
    document = _laid_out(html)
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1")) if len(document.pages) <= pages else None


def _laid_out(html: str) -> Any:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    # A PDF never makes the server call anybody: our own files, and the code drawn in the page.
    mine = weasyprint.URLFetcher(allowed_protocols=("file", "data"), allow_redirects=False)
    place = _static("kit/paper.css").as_uri()
    fonts = FontConfiguration()
    sheet = weasyprint.CSS(string=_style(), url_fetcher=mine, base_url=place, font_config=fonts)
    document = weasyprint.HTML(string=html, url_fetcher=mine, base_url=place)
    return document.render(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1")


@functools.cache
def _style() -> str:
    return _static("kit/paper.css").read_text(encoding="utf-8")


def _static(name: str) -> Path:
    found = finders.find(name)
    assert isinstance(found, str)
    return Path(found)
