"""The outbox of messages to people, and who asked for no more."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_kept_longer"),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=150, unique=True)),
                ("person", models.CharField(blank=True, max_length=36)),
                ("commune_code", models.CharField(blank=True, max_length=5)),
                ("purpose", models.CharField(max_length=30)),
                ("agreed_at", models.DateTimeField()),
                ("channel", models.CharField(max_length=10)),
                ("content", models.BinaryField(null=True)),
                ("address_digest", models.CharField(blank=True, max_length=32)),
                ("stop_digest", models.CharField(blank=True, max_length=64)),
                ("zone", models.CharField(default="Europe/Paris", max_length=40)),
                ("due_at", models.DateTimeField()),
                ("not_after", models.DateTimeField()),
                ("made_at", models.DateTimeField()),
                ("state", models.CharField(default="waiting", max_length=10)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("lease_until", models.DateTimeField(null=True)),
                ("lease_token", models.UUIDField(null=True)),
                ("trouble", models.CharField(blank=True, max_length=15)),
                ("receipt", models.CharField(blank=True, max_length=100)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Stop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address_digest", models.CharField(max_length=32)),
                ("purpose", models.CharField(max_length=30)),
                ("stopped_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="message",
            name="ended_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
            ),
        ),
        migrations.AddConstraint(
            model_name="stop",
            constraint=models.UniqueConstraint(fields=("address_digest", "purpose"), name="people_stop_once"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["state", "due_at"], name="people_message_due"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["organisation", "state", "due_at"], name="people_message_of_team"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["person"], name="people_message_person"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["address_digest"], name="people_message_address"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["sms", "email", "letter", "call"])),
                name="people_message_has_a_channel",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["waiting", "leased", "sending", "sent", "failed", "unknown", "withdrawn", "expired"])
                ),
                name="people_message_has_a_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stop_digest", ""), _negated=True),
                fields=("stop_digest",),
                name="people_message_stop_once",
            ),
        ),
    ]
