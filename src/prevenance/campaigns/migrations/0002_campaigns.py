"""Campaigns, channels, what was published."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("campaigns", "0001_messages"), ("people", "0005_outbox")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=12, unique=True)),
                ("operation", models.UUIDField(unique=True)),
                ("ready_key", models.CharField(blank=True, max_length=60)),
                ("state", models.CharField(default="draft", max_length=12)),
                ("words", models.JSONField()),
                ("goal", models.CharField(max_length=30)),
                ("goal_many", models.PositiveIntegerField(null=True)),
                ("communes", models.JSONField(default=list)),
                ("moment", models.CharField(blank=True, max_length=40)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("speaker", models.CharField(max_length=80)),
                ("payer", models.CharField(blank=True, max_length=120)),
                ("version", models.PositiveIntegerField(default=1)),
                ("made_at", models.DateTimeField()),
                ("is_fictional", models.BooleanField(default=False)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CampaignCost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operation", models.UUIDField(unique=True)),
                ("heading", models.CharField(max_length=30)),
                ("cents", models.PositiveIntegerField()),
                ("paid_to", models.CharField(max_length=120)),
                ("noted_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="costs", to="campaigns.campaign"
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CampaignMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="campaigns.campaign"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="campaigns.message"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CampaignPassage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=12)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="passages", to="campaigns.campaign"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CampaignPublication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("words", models.JSONField()),
                ("sources", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("until", models.DateField()),
                ("published_at", models.DateTimeField()),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="publications",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="campaigns.message"
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="campaigns.messageversion"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="campaign",
            index=models.Index(fields=["organisation", "state"], name="campaigns_campaign_follow"),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "planned", "running", "stopped", "over"])),
                name="campaigns_campaign_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="campaigns_campaign_days"
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("made_by__isnull", False), ("is_fictional", True), _connector="OR"),
                name="campaigns_campaign_has_a_maker",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaignmessage",
            constraint=models.UniqueConstraint(fields=("campaign", "message"), name="campaigns_message_once"),
        ),
        migrations.AddConstraint(
            model_name="campaignpublication",
            constraint=models.UniqueConstraint(
                fields=("campaign", "message", "number"), name="campaigns_publication_once"
            ),
        ),
    ]
