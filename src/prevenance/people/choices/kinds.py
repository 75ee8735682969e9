"""Kinds of organisations, purposes of links, verbs of the journal."""

from __future__ import annotations

from enum import StrEnum

EVERYWHERE = "everywhere"  # an area of a membership: all that its organisation does, wherever it is


class Kind(StrEnum):
    """What an organisation is."""

    CPTS = "cpts"
    HEALTH_CENTRE = "health_centre"
    COMMUNE = "commune"
    FRANCE_SERVICES = "france_services"
    ASSOCIATION = "association"
    HOSPITAL = "hospital"
    INSURANCE = "insurance"
    OTHER = "other"


class Purpose(StrEnum):
    """What a link sent by e-mail opens, so that one never opens the other."""

    SIGN_IN = "sign_in"
    INVITATION = "invitation"


class Verb(StrEnum):
    """What the journal says that somebody did. Other rooms write their own words beside these."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    CLOSED_SESSIONS = "closed_sessions"
    INVITED = "invited"
    REVOKED_INVITATION = "revoked_invitation"
    GRANTED = "granted"
    ENDED = "ended"
    CREATED = "created"
    CHANGED_PASSWORD = "changed_password"  # noqa: S105  a verb
    ADDED_FACTOR = "added_factor"
    REMOVED_FACTOR = "removed_factor"
    MADE_RECOVERY_CODES = "made_recovery_codes"
    USED_RECOVERY_CODE = "used_recovery_code"
    READ_MAIL = "read_mail"
    LEFT = "left"
