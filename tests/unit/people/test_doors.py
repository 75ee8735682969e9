"""The home of agents: other rooms open doors on it, each to those who may push it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from prevenance.kit import agents
from prevenance.people.choices import EVERYWHERE, Role
from prevenance.people.queries import Access, Grant


@pytest.fixture
def no_doors(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(agents, "_doors", {})
    yield


def of(role: Role) -> Access:
    return Access(1, "", (Grant(role, None if role is Role.HOST else 1, frozenset({EVERYWHERE})),))


@pytest.mark.usefixtures("no_doors")
def test_a_door_is_shown_to_those_who_may_push_it_in_order() -> None:
    agents.add_door(agents.Door("follow_persons", "b", "Persons", order=2))
    agents.add_door(agents.Door("note_encounters", "a", "Encounters", order=1))
    agents.add_door(agents.Door("note_encounters", "a", "Encounters again", order=1))
    assert [one.label for one in agents.doors(of(Role.MEDIATOR))] == ["Encounters again", "Persons"]
    assert [one.route for one in agents.doors(of(Role.RELAY))] == ["a"]
    assert agents.doors(of(Role.HOST)) == ()
