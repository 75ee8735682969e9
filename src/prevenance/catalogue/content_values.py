"""Acts, contacts, contents and warning signs, as values. `content_reading` makes them from the files."""

import datetime
from dataclasses import dataclass
from enum import StrEnum


class PlaceKind(StrEnum):
    """Closed list, shared with the offer room."""

    PHARMACY = "pharmacy"
    VACCINATION_CENTRE = "vaccination_centre"
    LABORATORY = "laboratory"
    HOSPITAL = "hospital"
    MATERNITY = "maternity"
    HEALTH_CENTRE = "health_centre"
    HEALTH_HOUSE = "health_house"
    PMI = "pmi"
    SEXUAL_HEALTH_CENTRE = "sexual_health_centre"
    HEALTH_EXAM_CENTRE = "health_exam_centre"
    ADDICTION_CENTRE = "addiction_centre"
    MENTAL_HEALTH_CENTRE = "mental_health_centre"
    TUBERCULOSIS_CENTRE = "tuberculosis_centre"
    RADIOLOGY = "radiology"
    DOCTOR = "doctor"
    MIDWIFE = "midwife"
    DENTIST = "dentist"
    NURSE = "nurse"
    OPHTHALMOLOGIST = "ophthalmologist"
    FRANCE_SERVICES = "france_services"
    DIGITAL_MEDIATION = "digital_mediation"
    CONSEILLER_NUMERIQUE = "conseiller_numerique"
    AIDANTS_CONNECT = "aidants_connect"
    TOWN_HALL = "town_hall"
    SOCIAL_SUPPORT = "social_support"


class Confidence(StrEnum):
    """How sure we are that a place of this kind does the act, before asking the place itself."""

    DECLARED = "declared"  # it is what this kind of place exists for
    BY_LAW = "by_law"  # an official text lets every place of this kind do it
    TO_BE_CONFIRMED = "to_be_confirmed"  # some do, some do not: the person should call first


class SourceStatus(StrEnum):
    """How well a statement was checked; the letters are those of the project's fact base."""

    VERIFIED = "V"  # read in an official text or page
    SECONDARY = "S"  # read in a professional or press source reporting the official text
    PARTIAL = "P"  # only a part is confirmed
    UNCONFIRMED = "U"  # shown as « à confirmer »


class Reach(StrEnum):
    CALL = "call"
    TEXT = "text"  # by SMS: a voice call is not answered


class Chapter(StrEnum):
    """The file a content comes from, which is also the page it belongs to."""

    OTHER = "other"
    RIGHTS = "rights"
    MON_ESPACE_SANTE = "mon_espace_sante"


class SignKind(StrEnum):
    EMERGENCY = "emergency"  # stops the questionnaire at once
    SEE_DOCTOR = "see_doctor"  # a doctor soon, and no screening date for this subject


@dataclass(frozen=True)
class Wording:
    fr: str
    en: str

    def in_language(self, language: str) -> str:
        """French unless the language is English: the house is French first."""
        return self.en if language.startswith("en") else self.fr


@dataclass(frozen=True)
class Source:
    """`date` is the document's own, as written there ("2024", "2025-08-28"). `url` None: no address was found."""

    organisation: str
    document: str
    date: str | None
    url: str | None
    status: SourceStatus
    checked_on: datetime.date


@dataclass(frozen=True)
class Contact:
    """A line or a site. `free` None: not known. When `price` is given, show it instead of "free" or "paid".

    `number` is spaced for reading, `website` has no https:// before it; `url` is only where we read about the contact.
    """

    key: str
    name: Wording
    use: Wording
    number: str | None
    website: str | None
    reach: Reach
    free: bool | None
    price: Wording | None
    hours: Wording | None
    emergency: bool
    status: SourceStatus
    url: str | None
    checked_on: datetime.date


@dataclass(frozen=True)
class DoneAt:
    """Ages are completed years, both bounds included; None: no bound. `note` says what to bring or to ask there."""

    kind: PlaceKind
    confidence: Confidence
    from_age: int | None
    to_age: int | None
    note: Wording | None

    def admits(self, age: int | None) -> bool:
        """An unknown age excludes nothing: the page then shows the bounds."""
        if age is None:
            return True
        return (self.from_age is None or age >= self.from_age) and (self.to_age is None or age <= self.to_age)


@dataclass(frozen=True)
class Fallback:
    text: Wording
    contacts: tuple[str, ...]


@dataclass(frozen=True)
class Act:
    """`done_at` is in the order in which places are offered; empty when no kind of place can be named honestly."""

    key: str
    name: Wording
    done_at: tuple[DoneAt, ...]
    fallback: Fallback
    takes: Wording | None
    sources: tuple[Source, ...]

    def done_at_age(self, age: int | None) -> tuple[DoneAt, ...]:
        return tuple(done_at for done_at in self.done_at if done_at.admits(age))


@dataclass(frozen=True)
class Content:
    """`for_whom` None: shown to everyone, the text says who is concerned.

    `checker` None: no health professional has read it yet, and the page says so.
    """

    id: str
    chapter: Chapter
    name: Wording
    text: Wording
    steps: tuple[Wording, ...]
    cost: Wording | None
    for_whom: str | None
    contacts: tuple[str, ...]
    sources: tuple[Source, ...]
    to_be_confirmed: tuple[str, ...]
    author: str
    checker: str | None
    next_review: datetime.date


@dataclass(frozen=True)
class Sign:
    """What a person may recognise, and whom to call. It never names an illness as theirs.

    `said`: how people may write it when they look for a place, both languages at once.
    """

    key: str
    kind: SignKind
    text: Wording
    said: tuple[str, ...]
    contacts: tuple[str, ...]
    sources: tuple[Source, ...]
