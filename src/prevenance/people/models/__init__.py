"""Tables of the people's room: who helps (accounts, organisations, sign-in), and who is helped."""

from prevenance.people.models.accounts import Account, Attempt, OpenSession, SignInLink
from prevenance.people.models.factors import OneTimeGenerator, Passkey, RecoveryCode
from prevenance.people.models.journal import Entry
from prevenance.people.models.mail import OutgoingMail
from prevenance.people.models.organisations import Invitation, Membership, Organisation

__all__ = [
    "Account",
    "Attempt",
    "Entry",
    "Invitation",
    "Membership",
    "OneTimeGenerator",
    "OpenSession",
    "Organisation",
    "OutgoingMail",
    "Passkey",
    "RecoveryCode",
    "SignInLink",
]
