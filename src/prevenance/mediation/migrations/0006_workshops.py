"""Workshops: what their pages need."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("mediation", "0005_handovers")]
    operations: ClassVar = []
