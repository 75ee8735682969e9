"""The house inspects itself: a rule that no test holds is a wish."""

from __future__ import annotations

import ast
import gettext
import io
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "prevenance"
MODULES = sorted(p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts)
BENCHES = sorted((ROOT / "bench").glob("*.py"))
CLOCK = SOURCE / "kit" / "clock.py"


def tracked() -> list[Path]:
    """The files of the project, without those that git ignores."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


@pytest.mark.parametrize("module", [*MODULES, *BENCHES], ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_keeps_to_the_sizes_of_the_house(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert text.count("\n") <= 400, "look for the second word hiding in this file"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, f"{node.name} is too long"


@pytest.mark.parametrize("module", [m for m in MODULES if m != CLOCK], ids=lambda p: str(p.relative_to(SOURCE)))
def test_only_the_clock_reads_the_clock(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    found = re.search(r"\b(date\.today|datetime\.now|datetime\.utcnow|timezone\.now|localdate)\(", text)
    assert found is None, f"{found.group() if found else ''}: take `on` or `at` instead"


@pytest.mark.parametrize("module", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_module_says_what_it_is_for(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text)), "begin the module with a docstring"


def test_no_room_bears_a_name_that_says_nothing() -> None:
    vague = {"utils", "helpers", "common", "services", "managers", "signals", "misc"}
    assert [str(m) for m in MODULES if vague & {*m.with_suffix("").parts[len(SOURCE.parts) :]}] == []


def test_nothing_of_the_workplace_is_in_the_project() -> None:
    hosts = r"files\.pythonhosted|registry\.npmjs|pypi\.org|deb\.debian\.org"
    words = re.compile(rf"(?<![\w.])/(?:work|root|tmp)/\w|{hosts}")
    found = []
    for path in tracked():
        if path == Path(__file__) or path.suffix in (".png", ".woff2", ".gz", ".xz", ".mo", ".svg", ".js"):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {hit.group()}" for hit in words.finditer(text)]
    assert found == []


def test_the_project_holds_no_file_of_the_real_data() -> None:
    heavy = [str(p.relative_to(ROOT)) for p in tracked() if p.stat().st_size > 1_500_000]
    assert heavy == []


def test_each_decision_fits_one_page() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert len(decisions) >= 4
    for path in decisions:
        text = path.read_text(encoding="utf-8")
        assert len(text.split()) <= 600, f"{path.name} is longer than a page"
        for part in ("## Context", "## Options", "## Choice", "## Consequences"):
            assert part in text, f"{path.name} lacks {part}"


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for path in [p for p in tracked() if p.suffix == ".md"]:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text(encoding="utf-8")):
            if not (path.parent / target).exists():
                broken.append(f"{path.relative_to(ROOT)} → {target}")
    assert broken == []


def test_the_glossary_names_what_the_code_names() -> None:
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    for word in (
        "Fact",
        "Question",
        "Recommendation",
        "Act",
        "Status",
        "Plan",
        "Place",
        "Commune",
        "Territory",
        "Catalogue",
    ):
        assert re.search(rf"\b{word}\b", text), f"{word} has no row in the glossary"


def test_the_french_words_are_complete_and_compiled() -> None:
    folder = SOURCE / "site" / "locale" / "fr" / "LC_MESSAGES"
    text = (folder / "django.po").read_text(encoding="utf-8")
    assert "#, fuzzy" not in text.split("\n\n", 1)[1]
    blocks = [block for block in text.split("\n\n")[1:] if "msgid" in block and not block.lstrip().startswith("#~")]
    empty = [block for block in blocks if re.search(r'msgstr(\[\d\])? ""\s*(\n[^"]|$)', block)]
    assert empty == []
    assert (folder / "django.mo").stat().st_size > 1000


# What Babel's usual list lacks of Django's names: (the place of the context, of the sentence, of its plural).
_LAZY: dict[str, Any] = {"gettext_lazy": None, "gettext_noop": None, "_": None, "ngettext_lazy": (1, 2)}
_LAZY |= {"pgettext_lazy": ((1, "c"), 2), "npgettext_lazy": ((1, "c"), 2, 3)}


def test_every_sentence_of_the_interface_has_its_french_one() -> None:
    with (SOURCE / "site" / "locale" / "fr" / "LC_MESSAGES" / "django.mo").open("rb") as compiled:
        french = gettext.GNUTranslations(compiled)._catalog  # type: ignore[attr-defined]  # the only way to all keys
    pages = {path: path.read_text(encoding="utf-8") for path in SOURCE.rglob("templates/**/*.html")}
    sources = {path: path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py")}
    sources |= {path: templatize(text, origin=str(path)) for path, text in pages.items()}
    missing = []
    for path, text in sources.items():
        for line, message, _, context in extract(
            "python", io.BytesIO(text.encode()), keywords={**DEFAULT_KEYWORDS, **_LAZY}
        ):
            said = message if isinstance(message, str) else message[0]
            key = f"{context}\x04{said}" if context else said
            if key not in french and (key, 0) not in french:
                missing.append(f"{path.relative_to(SOURCE)}:{line}: {said}")
    assert missing == []


def test_the_kinds_of_places_are_the_same_upstairs_and_downstairs() -> None:
    from prevenance.catalogue.content_values import PlaceKind
    from prevenance.offer.choices import PLACE_KINDS

    assert {str(kind) for kind in PlaceKind} == {str(kind) for kind in PLACE_KINDS}


def test_no_test_opens_the_window_of_visits_in_its_own_process() -> None:
    """Importing `site.wsgi` does: its thread goes on, and asks the database in the middle of another test."""
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("test_*.py")
        if re.search(r"^\s*(from|import) prevenance\.site\.wsgi", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert found == []
