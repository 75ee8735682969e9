"""An e-mail, a password, a name: read from what was posted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext

from prevenance.kit.inputs import Mistake


@dataclass(slots=True)
class SignIn:
    """`wants_link`: no password was typed, or the link's button was pressed."""

    email: str = ""
    password: str = ""
    wants_link: bool = True
    mistakes: list[Mistake] = field(default_factory=list)


def email(text: str) -> str:
    """A well-formed address, else ""."""
    typed = text.strip()[:254]
    try:
        validate_email(typed)
    except ValidationError:
        return ""
    return typed.lower()


def email_mistake() -> Mistake:
    """In words."""
    words = gettext("This is not an e-mail address. Check it, for example accueil@exemple.fr.")
    return Mistake("email", "email", words)


def sign_in(posted: Mapping[str, str]) -> SignIn:
    """The page of sign-in."""
    typed = str(posted.get("email", ""))
    password = str(posted.get("password", ""))[:200]
    wants_link = posted.get("go") == "link" or not password
    found = SignIn(email(typed), password, wants_link)
    if not found.email:
        found.email = typed.strip()[:254]
        found.mistakes.append(email_mistake())
    return found


def display_name(posted: Mapping[str, str]) -> tuple[str, list[Mistake]]:
    """The name that colleagues read."""
    typed = " ".join(str(posted.get("display_name", "")).split())[:80]
    if typed:
        return typed, []
    words = gettext("Write the name that your colleagues will read, for example your first name.")
    return "", [Mistake("display_name", "display_name", words)]
