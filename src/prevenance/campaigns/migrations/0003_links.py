"""Relays' and influencers' links, partnerships, visits counted."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("campaigns", "0002_campaigns")]
    operations: ClassVar = []
