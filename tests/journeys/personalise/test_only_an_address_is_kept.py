"""Somebody goes all the way, then asks to be told: of all that, where to write and days are kept, locked; no answer."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
from typing import Any

import pytest

from tests.journeys.personalise.test_nothing_is_kept import (
    ANSWERS,
    COMMUNE_CODE,
    Demo,
    Visit,
    demo,
    files_below,
    goes_all_the_way,
    search,
)

__all__ = ["demo"]
pytestmark = pytest.mark.journey
PHONE, SPELT = "+33612345678", "06 12 34 56 78"
TEAM = """
import django
django.setup()
from prevenance.kit import clock
from prevenance.people.models import Account, Membership, Organisation
at = clock.now()
who = Account.objects.create(email="carla@exemple.fr", display_name="Carla", created_at=at)
ours = Organisation.objects.create(
    name="Association fictive", kind="association", commune_code="02408", created_at=at, is_fictional=True)
Membership.objects.create(account=who, organisation=ours, role="coordinator", areas=["everywhere"], starts_on=at.date())
"""


def test_of_a_visit_that_asks_only_where_to_write_and_days_are_kept(demo: Demo, chromium: Any) -> None:
    data = {"PREVENANCE_DATA": str(demo.folder / "data"), "DJANGO_SETTINGS_MODULE": "prevenance.site.settings"}
    subprocess.run([sys.executable, "-c", TEAM], env={**os.environ, **data}, check=True)
    context = chromium.new_context(locale="fr-FR", java_script_enabled=False, accept_downloads=True)
    try:
        visit = Visit(demo, context.new_page())
        goes_all_the_way(visit)
        visit.presses("main button[value=ask]")
        visit.presses("main button[name=channel][value=sms]")
        visit.page.fill("#phone", SPELT)
        visit.page.check("#agree")
        visit.presses("main button.button[value=ask]")
        assert "Encore une" in visit.page.locator("h1").inner_text()
        sent = [(request.url, request.all_headers()) for request in visit.requests]
        cookies = context.cookies()
    finally:
        context.close()
    with contextlib.closing(sqlite3.connect(demo.database, timeout=20)) as base:
        base.row_factory = sqlite3.Row
        (row,) = [dict(one) for one in base.execute("select * from campaigns_reminder")]
    assert row["commune_code"] == COMMUNE_CODE and json.loads(row["dates"]), "what is kept was kept"
    pieces = {piece for one in visit.tokens for piece in (one[8:40], one[-32:])}
    # The commune's code is kept, as said; its name, every answer, the sealed plan and the number in clear are not.
    hidden = {*ANSWERS, *pieces, PHONE, PHONE[3:], SPELT} - {COMMUNE_CODE}
    assert search(hidden, files_below(demo.folder)) == []
    assert search(hidden, {str(number): json.dumps(one).encode() for number, one in enumerate(sent)}) == []
    assert cookies == []
