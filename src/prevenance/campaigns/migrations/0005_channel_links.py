from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q

CHANNELS = ["bulletin", "card", "email", "leaflet", "letter", "poster", "radio", "sms", "social"]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("campaigns", "0004_reminders")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="link",
            name="channel",
            field=models.CharField(blank=True, default="", max_length=10),
        ),
        migrations.RemoveConstraint(model_name="link", name="campaigns_link_of_one"),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=Q(relay__isnull=True, partner__isnull=False, channel="")
                | Q(relay__isnull=False, partner__isnull=True, channel="")
                | Q(relay__isnull=True, partner__isnull=True, channel__in=CHANNELS),
                name="campaigns_link_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.UniqueConstraint(
                condition=~Q(channel=""), fields=("campaign", "message", "channel"), name="campaigns_link_channel_once"
            ),
        ),
    ]
