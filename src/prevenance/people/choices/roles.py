"""The table of rights: what each role may do, and how far. Data in `roles.yaml`, read once; deny by default."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import yaml
from django.utils import translation

FILE = Path(__file__).with_name("roles.yaml")


class Role(StrEnum):
    """What an account is in an organisation; `host` is of the whole site and of no organisation."""

    MEDIATOR = "mediator"
    COORDINATOR = "coordinator"
    RELAY = "relay"
    HOST = "host"


class Reach(StrEnum):
    """How far a right goes."""

    NO = "no"
    ORGANISATION = "organisation"  # the organisation of the membership, within its areas
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    fr: str
    en: str

    def __str__(self) -> str:
        return self.en if translation.get_language() == "en" else self.fr


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do. `is_located`: it concerns something in a commune, which the areas of a membership bound."""

    key: str
    words: Words
    is_located: bool
    reaches: Mapping[Role, Reach]


@dataclass(frozen=True, slots=True)
class RoleWords:
    """A role as it is shown to who grants it. `grants`: the roles that it may give to others."""

    role: Role
    name: Words
    about: Words
    sees: Words
    never: Words
    grants: tuple[Role, ...]


@functools.cache
def _table() -> tuple[Mapping[Role, RoleWords], Mapping[str, Action]]:
    given = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    described = {
        Role(key): RoleWords(
            Role(key),
            name=Words(**one["name"]),
            about=Words(**one["about"]),
            sees=Words(**one["sees"]),
            never=Words(**one["never"]),
            grants=tuple(Role(other) for other in one["grants"]),
        )
        for key, one in given["roles"].items()
    }
    listed = {
        key: Action(key, Words(**one["words"]), one["located"], {role: Reach(one["may"][str(role)]) for role in Role})
        for key, one in given["actions"].items()
    }
    return described, listed


def roles() -> tuple[RoleWords, ...]:
    """Every role, in the order of the table."""
    return tuple(_table()[0].values())


def role_words(role: Role | str) -> RoleWords:
    """One role in words."""
    return _table()[0][Role(role)]


def actions() -> tuple[Action, ...]:
    """Every action, in the order of the table."""
    return tuple(_table()[1].values())


def action(key: str) -> Action:
    """One action.

    Raises:
        KeyError: the table has no such line: add it to `roles.yaml` with its words.
    """
    return _table()[1][key]


def reach(role: Role, key: str) -> Reach:
    """How far `role` may do this action."""
    return action(key).reaches[role]
