"""Words of the catalogue in the page's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import get_language, gettext, pgettext

from prevenance.catalogue.content_values import Wording
from prevenance.kit.templatetags.kit import in_words
from prevenance.offer.presenters.wording import typeset
from prevenance.rules.statuses import Status

YEAR = 366  # days


def words(given: Wording | Mapping[str, str] | None) -> str:
    """The text, French where there is no English, "" for none."""
    if given is None:
        return ""
    language = get_language() or "fr"
    text = given.in_language(language) if isinstance(given, Wording) else given.get(language) or given["fr"]
    return typeset(text, language)


@dataclass(frozen=True, slots=True)
class Badge:
    """A status: its key (style and pictogram) and its word."""

    key: str
    words: str


def badge(status: Status) -> Badge:
    """The word of a status, in the singular."""
    return Badge(str(status), STATUS_WORDS[status]())


STATUS_WORDS = {
    Status.DUE: lambda: pgettext("status", "To do"),
    Status.COMING: lambda: pgettext("status", "Coming"),
    Status.OPTIONAL: lambda: pgettext("status", "Possible"),
    Status.UNKNOWN: lambda: pgettext("status", "To make clear"),
    Status.UP_TO_DATE: lambda: pgettext("status", "Up to date"),
    Status.NOT_CONCERNED: lambda: pgettext("status", "Not concerned"),
}


def when(status: Status, due_on: dt.date | None, until: dt.date | None, *, on: dt.date) -> str:
    """When to do it, in a sentence; "" when there is nothing to say. An end more than a year away hurries nobody."""
    if status is Status.DUE:
        if until and (until - on).days <= YEAR:
            return gettext("To do now, before %(day)s.") % {"day": in_words(until + dt.timedelta(days=1))}
        return gettext("To do now.")
    if status is Status.COMING and due_on:
        return gettext("From %(day)s.") % {"day": in_words(due_on)}
    if status is Status.UP_TO_DATE and due_on:
        return gettext("Next time: %(day)s.") % {"day": in_words(due_on)}
    return ""


def host(url: str | None) -> str:
    """The name of the site of an address, as people say it."""
    return urlsplit(address(url)).netloc.removeprefix("www.")


def address(url: str | None) -> str:
    """An address that a link can hold: a site may be written without its `https://`."""
    return url or "" if not url or "://" in url else f"https://{url}"
