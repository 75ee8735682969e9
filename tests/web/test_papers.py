"""Every kind of PDF: PDF/UA-1 by our own reading, always, and by a whole checker where it is named; nothing is cut."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.test import Client

import prevenance
from prevenance.campaigns.queries.ready import ready_messages
from tests import agents, pdf_reading
from tests.pdf_reading import Word, inked_edges, laid_over, mistakes, placed
from tests.web import every_paper
from tests.web.every_page import demo
from tests.web.every_paper import KINDS, Paper

__all__ = ["demo"]
pytestmark = pytest.mark.django_db
CHECKER = shlex.split(os.environ.get("PREVENANCE_PDFUA", ""))  # the veraPDF command, or one that answers as it does
MILLIMETRE = 72 / 25.4
POPPLER = pytest.mark.skipif(
    not (pdf_reading.PDFTOTEXT and pdf_reading.PDFTOPPM), reason="pdftotext and pdftoppm (poppler-utils)"
)
_made: list[Paper] = []


@pytest.fixture
def papers(request: pytest.FixtureRequest, visitor: Client) -> list[Paper]:
    """One of each kind in each language, made once."""
    if not _made:
        request.getfixturevalue("demo")
        _made.extend(every_paper.papers(visitor, agents.play(), kits=["mes-what"], people=["woman", "newborn"]))
    return _made


def test_every_module_that_makes_a_pdf_is_read_here() -> None:
    root = Path(prevenance.__file__).parent
    calls = re.compile(r"\bpaper\.pdf(?:_\w+)?\(")
    making = {str(one.relative_to(root)) for one in root.rglob("*.py") if calls.search(one.read_text("utf-8"))}
    assert making - {"plans/views/taking.py"} == set(KINDS.values())  # that page calls the presenter of the plan
    asked = re.compile(r"write_pdf")
    assert [str(one.relative_to(root)) for one in root.rglob("*.py") if asked.search(one.read_text("utf-8"))] == [
        "kit/paper.py"
    ]


def test_every_paper_is_read_without_a_mistake(papers: list[Paper]) -> None:
    assert {one.name.partition("-")[0] for one in papers} == set(KINDS)
    assert {one.language for one in papers} == {"fr", "en"}
    assert [f"{one.name}: {words}" for one in papers for words in mistakes(one.content, one.language)] == []


def test_what_is_in_another_language_says_so(papers: list[Paper]) -> None:
    """A section on two pages is two elements: at least one for each."""
    least = {"consents": 1, "consents-without-link": 1, "letters": 1, "mailing": 1}
    for one in papers:
        with pikepdf.open(io.BytesIO(one.content)) as pdf:
            said = [str(each.Lang) for each in pdf_reading.elements(pdf) if "/Lang" in each]
        others = {"ar", "uk"} if one.name == "mailing" else set()
        assert others <= set(said) <= others | {"fr", "en"} - {one.language}
        assert len(said) >= least.get(one.name, 0), one.name
        assert bool(said) == (one.name in least), one.name


@POPPLER
def test_no_word_covers_another_and_the_edges_stay_white(papers: list[Paper]) -> None:
    assert [f"{one.name}-{one.language}: {words}" for one in papers for words in laid_over(one.content)] == []
    assert [f"{one.name}-{one.language}: page {page}" for one in papers for page in inked_edges(one.content)] == []


@POPPLER
def test_a_phone_number_stays_in_its_order_among_words_read_from_the_right(papers: list[Paper]) -> None:
    mailing = next(one for one in papers if (one.name, one.language) == ("mailing", "fr"))
    for page in {each.page for each in placed(mailing.content)}:
        rows: dict[float, list[Word]] = {}
        for each in placed(mailing.content):
            if each.page == page:
                rows.setdefault(round(each.top), []).append(each)
        seen = [" ".join(one.text for one in sorted(row, key=lambda one: one.left)) for row in rows.values()]
        assert sum("03 23 00 00 00" in row for row in seen) >= 2


@POPPLER
def test_an_address_is_within_the_window_of_an_envelope_and_nothing_else_is(papers: list[Paper]) -> None:
    """Windows of 35 or 45 by 100 mm, 20 mm from the right and from the bottom of a DL envelope (110 by 220 mm).

    The sheet, folded to 99 by 210 mm, slides within by 11 and 10 mm: it shows for sure what is 100 to 190 mm across and
    55 to 79 down, perhaps what is 90 to 200 across and 34 to 90 down.
    """
    spoken = " ".join(every_paper.ADDRESS.split())
    for one in papers:
        is_blank = one.name.startswith("kit-letter") and one.language == "fr"
        if not is_blank and one.name not in ("letters", "mailing"):
            continue
        words = [each for each in placed(one.content) if not is_blank or each.page == 1]
        sure = {each for each in words if _is_within(each, 100, 54.5, 190, 79.5)}
        perhaps = {each for each in words if not _is_without(each, 90, 34, 200, 90)}
        if is_blank:
            assert {each.text for each in perhaps} == {"Nom", "et", "adresse", ":"}
            continue
        assert perhaps == sure
        for page in {each.page for each in words}:
            assert " ".join(each.text for each in words if each in sure and each.page == page) == spoken


def _is_within(one: Word, left: float, top: float, right: float, bottom: float) -> bool:
    """Bounds in millimetres."""
    return (
        one.left / MILLIMETRE >= left
        and one.right / MILLIMETRE <= right
        and one.top / MILLIMETRE >= top
        and one.bottom / MILLIMETRE <= bottom
    )


def _is_without(one: Word, left: float, top: float, right: float, bottom: float) -> bool:
    return (
        one.right / MILLIMETRE < left
        or one.left / MILLIMETRE > right
        or one.bottom / MILLIMETRE < top
        or one.top / MILLIMETRE > bottom
    )


def _changed(content: bytes, change: Callable[[pikepdf.Pdf], Any]) -> bytes:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf)
        pdf.save(written)
    return written.getvalue()


def _tagged(pdf: pikepdf.Pdf, tag: str) -> pikepdf.Dictionary:
    return next(one for one in pdf_reading.elements(pdf) if str(one.S) == tag)


def _bare(pdf: pikepdf.Pdf) -> None:
    drawn = pdf.make_stream(b"0 0 9 9 re f\n")
    pdf.pages[0].contents_add(drawn)


def _unread(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].resources.Font.values():
        del font["/ToUnicode"]


def _nobody(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as metadata:
        del metadata["dc:creator"]


CHANGES: dict[str, Callable[[pikepdf.Pdf], Any]] = {
    "its language is": lambda pdf: pdf.Root.__setitem__("/Lang", "de"),
    "not tagged": lambda pdf: pdf.Root.MarkInfo.__setitem__("/Marked", False),
    "name of the file": lambda pdf: pdf.Root.__delitem__("/ViewerPreferences"),
    "no author": _nobody,
    "a figure without words": lambda pdf: _tagged(pdf, "/Figure").__delitem__("/Alt"),
    "H2 after H0": lambda pdf: _tagged(pdf, "/H1").__setitem__("/S", pikepdf.Name.H2),
    "no standard tag": lambda pdf: _tagged(pdf, "/P").__setitem__("/S", pikepdf.Name("/Paragraph")),
    "LI inside": lambda pdf: _tagged(pdf, "/L").__setitem__("/S", pikepdf.Name.Div),
    "painted outside": _bare,
    "cannot be read": _unread,
    "no element holds": lambda pdf: pdf.pages[0].obj.__delitem__("/StructParents"),
}


@pytest.mark.parametrize("words", CHANGES)
def test_our_own_reading_sees_mistakes(papers: list[Paper], words: str) -> None:
    one = next(one for one in papers if one.name == "plan-woman")
    assert any(words in said for said in mistakes(_changed(one.content, CHANGES[words]), one.language))


@POPPLER
def test_our_own_reading_sees_what_is_laid_over_or_too_near_the_edge() -> None:
    from prevenance.kit import paper

    told = "<!doctype html><html lang='fr'><title>x</title><style>@page { margin: 3mm }</style><h1>Bonjour</h1>"
    assert laid_over(paper.pdf(told)) == []
    over = "<p style='position: absolute; inset-block-start: 1mm; inset-inline-start: 1mm'>Bonsoir</p>"
    assert laid_over(paper.pdf(told + over)) == ["page 1: « Bonjour » and « Bonsoir »"]
    assert inked_edges(paper.pdf(told)) == [1]


@pytest.mark.skipif(not CHECKER, reason="PREVENANCE_PDFUA: the command of a checker of PDF/UA (veraPDF)")
def test_a_whole_checker_finds_nothing(visitor: Client, demo: None, tmp_path: Path) -> None:
    """All the papers, of all the ready messages: about half a minute to make them, five seconds to check them."""
    for one in every_paper.papers(visitor, agents.play(), kits=list(ready_messages())):
        (tmp_path / f"{one.name}-{one.language}.pdf").write_bytes(one.content)
    files = sorted(str(one) for one in tmp_path.iterdir())
    command = [*CHECKER, "--flavour", "ua1", "--format", "json", *files]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=600)
    jobs = json.loads(answer.stdout)["report"]["jobs"]
    assert len(jobs) == len(files) > 100
    said, rules, checks = [], set(), 0
    for job in jobs:
        name, (result,) = Path(job["itemDetails"]["name"]).stem, job["validationResult"]
        details = result["details"]
        rules.add(details["passedRules"] + details["failedRules"])
        checks += details["passedChecks"] + details["failedChecks"]
        said += [f"{name}: {rule['clause']} {rule['description']}" for rule in details["ruleSummaries"]]
        assert result["compliant"] is not bool(details["failedRules"])
    print(f"{len(files)} files, {max(rules)} rules, {checks} checks, {len(said)} failures")
    assert said == []
