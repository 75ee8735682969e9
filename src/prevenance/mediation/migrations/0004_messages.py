"""Reminders to send, secret addresses of calendars."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("mediation", "0003_appointments")]
    operations: ClassVar = []
