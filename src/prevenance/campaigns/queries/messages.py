"""Messages that an agent may see, those that everybody reads, and whether one may go out."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import QuerySet

from prevenance.campaigns.choices.messages import (
    MINE,
    READ,
    SOURCE_GOOD_FOR,
    Hindrance,
    MessageState,
    Verdict,
)
from prevenance.campaigns.models import Message, MessageReview, MessageTranslation, MessageVersion
from prevenance.people.queries import Access

WRITE, REVIEW = "write_messages", "review_messages"


@dataclass(frozen=True, slots=True)
class Words:
    """A message in one language. `easy`: the easy-to-read one, one idea a line. `not_said`: what it does not say."""

    title: str
    text: str
    easy: str = ""
    not_said: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """`date`: the document's own, as written there. `status`: V, S, P or U, as in the catalogue. `good_until`: the day
    from which it is outdated, when it says one (a season, a ceiling).
    """

    organisation: str
    document: str
    date: str
    url: str
    status: str
    checked_on: dt.date
    good_until: dt.date | None = None

    def is_outdated(self, on: dt.date) -> bool:
        """Past its own end, or not looked at again for a year."""
        ended = self.good_until is not None and self.good_until < on
        return ended or self.checked_on + SOURCE_GOOD_FOR < on

    def kept(self) -> dict[str, Any]:
        """As its column holds it."""
        return json.loads(json.dumps(asdict(self), default=str))  # type: ignore[no-any-return]

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Source:
        """From a column or a file.

        Raises:
            KeyError, ValueError
        """
        until = given.get("good_until")
        return cls(
            organisation=str(given["organisation"]).strip(),
            document=str(given["document"]).strip(),
            date=str(given["date"]).strip(),
            url=str(given["url"]).strip(),
            status=str(given["status"]).strip(),
            checked_on=dt.date.fromisoformat(str(given["checked_on"])),
            good_until=dt.date.fromisoformat(str(until)) if until else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is typed of a message. `words`: fr, and en when it is written. `subject`: an act of the catalogue, or ""."""

    intent: str
    audience: str
    words: Mapping[str, Words]
    sources: tuple[Source, ...] = ()
    subject: str = ""
    pictogram: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One version, as it was written."""

    id: int
    number: int
    draft: Draft
    digest: str
    made_at: dt.datetime
    author: str
    author_id: int | None


@dataclass(frozen=True, slots=True)
class Translation:
    """The last one in a language. `is_stale`: the original's words changed since."""

    id: int
    language: str
    words: Words
    is_stale: bool
    is_read: bool
    author_id: int
    made_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Review:
    """What a professional said of a version."""

    version: int
    verdict: Verdict
    role: str
    note: str
    at: dt.datetime
    by: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A message with its last version, its translations and what was said of every version."""

    id: int
    code: str
    organisation: int
    organisation_name: str
    state: MessageState
    ready_key: str
    is_fictional: bool
    made_at: dt.datetime
    version: Version
    versions: int
    translations: Mapping[str, Translation] = field(default_factory=dict)
    reviews: tuple[Review, ...] = ()

    @property
    def accepted(self) -> Review | None:
        """The last word on the last version, when it is a yes."""
        said = [one for one in self.reviews if one.version == self.version.number]
        return said[-1] if said and said[-1].verdict is Verdict.ACCEPTED else None


def may_go_out(number: int, *, on: dt.date, language: str = MINE) -> tuple[Hindrance, ...]:
    """Why this message may not leave in this language on this day; empty: it may. Ask at the moment of sending.

    Whether it is shown on the site's own pages is another matter (`MessageState.PUBLISHED`).

    Raises:
        Message.DoesNotExist
    """
    return hindrances(_kept(_rows().get(pk=number)), on=on, language=language)


def hindrances(one: Kept, *, on: dt.date, language: str = MINE) -> tuple[Hindrance, ...]:
    """The same, of a message at hand."""
    found = [Hindrance.ONLY_AN_EXAMPLE] if one.is_fictional else []
    if one.state is MessageState.WITHDRAWN:
        found.append(Hindrance.WITHDRAWN)
    if one.state is MessageState.OUTDATED:
        found.append(Hindrance.OUTDATED)
    if one.state not in READ or one.accepted is None:
        found.append(Hindrance.NOT_REVIEWED)
    found += source_hindrances(one.version.draft.sources, on=on)
    if language not in one.version.draft.words:
        translation = one.translations.get(language)
        if translation is None:
            found.append(Hindrance.NO_WORDS)
        elif translation.is_stale:
            found.append(Hindrance.TRANSLATION_STALE)
        elif not translation.is_read:
            found.append(Hindrance.TRANSLATION_UNREAD)
    return tuple(found)


def source_hindrances(sources: Sequence[Source], *, on: dt.date) -> list[Hindrance]:
    """No source at all, one that is outdated, or none that was checked."""
    if not sources:
        return [Hindrance.NO_SOURCE]
    found = [Hindrance.SOURCE_OUTDATED] if any(one.is_outdated(on) for one in sources) else []
    if all(one.status == "U" for one in sources):
        found.append(Hindrance.SOURCE_UNCONFIRMED)
    return found


def words_in(one: Kept, language: str, *, on: dt.date) -> tuple[str, Words]:
    """The words that may be shown in this language, else French: (language of the words, words)."""
    written = one.version.draft.words
    if language in written:
        return language, written[language]
    translation = one.translations.get(language)
    if translation is not None and translation.is_read and not translation.is_stale:
        return language, translation.words
    return MINE, written[MINE]


def messages(agent: Access, *, state: str = "", action: str = WRITE) -> tuple[Kept, ...]:
    """Those of the agent's organisations, the last changed first. `state` "": in any."""
    rows = _rows().filter(organisation_id__in=sorted(agent.organisations(action)))
    if state:
        rows = rows.filter(state=state)
    found = [_kept(row) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.version.made_at, one.id), reverse=True))


def message(agent: Access, number: int, *, action: str = WRITE) -> Kept | None:
    """One; None outside the scope."""
    row = _rows().filter(pk=number, organisation_id__in=sorted(agent.organisations(action))).first()
    return _kept(row) if row else None


def by_number(numbers: Sequence[int]) -> dict[int, Kept]:
    """Those of these ids, whoever wrote them: ask first whether they may be seen."""
    return {row.pk: _kept(row) for row in _rows().filter(pk__in=list(numbers))}


def versions(number: int) -> tuple[Version, ...]:
    """Every version of a message, the first one first. Ask `message` first whether it may be seen."""
    rows = MessageVersion.objects.filter(message_id=number).select_related("made_by")
    return tuple(_version(row) for row in rows.order_by("number"))


def published(*, on: dt.date) -> tuple[Kept, ...]:
    """What everybody reads on the site, the last written first: nothing unread by a professional, nothing outdated.
    Those of a demonstration are among them, and each page says that they are examples.
    """
    rows = _rows().filter(state=MessageState.PUBLISHED.value)
    found = [one for one in map(_kept, rows) if one.is_fictional or not hindrances(one, on=on)]
    return tuple(sorted(found, key=lambda one: (one.version.made_at, one.id), reverse=True))


def published_one(code: str, *, on: dt.date) -> Kept | None:
    """The published message of this address; None when it may not be shown."""
    row = _rows().filter(code=code, state=MessageState.PUBLISHED.value).first()
    one = _kept(row) if row else None
    return one if one and (one.is_fictional or not hindrances(one, on=on)) else None


def taken(organisations: Sequence[int]) -> frozenset[tuple[int, str]]:
    """(organisation, key) of the ready messages that these organisations took."""
    rows = Message.objects.filter(organisation_id__in=list(organisations)).exclude(ready_key="")
    return frozenset(rows.values_list("organisation_id", "ready_key"))


def digest(words: Words) -> str:
    """Of what a translation translates: the same words give the same digest."""
    told = json.dumps(asdict(words), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def kept_words(words: Words) -> dict[str, str]:
    """As a column holds them."""
    return asdict(words)


def _rows() -> QuerySet[Message]:
    return Message.objects.select_related("organisation").prefetch_related(
        "versions__made_by", "versions__reviews__by", "translations"
    )


def _kept(row: Message) -> Kept:
    ordered = sorted(row.versions.all(), key=lambda one: one.number)
    last = _version(ordered[-1])
    translations: dict[str, Translation] = {}
    for one in sorted(row.translations.all(), key=lambda one: one.pk):
        translations[one.language] = _translation(one, last)
    reviews = [_review(said, one.number) for one in ordered for said in one.reviews.all()]
    return Kept(
        row.pk,
        row.code,
        row.organisation_id,
        row.organisation.name,
        MessageState(row.state),
        row.ready_key,
        row.is_fictional,
        row.made_at,
        last,
        len(ordered),
        translations,
        tuple(sorted(reviews, key=lambda one: one.at)),
    )


def _version(row: MessageVersion) -> Version:
    draft = Draft(
        intent=row.intent,
        audience=row.audience,
        words={language: Words(**told) for language, told in row.words.items()},
        sources=tuple(Source.read(one) for one in row.sources),
        subject=row.subject,
        pictogram=row.pictogram,
    )
    author = row.made_by.display_name if row.made_by else ""
    return Version(row.pk, row.number, draft, row.digest, row.made_at, author, row.made_by_id)


def _translation(row: MessageTranslation, last: Version) -> Translation:
    is_stale = row.digest != last.digest
    is_read = row.read_at is not None
    return Translation(row.pk, row.language, Words(**row.words), is_stale, is_read, row.made_by_id, row.made_at)


def _review(row: MessageReview, version: int) -> Review:
    return Review(version, Verdict(row.verdict), row.role, row.note, row.at, row.by.display_name)
