"""Openings, absences, appointments, waiting list."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("mediation", "0002_paths_relays")]
    operations: ClassVar = []
