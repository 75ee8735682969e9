"""Tables of the people's room: who helps (accounts, organisations, sign-in), and who is helped."""

from prevenance.people.models.accounts import Account, Attempt, OpenSession, SignInLink
from prevenance.people.models.factors import OneTimeGenerator, Passkey, RecoveryCode
from prevenance.people.models.journal import Entry
from prevenance.people.models.mail import OutgoingMail
from prevenance.people.models.messages import Message, Stop
from prevenance.people.models.organisations import Invitation, Membership, Organisation
from prevenance.people.models.persons import Merge, Person, Retention, Trace

__all__ = [
    "Account",
    "Attempt",
    "Entry",
    "Invitation",
    "Membership",
    "Merge",
    "Message",
    "OneTimeGenerator",
    "OpenSession",
    "Organisation",
    "OutgoingMail",
    "Passkey",
    "Person",
    "RecoveryCode",
    "Retention",
    "SignInLink",
    "Stop",
    "Trace",
]
