"""`prevenance people tidy` ends all that has lived its time, in every room."""

import pytest

from prevenance.site import commands


@pytest.mark.django_db
def test_it_says_what_each_room_erased(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("prevenance.site.people_command._ready", lambda: None)
    assert commands.main(["people", "tidy"]) == 0
    told = dict(line.rsplit(": ", 1) for line in capsys.readouterr().out.splitlines())
    assert {"notes of encounters", "encounters removed", "charters of relays over"} <= set(told)
    assert set(told.values()) == {"0"}
