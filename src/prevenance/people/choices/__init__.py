"""Enumerations of the people's room, and the table of rights."""

from prevenance.people.choices.kinds import EVERYWHERE, Kind, Purpose, Verb
from prevenance.people.choices.roles import Action, Reach, Role, RoleWords, action, actions, reach, role_words, roles

__all__ = [
    "EVERYWHERE",
    "Action",
    "Kind",
    "Purpose",
    "Reach",
    "Role",
    "RoleWords",
    "Verb",
    "action",
    "actions",
    "reach",
    "role_words",
    "roles",
]
