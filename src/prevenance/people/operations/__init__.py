"""All writes of the people's room: sign-in, factors, sessions, teams, departures. `at`: the instant, aware."""

from prevenance.people.operations.accounts import describe, leave
from prevenance.people.operations.attempts import Paused
from prevenance.people.operations.factors import (
    WrongCode,
    address,
    begin_generator,
    confirm_generator,
    give_code,
    make_recovery_codes,
    remove_generator,
    reset_factors,
)
from prevenance.people.operations.journal import record
from prevenance.people.operations.mail import is_kept_on_site
from prevenance.people.operations.passkeys import PasskeyRefused, Site
from prevenance.people.operations.passkeys import add as add_passkey
from prevenance.people.operations.passkeys import begin_adding as begin_adding_passkey
from prevenance.people.operations.passkeys import begin_asking as begin_asking_passkey
from prevenance.people.operations.passkeys import give as give_passkey
from prevenance.people.operations.passkeys import remove as remove_passkey
from prevenance.people.operations.sessions import Opened, close_session, close_sessions, seen
from prevenance.people.operations.signing_in import (
    NotOpened,
    PasswordRefused,
    change_password,
    send_sign_in_link,
    sign_in_by_link,
    sign_in_by_password,
)
from prevenance.people.operations.teams import (
    LastHost,
    NotAllowed,
    NotThere,
    accept,
    create_organisation,
    end_membership,
    invite,
    revoke_invitation,
    send_again,
)
from prevenance.people.operations.tidying import tidy

__all__ = [
    "LastHost",
    "NotAllowed",
    "NotOpened",
    "NotThere",
    "Opened",
    "PasskeyRefused",
    "PasswordRefused",
    "Paused",
    "Site",
    "WrongCode",
    "accept",
    "add_passkey",
    "address",
    "begin_adding_passkey",
    "begin_asking_passkey",
    "begin_generator",
    "change_password",
    "close_session",
    "close_sessions",
    "confirm_generator",
    "create_organisation",
    "describe",
    "end_membership",
    "give_code",
    "give_passkey",
    "invite",
    "is_kept_on_site",
    "leave",
    "make_recovery_codes",
    "record",
    "remove_generator",
    "remove_passkey",
    "reset_factors",
    "revoke_invitation",
    "seen",
    "send_again",
    "send_sign_in_link",
    "sign_in_by_link",
    "sign_in_by_password",
    "tidy",
]
