"""What assistive technologies rely on, on every page in both languages: titles, zones, names, languages, order."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from xml.etree.ElementTree import Element

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.every_page import PUBLIC, Page, demo, elements, pages, tree, words

__all__ = ["demo", "pages"]  # fixtures of this module too
pytestmark = pytest.mark.django_db  # asked for when the pages are walked, by whichever test comes first

ABSENT = ("iframe", "video", "audio", "object", "embed", "canvas", "marquee", "blink", "font", "center")


def parents(root: Element) -> dict[Element, Element]:
    return {child: parent for parent in root.iter() for child in parent}


def inside(element: Element, tag: str, above: dict[Element, Element]) -> Element | None:
    while element in above:
        element = above[element]
        if element.tag == tag:
            return element
    return None


def test_each_page_has_one_main_title_and_no_level_is_jumped(pages: list[Page]) -> None:
    for page in pages:
        root, _ = tree(page.html)
        (main,) = elements(root, "main")
        levels = [int(one.tag[1]) for one in elements(main, "h1", "h2", "h3", "h4")]
        mistake = levels[:1] == [2] and "errors-title" in page.html  # the summary of the mistakes comes first
        assert levels.count(1) == 1, page.name
        assert levels[mistake] == 1, page.name
        rest = levels[mistake:]
        assert all(after <= before + 1 for before, after in itertools.pairwise(rest)), (page.name, levels)
        assert all(words(one) for one in elements(root, "h1", "h2", "h3", "title")), page.name


def test_each_page_has_its_zones_once_and_a_way_past_the_header(pages: list[Page]) -> None:
    for page in pages:
        root, _ = tree(page.html)
        counted = Counter(one.tag for one in elements(root, "header", "main", "footer", "nav"))
        assert counted == {"header": 1, "main": 1, "footer": 1, "nav": 1}, page.name
        first = elements(root, "a")[0]
        assert first.attrib["href"] == "#main", page.name
        assert elements(root, "main")[0].attrib["id"] == "main", page.name


def test_each_page_says_its_language_its_direction_and_a_title_of_its_own(pages: list[Page]) -> None:
    titles = Counter()
    for page in pages:
        root, _ = tree(page.html)
        assert root.attrib["lang"] == page.name[-2:]
        assert root.attrib["dir"] == "ltr"
        (title,) = [words(one) for one in elements(root, "title") if not one.attrib]
        (heading,) = [words(one) for one in elements(root, "h1")]
        assert title.endswith(" – Prévenance"), page.name
        if not page.name.startswith("home"):
            common = set(re.findall(r"\w{4,}", title.casefold())) & set(re.findall(r"\w{4,}", heading.casefold()))
            assert common or page.name.startswith(("signs", "reassure", "help-", "nothing", "start-")), page.name
        titles[title] += page.name.startswith(tuple(name.replace(":", "-") + page.name[-3:] for name in PUBLIC))
    assert [one for one, times in titles.items() if times > 2] == []  # the start has two addresses


def test_no_page_holds_what_the_criteria_ask_alternatives_for(pages: list[Page]) -> None:
    for page in pages:
        root, _ = tree(page.html)
        assert [one.tag for one in elements(root, *ABSENT)] == [], page.name
        assert [one.tag for one in elements(root) if {"accesskey", "style", "onclick"} & one.attrib.keys()] == []
        assert [one.tag for one in elements(root) if int(one.attrib.get("tabindex", 0)) > 0] == [], page.name
        assert "http-equiv" not in page.html, page.name


def test_each_table_has_its_title_and_its_headers(pages: list[Page]) -> None:
    found = 0
    for page in pages:
        root, _ = tree(page.html)
        for one in elements(root, "table"):
            found += 1
            assert len(elements(one, "caption")) == 1, page.name
            assert words(elements(one, "caption")[0]), page.name
            for row in elements(one, "tr"):
                heads = elements(row, "th")
                assert heads, page.name
                assert all(head.attrib.get("scope") in ("row", "col") for head in heads), page.name
    assert found


def test_each_drawing_is_named_or_left_out(pages: list[Page]) -> None:
    for page in pages:
        root, _ = tree(page.html)
        for one in elements(root, "svg"):
            named = one.attrib.get("role") == "img" and words(elements(one, "title")[0])
            assert named or one.attrib.get("aria-hidden") == "true", page.name
        assert all(one.attrib.get("alt") for one in elements(root, "img")), page.name


def test_nothing_is_empty(pages: list[Page]) -> None:
    for page in pages:
        root, _ = tree(page.html)
        for one in elements(root, "p", "li", "ul", "ol", "dt", "dd", "legend", "label", "a", "summary", "section"):
            drawn = elements(one, "img", "svg", "input")
            assert words(one) or drawn, f"{page.name}: an empty {one.tag}"
        for one in elements(root, "button"):
            assert words(one) or one.attrib.get("aria-hidden") == "true", page.name


def test_lists_hold_only_their_items(pages: list[Page]) -> None:
    for page in pages:
        root, _ = tree(page.html)
        above = parents(root)
        for one in elements(root, "ul", "ol"):
            assert {child.tag for child in one} == {"li"}, page.name
        assert all(above[one].tag in ("ul", "ol") for one in elements(root, "li")), page.name


def test_each_field_has_its_label_and_its_group(pages: list[Page]) -> None:
    for page in pages:
        root, _ = tree(page.html)
        above = parents(root)
        labelled = {one.attrib.get("for") for one in elements(root, "label") if words(one)}
        for one in elements(root, "input", "textarea", "select"):
            kind = one.attrib.get("type", "text")
            if kind == "hidden":
                continue
            around = inside(one, "label", above)
            assert (around is not None and words(around)) or one.attrib.get("id") in labelled, page.name
            group = inside(one, "fieldset", above)
            if kind == "radio":
                assert group is not None, page.name
            if group is not None:
                assert words(elements(group, "legend")[0]), page.name


def test_a_field_in_error_says_so_and_points_to_the_words(pages: list[Page]) -> None:
    wrong = [page for page in pages if page.name.startswith("mistake-") and 'class="error"' in page.html]
    assert wrong
    for page in wrong:
        root, _ = tree(page.html)
        invalid = [one for one in elements(root, "input") if one.attrib.get("aria-invalid") == "true"]
        assert invalid, page.name
        for one in invalid:
            assert one.attrib.get("aria-describedby", "").endswith("-error") or one.attrib["type"] in (
                "radio",
                "checkbox",
            )


def test_a_link_that_opens_a_window_says_so(pages: list[Page]) -> None:
    said = {"fr": "(nouvelle fenêtre)", "en": "(new window)"}
    for page in pages:
        root, _ = tree(page.html)
        for one in elements(root, "a"):
            assert (one.attrib.get("target") == "_blank") == words(one).endswith(said[page.name[-2:]]), page.name


def test_numbers_keep_their_order_in_a_language_read_from_the_right(pages: list[Page]) -> None:
    for page in pages:
        root, _ = tree(page.html)
        for one in elements(root, "a"):
            if one.attrib.get("href", "").startswith(("tel:", "sms:")):
                assert one.attrib.get("dir") == "ltr", page.name


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_list_of_all_the_pages_names_each_page_open_to_all(visitor: Client, language: str) -> None:
    from django.utils import translation

    with translation.override(language):
        text = visitor.get(reverse("all-pages")).content.decode()
        main = text.split("<main", 1)[1].split("</main>", 1)[0]
        for name in set(PUBLIC) - {"all-pages", "plans:start-again", "campaigns:subscribe-asked"}:
            assert f'href="{reverse(name)}"' in main, name
