"""Reminders asked from a plan, consents, frequency."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("campaigns", "0003_links")]
    operations: ClassVar = []
