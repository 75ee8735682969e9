"""Our own reading of a PDF: what PDF/UA-1 asks of it, as far as the documents we make go; and how it is laid out.

A whole checker knows a hundred rules more (`tests/web/test_papers.py` runs one where it is named). This one needs
nothing but the library which opens the file, and runs every day.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Object, Pdf

PDFTOTEXT, PDFTOPPM = shutil.which("pdftotext"), shutil.which("pdftoppm")
STANDARD = frozenset(
    ["Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct", "Private",
     "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead",
     "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "Warichu",
     "Figure", "Formula", "Form"]
)  # fmt: skip
INSIDE = {"LI": {"L"}, "LBody": {"LI"}, "TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"}}
PAINTS = frozenset(["Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh"])
WHITE = 5.0  # mm that a printer may leave white along each side
DOT = 4  # dots a millimetre, about 100 an inch


@dataclass(frozen=True)
class Word:
    """In points, from the top left corner of its page."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


def mistakes(content: bytes, language: str) -> list[str]:
    """What is against PDF/UA-1, in words; nothing when all is well."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [*_document(pdf, language), *_tree(pdf), *_pages(pdf)]


def _document(pdf: Pdf, language: str) -> Iterator[str]:
    root = pdf.Root
    if not root.get("/MarkInfo", {}).get("/Marked") or "/StructTreeRoot" not in root:
        yield "not tagged"
    if str(root.get("/Lang", "")) != language:
        yield f"its language is {root.get('/Lang')}"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "a reader would show the name of the file"
    with pdf.open_metadata() as metadata:
        if metadata.get("pdfuaid:part") != "1":
            yield "does not say that it is PDF/UA-1"
        if not metadata.get("dc:title"):
            yield "no title"
        if not metadata.get("dc:creator"):
            yield "no author"


def elements(pdf: Pdf) -> list[Dictionary]:
    """The elements of the structure, in the order in which they are read."""
    found: list[Dictionary] = []
    waiting: list[Object] = [pdf.Root.StructTreeRoot] if "/StructTreeRoot" in pdf.Root else []
    while waiting:
        one = waiting.pop()
        if not isinstance(one, Dictionary):
            continue
        if "/S" in one:
            found.append(one)
        kids = one.get("/K")
        waiting += reversed(list(kids)) if isinstance(kids, Array) else [] if kids is None else [kids]
    return found


def _tree(pdf: Pdf) -> Iterator[str]:
    level = 0
    for one in elements(pdf):
        tag = str(one.S)[1:]
        if tag not in STANDARD:
            yield f"{tag} is no standard tag"
        if re.fullmatch("H[1-6]", tag):
            if int(tag[1]) > level + 1:
                yield f"{tag} after H{level}"
            level = int(tag[1])
        if tag == "Figure" and not str(one.get("/Alt", "")).strip():
            yield "a figure without words"
        if tag == "TH" and "/Scope" not in _attributes(one):
            yield "a header of a table without its scope"
        parent = str(one.P.get("/S", ""))[1:]
        if parent not in INSIDE.get(tag, {parent}):
            yield f"{tag} inside {parent}"
    if not level:
        yield "no heading"


def _attributes(one: Dictionary) -> set[str]:
    held = one.get("/A", Array([]))
    return {str(name) for each in (held if isinstance(held, Array) else [held]) for name in each.keys()}  # noqa: SIM118


def _pages(pdf: Pdf) -> Iterator[str]:
    owners = dict(_numbers(pdf.Root.StructTreeRoot.ParentTree)) if "/StructTreeRoot" in pdf.Root else {}
    for number, page in enumerate(pdf.pages, 1):
        marked = owners.get(int(page.obj.get("/StructParents", -1)))
        said = {f"page {number}: {words}" for words in _content(page, len(marked) if marked is not None else 0)}
        yield from sorted(said)
        for font in page.resources.get("/Font", {}).values():
            yield from (f"page {number}: {words}" for words in _font(font))
        notes = page.obj.get("/Annots", Array([]))
        if len(notes) and str(page.obj.get("/Tabs", "")) != "/S":
            yield f"page {number}: its links are not in the order of reading"
        for note in notes:
            if not str(note.get("/Contents", "")).strip():
                yield f"page {number}: a link without words"
            if str(owners.get(int(note.get("/StructParent", -1)), {}).get("/S", "")) != "/Link":
                yield f"page {number}: a link outside the structure"


def _numbers(tree: Object) -> Iterator[tuple[int, Object]]:
    for kid in tree.get("/Kids", Array([])):
        yield from _numbers(kid)
    row = list(tree.get("/Nums", Array([])))
    yield from ((int(key), value) for key, value in zip(row[::2], row[1::2], strict=True))


def _content(page: pikepdf.Page, owned: int) -> Iterator[str]:
    """Everything painted is either of an element of the structure, or set apart as an artifact."""
    inside: list[bool] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BMC", "BDC"):
            number = operands[1].get("/MCID") if len(operands) > 1 and isinstance(operands[1], Dictionary) else None
            inside.append(str(operands[0]) == "/Artifact" or number is not None)
            if number is not None and int(number) >= owned:
                yield "a piece that no element holds"
        elif name == "EMC":
            inside.pop()
        elif name in PAINTS and not any(inside):
            yield "something painted outside the structure"


def _font(font: Object) -> Iterator[str]:
    descriptor = (
        font.DescendantFonts[0].FontDescriptor if "/DescendantFonts" in font else font.get("/FontDescriptor", {})
    )
    if not any(f"/FontFile{one}" in descriptor for one in ("", "2", "3")):
        yield "a font is not within"
    if "/ToUnicode" not in font:
        yield "a font whose signs cannot be read"


def placed(content: bytes) -> list[Word]:
    """Every word, and where it is."""
    assert PDFTOTEXT
    told = subprocess.run(
        [PDFTOTEXT, "-bbox", "-", "-"], input=content, capture_output=True, check=True
    ).stdout.decode()
    found, page = [], 0
    row = re.compile(r'<page |<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')
    for one in row.finditer(told):
        if one[0] == "<page ":
            page += 1
        else:
            left, top, right, bottom = (float(one[at]) for at in range(1, 5))
            found.append(Word(page, left, top, right, bottom, one[5]))
    return found


def laid_over(content: bytes) -> list[str]:
    """Words that cover each other. Lines may touch: the box of a word is higher than its letters."""
    found = []
    words = sorted(placed(content), key=lambda one: (one.page, one.top))
    for at, one in enumerate(words):
        for other in words[at + 1 :]:
            if other.page != one.page or other.top > one.bottom:
                break
            high = min(one.bottom, other.bottom) - other.top
            wide = min(one.right, other.right) - max(one.left, other.left)
            if wide > 1 and high > 0.45 * min(one.bottom - one.top, other.bottom - other.top):
                found.append(f"page {one.page}: « {one.text} » and « {other.text} »")
    return found


def inked_edges(content: bytes) -> list[int]:
    """The pages on which something is printed where a printer may not reach."""
    assert PDFTOPPM
    command = [PDFTOPPM, "-gray", "-r", str(DOT * 25.4), "-"]
    told = subprocess.run(command, input=content, capture_output=True, check=True).stdout
    found, at, page, edge = [], 0, 0, int(WHITE * DOT)
    while at < len(told):
        head = re.compile(rb"P5\s+(\d+)\s+(\d+)\s+255\s").match(told, at)
        assert head
        wide, high, at, page = int(head[1]), int(head[2]), head.end(), page + 1
        rows = [told[at + row * wide : at + (row + 1) * wide] for row in range(high)]
        sides = b"".join(rows[:edge] + rows[-edge:] + [row[:edge] + row[-edge:] for row in rows])
        if min(sides) < 250:
            found.append(page)
        at += wide * high
    return found
