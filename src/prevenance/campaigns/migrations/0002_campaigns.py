"""Campaigns, channels, what was published."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("campaigns", "0001_messages")]
    operations: ClassVar = []
