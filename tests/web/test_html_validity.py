"""Every page is valid HTML: by our own reading, always; by the Nu validator, where its jar and Java are.

Our own reading is the parser of the HTML standard (the one which makes our PDFs): it lists what the standard calls a
parse error. Identifiers and references between elements are read from its tree. The Nu validator also knows which
element may be inside which: `docs/accessibility/README.md` says how to run it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests.web.every_page import Page, demo, elements, pages, tree

__all__ = ["demo", "pages"]  # fixtures of this module too
pytestmark = pytest.mark.django_db  # asked for when the pages are walked, by whichever test comes first

NU = os.environ.get("PREVENANCE_NU_VALIDATOR", "")  # the path of vnu.jar
REFERENCES = ("for", "form", "aria-describedby", "aria-labelledby", "aria-controls")


def mistakes(html: str) -> list[str]:
    """What our own reading has to say against a page."""
    root, errors = tree(html)
    said = [f"line {line}: {code} {details or ''}" for (line, _), code, details in errors]
    found = elements(root)
    named = Counter(one.attrib["id"] for one in found if "id" in one.attrib)
    said += [f"the identifier {name} is there {times} times" for name, times in named.items() if times > 1]
    for one in found:
        for attribute in REFERENCES:
            said += [
                f"{one.tag} {attribute}={name} leads nowhere"
                for name in one.attrib.get(attribute, "").split()
                if name not in named
            ]
        goal = one.attrib.get("href", "")
        if goal.startswith("#") and goal[1:] not in named:
            said.append(f"the link {goal} leads nowhere")
    return said


def test_every_page_is_read_without_a_mistake(pages: list[Page]) -> None:
    assert [f"{one.name}: {words}" for one in pages for words in mistakes(one.html)] == []


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<!doctype html><title>x</title><p><div></div></p>", "unexpected-end-tag"),
        ("<!doctype html><title>x</title><p id=a></p><p id=a></p>", "a is there 2 times"),
        ("<!doctype html><title>x</title><label for=b>x</label>", "for=b leads nowhere"),
        ("<!doctype html><title>x</title><a href='#c'>x</a>", "#c leads nowhere"),
        ("<!doctype html><title>x</title><p class=a class=b>x</p>", "duplicate-attribute"),
        ("<title>x</title>", "expected-doctype"),
    ],
)
def test_our_own_reading_sees_mistakes(html: str, words: str) -> None:
    assert any(words in said for said in mistakes(html))


@pytest.mark.skipif(not (NU and Path(NU).is_file() and shutil.which("java")), reason="PREVENANCE_NU_VALIDATOR and Java")
def test_the_nu_validator_finds_nothing(pages: list[Page], tmp_path: Path) -> None:
    for one in pages:
        (tmp_path / f"{one.name}.html").write_text(one.html, encoding="utf-8")
    command = [
        "java",
        "-Xmx512m",
        "-jar",
        NU,
        "--format",
        "json",
        "--exit-zero-always",
        "--skip-non-html",
        str(tmp_path),
    ]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=300)
    messages = json.loads(answer.stderr)["messages"]
    said = [f"{Path(one.get('url', '')).stem}:{one.get('lastLine')}: {one['message']}" for one in messages]
    assert said == []
