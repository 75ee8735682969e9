"""From a draft to a place that can be shown: cleaned texts, a position in France, the commune of today.

What was refused or mended is counted by reason; a person can ask for the first lines concerned.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from base64 import b32encode
from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from prevenance.formats import cleaning, emails, mailboxes, phones, positions
from prevenance.formats.positions import Position
from prevenance.formats.refusals import RowRefused
from prevenance.offer.choices import NAMED_AFTER_SOMEBODY, PLACE_KINDS, health_kinds
from prevenance.offer.operations.drafts import PlaceDraft, ServiceDraft
from prevenance.offer.queries.homonyms import is_ambiguous
from prevenance.territories import queries as territories

FARTHEST_FROM_COMMUNE_KM = 30.0
_ISO_DATE = re.compile(r"^(\d{4})-(\d{2})-(\d{2})")
_CEDEX = re.compile(r"\bcedex\b.*$", re.IGNORECASE)
_POSTAL_CODE = re.compile(r"^\d{5}$")
_SIRET = re.compile(r"[0-9]{14}")
_FINESS = re.compile(r"[0-9A-Za-z]{9}")
_CODE = re.compile(r"[a-z0-9-]+:[A-Za-z0-9._/:-]{1,80}")
MOST_SERVICES = 60
_OLDEST = dt.date(2000, 1, 1)


def place_id(source: str, source_id: str) -> str:
    """Sixteen letters and digits, the same at each import: 80 bits of the SHA-256 of the source and its identifier."""
    digest = hashlib.sha256(f"{source}\x1f{source_id}".encode()).digest()
    return b32encode(digest[:10]).decode().lower()


class Placing:
    """Settles the drafts of one file, one after the other."""

    def __init__(
        self, source: str, *, today: dt.date, refuse: Callable[[int, str], None] = lambda number, reason: None
    ) -> None:
        """`refuse` hears of each row that is not kept: its rank, and why."""
        self.source = source
        self._refuse = refuse
        self.today = today
        self.read = 0
        self.refused: Counter[str] = Counter()
        self.mended: Counter[str] = Counter()
        self.first_lines: dict[str, list[int]] = {}
        self.newest: dt.date | None = None
        self.kept_before = 0
        self._seen: set[str] = set()

    @property
    def rows_read(self) -> int:
        """Rows of the file; `read` counts what the reader gave, which may gather several."""
        return self.read + self.mended["rows_gathered"]

    def state(self) -> dict[str, Any]:
        """Counts so far, as JSON: what `resume` takes back."""
        return {
            "read": self.read,
            "refused": dict(self.refused),
            "mended": dict(self.mended),
            "first_lines": self.first_lines,
            "newest": self.newest.isoformat() if self.newest else None,
        }

    def resume(self, state: dict[str, Any], kept: Iterable[str]) -> None:
        """Goes on where a killed import was: its counts, and the ids of the rows it had kept."""
        self.read, self.first_lines = state["read"], state["first_lines"]
        self.refused, self.mended = Counter(state["refused"]), Counter(state["mended"])
        self.newest = dt.date.fromisoformat(state["newest"]) if state["newest"] else None
        self._seen.update(kept)
        self.kept_before = len(self._seen)

    def settled(self, draft: PlaceDraft | RowRefused) -> dict[str, Any] | None:
        """The columns of the place, ready to store as JSON; None when refused."""
        self.read += 1
        if isinstance(draft, RowRefused):
            self._count_refused(draft.number, draft.reason)
            return None
        if draft.rows > 1:
            self.mended["rows_gathered"] += draft.rows - 1
        source_id = self._line(draft.source_id, 200)
        name = self._line(draft.name, 200)
        reason = (not source_id and "no_identifier") or (not name and "no_name") or ""
        identifier = place_id(self.source, source_id)
        reason = reason or ("kind_unknown" if draft.kind not in PLACE_KINDS else "")
        kind = health_kinds.within_hospital(name) if draft.kind == "hospital" else draft.kind
        reason = reason or ("kind_not_used" if not kind else "")
        reason = reason or ("duplicate" if identifier in self._seen else "")
        reason = reason or ("closed" if self._has_closed(draft.closes_on) else "")
        if reason:
            self._count_refused(draft.number, reason)
            return None
        where = self._where(draft)
        if where is None:
            self._count_refused(draft.number, "no_position")
            return None
        self._seen.add(identifier)
        self.mended.update(draft.mended)
        department = where["commune_code"][:3] if where["commune_code"].startswith("97") else where["commune_code"][:2]
        return {
            "id": identifier,
            "source_id": source_id,
            "kind": kind,
            "name": name,
            "address": self._line(draft.address, 250),
            **where,
            "phone": self._or_left_out(phones.e164(draft.phone, department), draft.phone, "phone_left_out"),
            "website": self._or_left_out(cleaning.url(draft.website), draft.website, "website_left_out"),
            "booking": cleaning.url(draft.booking),
            "opening_hours": draft.hours.osm,
            "opening_words": self._words(draft),
            "wheelchair": str(draft.wheelchair),
            "accessibility_page": cleaning.url(draft.accessibility_page),
            "fees": str(draft.fees),
            "email": self._email(draft, where["commune_name"]),
            "description": self._line(draft.description, 500),
            "organisation": self._line(draft.organisation, 200),
            "siret": siret if _SIRET.fullmatch(siret := "".join(draft.siret.split())) and siret.strip("0") else "",
            "finess": draft.finess if _FINESS.fullmatch(draft.finess) else "",
            "legal_finess": draft.legal_finess if _FINESS.fullmatch(draft.legal_finess) else "",
            "content_on": self._date(draft.content_on),
            "services": self._services(draft.services),
        }

    def _count_refused(self, number: int, reason: str) -> None:
        self.refused[reason] += 1
        self._refuse(number, reason)
        lines = self.first_lines.setdefault(reason, [])
        if len(lines) < 5:
            lines.append(number)

    def _line(self, text: str, longest: int) -> str:
        clean, change = cleaning.line(text, longest)
        if change:
            self.mended[change] += 1
        return clean

    def _or_left_out(self, kept: str, given: str, reason: str) -> str:
        if given.strip() and not kept:
            self.mended[reason] += 1
        return kept

    def _email(self, draft: PlaceDraft, commune: str) -> str:
        about = "" if draft.kind in NAMED_AFTER_SOMEBODY else f"{draft.name} {draft.organisation} {commune}"
        reason = "email_of_somebody" if emails.first(draft.email) else "email_left_out"
        return self._or_left_out(mailboxes.first_shared(draft.email, about=about), draft.email, reason)

    def _services(self, given: tuple[str | ServiceDraft, ...]) -> list[list[Any]]:
        """[label, code, count] of each, once."""
        services: dict[tuple[str, str], list[Any]] = {}
        for one in given[:MOST_SERVICES]:
            one = ServiceDraft(one) if isinstance(one, str) else one
            label, code = self._line(one.label, 200), one.code if _CODE.fullmatch(one.code) else ""
            if label:
                services.setdefault((code, label), [label, code, one.count])
        return list(services.values())

    def _words(self, draft: PlaceDraft) -> str:
        if draft.hours.words:
            self.mended["hours_kept_as_words"] += 1
        return self._line(draft.hours.words, 500)

    def _has_closed(self, closes_on: str) -> bool:
        day = _day(closes_on)
        return day is not None and day <= self.today

    def _date(self, text: str) -> str | None:
        day = _day(text)
        if day is None or not _OLDEST <= day <= self.today:
            if text.strip():
                self.mended["date_left_out"] += 1
            return None
        self.newest = max(day, self.newest or day)
        return day.isoformat()

    def _where(self, draft: PlaceDraft) -> dict[str, Any] | None:
        position, change = positions.parsed(draft.latitude, draft.longitude)
        postal_code = draft.postal_code.strip()
        postal_code = postal_code.zfill(5) if postal_code.isdecimal() else postal_code
        postal_code = postal_code if _POSTAL_CODE.match(postal_code) else ""
        city = _CEDEX.sub("", self._line(draft.commune_name, 100)).strip()
        commune, how = _commune(draft.commune_code.strip(), postal_code, city, position)
        if commune is None:
            return None
        if position is not None and _is_far(position, commune):
            # Name, postal code and position may agree against a mistyped code; a name alone has homonyms.
            other = _named(postal_code, city) if city and postal_code else None
            if other is not None and not _is_far(position, other):
                commune, how = other, "commune_found"
            else:
                position, change = None, "position_far_from_commune"
        if how:
            self.mended[how] += 1
        if change:
            self.mended["position_of_commune" if change == "no_position" else change] += 1
        return {
            "postal_code": postal_code or next(iter(commune.postal_codes), ""),
            "commune_code": commune.code,
            "commune_name": commune.name,
            "latitude": position.latitude if position else commune.latitude,
            "longitude": position.longitude if position else commune.longitude,
            "is_position_approximate": position is None,
        }


def _day(text: str) -> dt.date | None:
    found = _ISO_DATE.match(text.strip())
    try:
        return dt.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _is_far(position: Position, commune: territories.Commune) -> bool:
    far = territories.distance_km(position.latitude, position.longitude, commune.latitude, commune.longitude)
    return far > FARTHEST_FROM_COMMUNE_KM


def _commune(
    code: str, postal_code: str, city: str, position: Position | None
) -> tuple[territories.Commune | None, str]:
    """The commune of today and how it was found: "" by its own code, `commune_replaced`, or `commune_found`."""
    if code and (commune := territories.commune(code)):
        return commune, "" if commune.code == code else "commune_replaced"
    # A name alone that several communes bear sends nobody anywhere: a position is then worth more.
    if city and (postal_code or not is_ambiguous(city)) and (commune := _named(postal_code, city)):
        return commune, "commune_found"
    if position is not None:
        return territories.nearest_commune(position.latitude, position.longitude), "commune_found"
    return None, ""


@lru_cache(maxsize=20_000)
def _named(postal_code: str, city: str) -> territories.Commune | None:
    """Only a commune that has this postal code, or one of its department whose name is exactly this."""
    for match in territories.communes_matching(f"{postal_code} {city}".strip(), limit=5):
        if postal_code in match.commune.postal_codes:
            return match.commune
        if match.reason == "exact" and (not postal_code or postal_code.startswith(match.commune.department)):
            return match.commune
    return None
