"""Whatever is asked, withdrawn or changed, in whatever order: never too many, nobody loses a seat, and the first
in order of asking who fits comes next. Then two servers at once, on one file.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from prevenance.mediation.models import Registration, Workshop
from prevenance.mediation.operations import seats, workshops
from prevenance.mediation.queries import seat_codes
from prevenance.mediation.queries import workshops as queries
from prevenance.people import queries as people
from tests import agents

AT = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
STARTS = AT + dt.timedelta(days=30)


class Line:
    """The plain idea of a list with chairs: (name, seats, whether seated), in order of asking."""

    def __init__(self, capacity: int) -> None:
        self.capacity, self.lines = capacity, list[list[Any]]()

    @property
    def free(self) -> int:
        return self.capacity - sum(many for _, many, seated in self.lines if seated)

    def ask(self, name: int, many: int) -> None:
        self.lines.append([name, many, many <= self.free])

    def leave(self, name: int) -> None:
        self.lines = [one for one in self.lines if one[0] != name]
        self.promote()

    def promote(self) -> None:
        for one in self.lines:
            if not one[2] and one[1] <= self.free:
                one[2] = True


class Seats(RuleBasedStateMachine):
    """The tables against the plain idea."""

    cast: agents.Cast

    @initialize(capacity=st.integers(2, 6))
    def announce(self, capacity: int) -> None:
        self.minutes = 0
        self.mine = people.access(self.cast.mediator, on=AT.date())
        self.number = workshops.announce(
            by=self.mine, at=AT, operation=uuid.uuid4(), announced=self.announced(capacity)
        )
        self.line, self.operations = Line(capacity), dict[int, uuid.UUID]()

    def announced(self, capacity: int) -> workshops.Announced:
        return workshops.Announced(
            self.cast.ours,
            "Atelier",
            STARTS,
            60,
            "remote",
            agents.LAON,
            ("health",),
            capacity,
            is_public=True,
        )

    def now(self) -> dt.datetime:
        self.minutes += 1
        return AT + dt.timedelta(minutes=self.minutes)

    @rule(wanted=st.lists(st.integers(1, 4), min_size=2, max_size=6), by_team=st.booleans(), twice=st.booleans())
    def ask(self, wanted: list[int], by_team: bool, twice: bool) -> None:
        for many in wanted:  # several at a time: without a crowd, nobody waits
            self.ask_one(many, by_team, twice)

    def ask_one(self, many: int, by_team: bool, twice: bool) -> None:
        operation = uuid.uuid4()
        waiting = sum(one[1] for one in self.line.lines if not one[2])
        refused = many > self.line.capacity or (many > self.line.free and waiting + many > 20)
        for _ in range(1 + twice):
            sent: dict[str, Any] = {"at": self.now(), "operation": operation, "workshop": self.number, "seats": many}
            try:
                asked = seats.give(by=self.mine, **sent) if by_team else seats.take(**sent)
            except seats.TooMany:
                assert refused
                return
        assert not refused
        self.line.ask(asked.id, many)
        if not by_team:
            self.operations[asked.id] = operation

    @rule(data=st.data(), by_code=st.booleans())
    def withdraw(self, data: st.DataObject, by_code: bool) -> None:
        if not self.line.lines:
            return
        name = data.draw(st.sampled_from([one[0] for one in self.line.lines]))
        if by_code and name in self.operations:
            assert seats.withdraw_by_code(at=self.now(), code=seat_codes.code(self.operations[name]))
        else:
            seats.withdraw(by=self.mine, at=self.now(), workshop=self.number, number=name)
        self.line.leave(name)

    @rule(capacity=st.integers(1, 10))
    def change(self, capacity: int) -> None:
        sheet = self.sheet()
        sent: dict[str, Any] = {"by": self.mine, "at": self.now(), "number": self.number, "version": sheet.version}
        try:
            workshops.change(announced=self.announced(capacity), **sent)
        except workshops.TooFew:
            assert capacity < self.line.capacity - self.line.free
            return
        self.line.capacity = capacity
        self.line.promote()

    @rule()
    def cancel_and_undo(self) -> None:
        workshops.cancel(by=self.mine, at=self.now(), number=self.number)
        workshops.undo_cancel(by=self.mine, at=self.now(), number=self.number)

    def sheet(self) -> queries.Sheet:
        found = queries.workshop(self.mine, self.number)
        assert found is not None
        return found

    @invariant()
    def is_as_it_should_be(self) -> None:
        sheet = self.sheet()
        assert [(one.id, one.seats, not one.waits) for one in sheet.seats] == [tuple(one) for one in self.line.lines]
        assert sheet.taken == sum(one.seats for one in sheet.seated) <= sheet.capacity
        assert [one.waits for one in sheet.waiting] == list(range(1, len(sheet.waiting) + 1))
        assert all(one.seats > sheet.free for one in sheet.waiting), "somebody waits beside a free chair"

    def teardown(self) -> None:
        Registration.objects.all().delete()
        Workshop.objects.all().delete()


@pytest.mark.django_db
def test_seats_are_those_of_a_plain_list() -> None:
    Seats.cast = agents.play()
    run_state_machine_as_test(
        Seats,
        settings=settings(
            max_examples=40, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


PREPARE = """
import datetime as dt, uuid
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests import agents
from prevenance.mediation.operations import workshops
from prevenance.people import queries
cast = agents.play()
at = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
told = workshops.Announced(cast.ours, "Atelier", at + dt.timedelta(days=9), 60, "remote", "02408", ("health",), 7, is_public=True)
print(workshops.announce(by=queries.access(cast.mediator, on=at.date()), at=at, operation=uuid.uuid4(), announced=told))
"""  # noqa: E501
VISITOR = """
import datetime as dt, sys, uuid
import django; django.setup()
from prevenance.mediation.operations import seats
from prevenance.mediation.queries import seat_codes
at, given = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC), []
print("ready", flush=True); sys.stdin.readline()
for turn in range(12):
    operation = uuid.uuid4()
    try:
        seats.take(at=at, operation=operation, workshop=int(sys.argv[1]), seats=1 + turn % 3)
        given.append(operation)
    except seats.TooMany:
        pass
    if turn % 4 == 3 and given:
        assert seats.withdraw_by_code(at=at, code=seat_codes.code(given.pop(0)))
print(len(given), flush=True)
"""
COUNT = """
import sys
import django; django.setup()
from prevenance.mediation.models import Workshop
from prevenance.mediation.queries import workshops
sheet = workshops.sheet(workshops.full(Workshop.objects.filter(pk=sys.argv[1])).get())
print(sum(one.seats for one in sheet.seated), sheet.taken, len(sheet.seats), min(one.seats for one in sheet.waiting) > sheet.free)
"""  # noqa: E501


def test_two_servers_at_once_never_give_too_many_seats(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    environment = {
        **os.environ,
        "PREVENANCE_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "prevenance.site.settings",
        "PYTHONPATH": str(root),
    }

    def told(script: str, *arguments: str) -> str:
        command = [sys.executable, "-c", script, *arguments]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, check=True, cwd=root
        ).stdout.strip()

    number = told(PREPARE)
    two = [
        subprocess.Popen(
            [sys.executable, "-c", VISITOR, number],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    assert [one.stdout.readline().strip() for one in two if one.stdout] == ["ready", "ready"]
    for one in two:
        assert one.stdin
        one.stdin.write("go\n")
        one.stdin.flush()
    kept = sum(int(one.communicate(timeout=60)[0]) for one in two)
    seated, taken, rows, nobody_waits_for_nothing = told(COUNT, number).split()
    assert seated == taken and int(taken) <= 7 and int(rows) == kept
    assert nobody_waits_for_nothing == "True"
