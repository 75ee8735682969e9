"""Tables of the consents' room."""

from prevenance.consent.models.consents import Consent, Keeping
from prevenance.consent.models.own_pages import OwnPage

__all__ = ["Consent", "Keeping", "OwnPage"]
