"""Messages in words: what the team sees, what residents read, what the writing aid says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext

from prevenance import catalogue
from prevenance.campaigns.choices import writing_aid
from prevenance.campaigns.choices.message_words import (
    HINDRANCES,
    INTENTS,
    PICTOGRAMS,
    SOURCE_STATUSES,
    STATES,
)
from prevenance.campaigns.choices.messages import LANGUAGES, LENGTHS, RIGHT_TO_LEFT, SOURCES_MOST, Hindrance
from prevenance.campaigns.choices.readability import Measures
from prevenance.campaigns.choices.writing_aid import Remark
from prevenance.campaigns.queries import messages as queries
from prevenance.campaigns.queries.messages import Draft, Kept, Source, Words
from prevenance.kit.inputs import Mistake
from prevenance.kit.texts import Text
from prevenance.people.presenters.fields import Field, Form

MES = Text("Mon espace santé", "Mon espace santé")


@dataclass(frozen=True, slots=True)
class Advice:
    """What the aid says of one language."""

    language: str
    name: str
    measures: Measures | None
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as residents read it. `lang`: of its words, "" when they are the page's own."""

    code: str
    lang: str
    direction: str
    words: Words
    pictogram: str
    is_fictional: bool
    sources: tuple[Source, ...]
    written_by: str
    reviewed_by: str
    reviewed_on: dt.date | None
    others: tuple[tuple[str, str], ...]

    @property
    def easy_lines(self) -> list[str]:
        """One idea a line."""
        return [one for one in self.words.easy.splitlines() if one.strip()]

    @property
    def paragraphs(self) -> list[str]:
        """Of the plain text."""
        return [one for one in self.words.text.splitlines() if one.strip()]


def subjects(language: str) -> dict[str, str]:
    """What a message may speak of: key → words."""
    found = {"mon_espace_sante": MES.en if language == "en" else MES.fr}
    for key, one in catalogue.load().recommendations.items():
        found[key] = one.words.name.in_language(language)
    return found


def line(one: Kept, *, on: dt.date) -> dict[str, object]:
    """A message in the team's list."""
    return {
        "id": one.id,
        "title": one.version.draft.words["fr"].title,
        "state": STATES[one.state],
        "version": one.version.number,
        "on": one.version.made_at,
        "is_fictional": one.is_fictional,
        "reasons": reasons(queries.hindrances(one, on=on)),
    }


def reasons(found: Sequence[Hindrance]) -> list[Text]:
    """Why it may not go out."""
    return [HINDRANCES[one] for one in found]


def advice(draft: Draft) -> list[Advice]:
    """What could be said more simply, for each language written, then what is missing."""
    found = []
    for language, words in draft.words.items():
        said = writing_aid.remarks(f"{words.title}.\n{words.text}", language)
        said += writing_aid.easy_remarks(words.easy, language)
        missing = [("no_easy", not words.easy), ("no_limits", not words.not_said)]
        if language == "fr":
            missing += [("no_english", "en" not in draft.words), ("no_source", not draft.sources)]
        said += tuple(Remark(key, language, "") for key, is_so in missing if is_so)
        name = gettext("French") if language == "fr" else gettext("English")
        found.append(Advice(language, name, writing_aid.measured(words.text, language), said))
    return found


def shown(one: Kept, language: str, *, on: dt.date) -> Shown:
    """As a resident reads it in this language, else in French."""
    found, words = queries.words_in(one, language, on=on)
    if found == "fr":
        words = typeset_words(words)
    if found in RIGHT_TO_LEFT:
        words = Words(*map(numbers_held, (words.title, words.text, words.easy, words.not_said)))
    review = one.accepted
    others = tuple(
        (code, LANGUAGES[code])
        for code, told in sorted(one.translations.items())
        if code in LANGUAGES and told.is_read and not told.is_stale and code != found
    )
    return Shown(
        one.code,
        found,
        "rtl" if found in RIGHT_TO_LEFT else "ltr",
        words,
        one.version.draft.pictogram,
        one.is_fictional,
        one.version.draft.sources,
        one.organisation_name,
        review.role if review else "",
        review.at.date() if review else None,
        others,
    )


def typeset_words(french: Words) -> Words:
    """French words, ready for a page."""
    return Words(*map(typeset, (french.title, french.text, french.easy, french.not_said)))


def numbers_held(words: str) -> str:
    """Among words read from the right, « 36 46 » would be shown as « 46 36 »: a no-break space keeps it one number."""
    return re.sub(r"(?<=\d) (?=\d)", "\u00a0", words)


def typeset(french: str) -> str:
    """No line begins with a colon nor a question mark."""
    return re.sub(r" (?=[:;?!»])|(?<=«) ", "\u00a0", french.replace("'", "’"))


def form(typed: Mapping[str, str], mistakes: Sequence[Mistake], *, language: str) -> dict[str, object]:
    """The fields of the page that writes a message."""
    made = Form(typed, mistakes)
    known = [("", gettext("Something else"), ""), *((key, words, "") for key, words in subjects(language).items())]
    drawings = [("", gettext("None"), ""), *((key, str(words), "") for key, words in PICTOGRAMS.items())]
    about = [
        made.choice("intent", gettext("What for?"), [(k, str(w), "") for k, w in INTENTS.items()], kind="select"),
        made.field("audience", gettext("For whom?"), hint=gettext("Without naming anyone. In French."), longest=200),
        made.choice("subject", gettext("What does it speak of?"), known, kind="select"),
        made.choice("pictogram", gettext("Drawing beside the title"), drawings, kind="select"),
    ]
    filled = sum(any(typed.get(f"source-{at}-{n}") for n in ("url", "document")) for at in range(1, SOURCES_MOST + 1))
    return {
        "about": about,
        "french": _language_fields(made, "fr"),
        "english": _language_fields(made, "en"),
        "sources": [_source_fields(made, at) for at in range(1, min(SOURCES_MOST, filled + 1) + 1)],
        "errors": made.errors,
    }


def translation_form(typed: Mapping[str, str], mistakes: Sequence[Mistake]) -> list[Field]:
    """The four fields of a translation."""
    made = Form(typed, mistakes)
    labels = _labels()
    return [
        made.field(name, labels[name], "text" if name == "title" else "textarea", longest=most)
        for name, most in LENGTHS.items()
    ]


def _labels() -> dict[str, str]:
    return {
        "title": gettext("Title"),
        "text": gettext("Text"),
        "easy": gettext("Easy to read: one idea a line"),
        "not_said": gettext("What it does not say"),
    }


def _language_fields(made: Form, language: str) -> list[Field]:
    tongue = gettext("in French") if language == "fr" else gettext("in English")
    return [
        made.field(
            f"{language}-{name}",
            f"{words} ({tongue})",
            "text" if name == "title" else "textarea",
            longest=LENGTHS[name],
        )
        for name, words in _labels().items()
    ]


def _source_fields(made: Form, at: int) -> dict[str, object]:
    statuses = [(key, str(words), "") for key, words in SOURCE_STATUSES.items()]
    example = gettext("Like this: 24/11/2026")
    which = gettext("source %(number)d") % {"number": at}
    fields = [
        made.field(f"source-{at}-organisation", f"{gettext('Who wrote it')} ({which})", longest=120),
        made.field(f"source-{at}-document", f"{gettext('Its title')} ({which})", longest=300),
        made.field(f"source-{at}-date", f"{gettext('Its date, as written there')} ({which})", longest=30),
        made.field(f"source-{at}-url", f"{gettext('Its address')} ({which})", mode="url", longest=500),
        made.choice(f"source-{at}-status", f"{gettext('How sure')} ({which})", statuses, kind="select", value="V"),
        made.field(f"source-{at}-checked", f"{gettext('Looked at on')} ({which})", hint=example, longest=12),
        made.field(f"source-{at}-until", f"{gettext('Good until, if it says so')} ({which})", hint=example, longest=12),
    ]
    return {"number": at, "fields": fields}


def compared(before: Draft, after: Draft) -> list[dict[str, object]]:
    """What changed between two versions, line by line: for each part, lines that are (kept, removed, added)."""
    labels = _labels()
    found: list[dict[str, object]] = []
    for language in ("fr", "en"):
        for name, label in labels.items():
            old, new = (getattr(one.words.get(language, Words("", "")), name) for one in (before, after))
            if old != new:
                tongue = gettext("in French") if language == "fr" else gettext("in English")
                found.append({"label": f"{label} ({tongue})", "lines": _lines(old, new)})
    old, new = ("\n".join(_told(one) for one in draft.sources) for draft in (before, after))
    if old != new:
        found.append({"label": gettext("Sources"), "lines": _lines(old, new)})
    if before.audience != after.audience:
        found.append({"label": gettext("For whom?"), "lines": _lines(before.audience, after.audience)})
    return found


def _told(one: Source) -> str:
    return f"{one.organisation}, {one.document}, {one.date}, {one.url}, {one.checked_on:%d/%m/%Y}"


def _lines(old: str, new: str) -> list[tuple[str, str]]:
    before, after = old.splitlines(), new.splitlines()
    found: list[tuple[str, str]] = []
    for kind, first, last, start, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [("kept", one) for one in before[first:last]]
        else:
            found += [("removed", one) for one in before[first:last]] + [("added", one) for one in after[start:stop]]
    return found
