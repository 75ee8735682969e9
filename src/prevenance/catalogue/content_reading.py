"""Acts, contacts, contents and warning signs: what the catalogue says besides its rules, read and checked.

Every function takes the catalogue's folder, and raises `ContentError` at the first thing it cannot accept.
Conditions (`for_whom`) stay as text: the rules language is parsed by the room below.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from prevenance.catalogue.content_values import (
    Act,
    Chapter,
    Confidence,
    Contact,
    Content,
    DoneAt,
    Fallback,
    PlaceKind,
    Reach,
    Sign,
    SignKind,
    Source,
    SourceStatus,
    Wording,
)
from prevenance.catalogue.marked_yaml import ContentError, Entry, read_file

__all__ = [
    "CATALOGUE",
    "ContentError",
    "free",
    "read_acts",
    "read_contacts",
    "read_contents",
    "read_signs",
    "sources",
    "wording",
]

T = TypeVar("T")

CATALOGUE = Path(__file__).parent
UNCERTAIN_PARTS = ("who", "timing", "cost", "where", "season", "text")


def read_contacts(folder: Path = CATALOGUE) -> dict[str, Contact]:
    return _keyed(read_file(folder / "contents" / "contacts.yaml"), "key", _contact)


def read_acts(folder: Path = CATALOGUE) -> dict[str, Act]:
    contacts = read_contacts(folder)
    return _keyed(read_file(folder / "acts.yaml"), "key", lambda entry: _act(entry, contacts))


def read_contents(folder: Path = CATALOGUE) -> dict[str, Content]:
    """The contents of all chapters, by id, in the order of the files. An id is unique across chapters."""
    contacts = read_contacts(folder)
    found: dict[str, Content] = {}
    for chapter in Chapter:
        document = read_file(folder / "contents" / f"{chapter}.yaml").mapping(("review", "contents"))
        review = _review(document["review"])
        for key, content in _keyed(document["contents"], "id", _content_reader(chapter, contacts, review)).items():
            if key in found:
                document["contents"].refuse(
                    f"id “{key}” is already in the chapter {found[key].chapter}", "Give it another id"
                )
            found[key] = content
    return found


def read_signs(folder: Path = CATALOGUE) -> dict[str, Sign]:
    contacts = read_contacts(folder)
    return _keyed(read_file(folder / "contents" / "symptoms.yaml"), "key", lambda entry: _sign(entry, contacts))


def _keyed(listing: Entry, key: str, read: Callable[[Entry], T]) -> dict[str, T]:
    found: dict[str, T] = {}
    for item in listing.items(at_least=1):
        name = item.peek(key)
        if name in found:
            item.refuse(f"{key} “{name}” written twice", "Keep only one of them")
        found[name] = read(item.named(name))
    return found


def _act(entry: Entry, contacts: Collection[str]) -> Act:
    fields = entry.mapping(("key", "name", "done_at", "fallback", "takes"), ("sources",))
    fallback = fields["fallback"].mapping(("fr", "en", "contacts"))
    done_at = tuple(_done_at(item) for item in fields["done_at"].items())
    kinds = [one.kind for one in done_at]
    if len(set(kinds)) < len(kinds):
        fields["done_at"].refuse("the same kind of place is written twice", "Keep only one line for each kind")
    if any(one.confidence == Confidence.BY_LAW for one in done_at) and "sources" not in fields:
        fields["done_at"].refuse("“by_law” without a source", "Add `sources`, or write to_be_confirmed")
    return Act(
        key=entry.where,
        name=wording(fields["name"]),
        done_at=done_at,
        fallback=Fallback(
            text=Wording(fallback["fr"].text(), fallback["en"].text()),
            contacts=_contact_keys(fallback["contacts"], contacts, at_least=1),
        ),
        takes=_optional(fields["takes"], wording),
        sources=sources(fields["sources"]) if "sources" in fields else (),
    )


def _done_at(entry: Entry) -> DoneAt:
    fields = entry.mapping(("kind", "confidence"), ("from_age", "to_age", "note"))
    return DoneAt(
        kind=PlaceKind(fields["kind"].one_of([*PlaceKind], "kind of place")),
        confidence=Confidence(fields["confidence"].one_of([*Confidence], "confidence")),
        from_age=fields["from_age"].whole_number() if "from_age" in fields else None,
        to_age=fields["to_age"].whole_number() if "to_age" in fields else None,
        note=wording(fields["note"]) if "note" in fields else None,
    )


def _contact(entry: Entry) -> Contact:
    required = ("key", "name", "use", "number", "website", "free", "hours", "status", "url", "checked_on")
    fields = entry.mapping(required, ("reach", "price", "emergency"))
    number, website = _optional(fields["number"], Entry.text), _optional(fields["website"], Entry.text)
    if number is None and website is None:
        entry.refuse("neither a number nor a website", "Give at least one way to reach this contact")
    status = _status(fields["status"])
    return Contact(
        key=entry.where,
        name=wording(fields["name"]),
        use=wording(fields["use"]),
        number=number,
        website=website,
        reach=Reach(fields["reach"].one_of([*Reach], "way to reach")) if "reach" in fields else Reach.CALL,
        free=free(fields["free"]),
        price=wording(fields["price"]) if "price" in fields else None,
        hours=_optional(fields["hours"], wording),
        emergency="emergency" in fields and fields["emergency"].boolean(),
        status=status,
        url=_address(fields["url"], status),
        checked_on=fields["checked_on"].day(),
    )


def _content_reader(chapter: Chapter, contacts: Collection[str], default: "_Review") -> Callable[[Entry], Content]:
    def read(entry: Entry) -> Content:
        required = ("id", "name", "text", "cost", "for_whom", "sources", "to_be_confirmed")
        fields = entry.mapping(required, ("steps", "contacts", "review"))
        listed = sources(fields["sources"])
        review = _review(fields["review"]) if "review" in fields else default
        doubts = tuple(item.one_of(UNCERTAIN_PARTS, "part") for item in fields["to_be_confirmed"].items())
        if all(source.status == SourceStatus.UNCONFIRMED for source in listed) and not doubts:
            fields["to_be_confirmed"].refuse(
                "no source is confirmed, yet nothing is to be confirmed", "Name the uncertain parts"
            )
        if review.next_review <= max(source.checked_on for source in listed):
            entry.refuse("the next review is before the last check of a source", "Set a later `next_review`")
        return Content(
            id=entry.where,
            chapter=chapter,
            name=wording(fields["name"]),
            text=wording(fields["text"]),
            steps=tuple(wording(item) for item in fields["steps"].items()) if "steps" in fields else (),
            cost=_optional(fields["cost"], wording),
            for_whom=_optional(fields["for_whom"], Entry.text),
            contacts=_contact_keys(fields["contacts"], contacts) if "contacts" in fields else (),
            sources=listed,
            to_be_confirmed=doubts,
            author=review.author,
            checker=review.checker,
            next_review=review.next_review,
        )

    return read


def _sign(entry: Entry, contacts: dict[str, Contact]) -> Sign:
    fields = entry.mapping(("key", "kind", "fr", "en", "said", "contacts", "sources"))
    said = fields["said"].mapping(("fr", "en"))
    kind = SignKind(fields["kind"].one_of([*SignKind], "kind of sign"))
    keys = _contact_keys(fields["contacts"], contacts, at_least=1 if kind == SignKind.EMERGENCY else 0)
    if kind == SignKind.EMERGENCY and not any(contacts[key].emergency for key in keys):
        fields["contacts"].refuse("an emergency without an emergency number", "Add 15, 112, 114 or 3114")
    return Sign(
        key=entry.where,
        kind=kind,
        text=Wording(fields["fr"].text(), fields["en"].text()),
        said=tuple(one.text() for language in ("fr", "en") for one in said[language].items(at_least=1)),
        contacts=keys,
        sources=sources(fields["sources"]),
    )


@dataclass(frozen=True)
class _Review:
    author: str
    checker: str | None
    next_review: date


def _review(entry: Entry) -> _Review:
    fields = entry.mapping(("author", "checker", "next_review"))
    return _Review(fields["author"].text(), _optional(fields["checker"], Entry.text), fields["next_review"].day())


def sources(entry: Entry) -> tuple[Source, ...]:
    return tuple(_source(item) for item in entry.items(at_least=1))


def _source(entry: Entry) -> Source:
    fields = entry.mapping(("organisation", "document", "date", "url", "status", "checked_on"))
    status = _status(fields["status"])
    return Source(
        organisation=fields["organisation"].text(),
        document=fields["document"].text(),
        date=_optional(fields["date"], Entry.text),
        url=_address(fields["url"], status),
        status=status,
        checked_on=fields["checked_on"].day(),
    )


def _status(entry: Entry) -> SourceStatus:
    return SourceStatus(entry.one_of([*SourceStatus], "status"))


def _address(entry: Entry, status: SourceStatus) -> str | None:
    """Whoever says "read in a text" must say where."""
    if entry.is_null():
        if status in (SourceStatus.VERIFIED, SourceStatus.SECONDARY):
            entry.refuse(f"status {status} without an address", "Give the address, or write status U")
        return None
    address = entry.text()
    if not address.startswith(("https://", "http://")):
        entry.refuse(f"“{address}” is not a web address", "Begin it with https://")
    return address


def _contact_keys(entry: Entry, contacts: Collection[str], at_least: int = 0) -> tuple[str, ...]:
    return tuple(item.one_of(contacts, "contact") for item in entry.items(at_least))


def free(entry: Entry) -> bool | None:
    return None if entry.is_word("unknown") else entry.boolean()


def wording(entry: Entry) -> Wording:
    fields = entry.mapping(("fr", "en"))
    return Wording(fields["fr"].text(), fields["en"].text())


def _optional(entry: Entry, read: Callable[[Entry], T]) -> T | None:
    return None if entry.is_null() else read(entry)
