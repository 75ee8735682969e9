"""What the page to stop says: each room has its own words for what it sends, in a template; the people's room has some
for all the rest.
"""

from __future__ import annotations

USUAL = "people/stop_words.html"
_templates: dict[str, str] = {}


def say(purpose: str, template: str) -> None:
    """Once for each purpose, in the `apps.py` of the room that sends. The template reads `found` (people.queries)."""
    _templates[purpose] = template


def template(purpose: str) -> str:
    """The words of a purpose."""
    return _templates.get(purpose, USUAL)
