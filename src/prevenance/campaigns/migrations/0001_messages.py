"""Messages, their versions, translations and reviews."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0005_outbox")]
    operations: ClassVar = []
