"""Things on paper: a tagged PDF (PDF/UA-1) made from HTML, and QR codes."""

from __future__ import annotations

import functools
import io
from collections.abc import Iterator
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
    return _written(_laid_out(html))


def pdf_within(html: str, *, pages: int) -> bytes | None:
    """The document if it holds on so many pages, else None: nothing is ever cut."""
    document = _laid_out(html)
    return _written(document) if len(document.pages) <= pages else None


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


def _written(document: Any) -> bytes:
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1", finisher=_say_languages))


def _say_languages(document: Any, pdf: Any) -> None:
    """Writes the language of each `section` that has one of its own, so that a screen reader takes the right voice.

    WeasyPrint 70 writes the language of the whole document only. It makes one element `Sect` for each box of a section,
    in this very order; were it to change, nothing would be written rather than a wrong language, and a test would fail.
    """
    elements = [one for one in pdf.objects if isinstance(one, dict) and one.get("S") == "/Sect"]
    languages = [language for page in document.pages for language in _languages_of_sections(page._page_box)]
    if len(elements) != len(languages):
        return
    import pydyf

    for element, language in zip(elements, languages, strict=True):
        if language and language != document.metadata.lang:
            element["Lang"] = pydyf.String(language)


def _languages_of_sections(box: Any) -> Iterator[str | None]:
    from weasyprint.formatting_structure import boxes

    if isinstance(box, boxes.MarginBox | boxes.TextBox):
        return
    if box.element_tag == "section" and not isinstance(box, boxes.LineBox | boxes.PageBox):
        yield box.style["lang"]
    for child in getattr(box, "children", ()):
        yield from _languages_of_sections(getattr(child, "_box", child))  # what is placed elsewhere is held by another


@functools.cache
def _style() -> str:
    return _static("kit/paper.css").read_text(encoding="utf-8")


def _static(name: str) -> Path:
    found = finders.find(name)
    assert isinstance(found, str)
    return Path(found)
