"""Openings, absences, appointments, waiting list."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mediation", "0002_paths_relays"),
        ("people", "0002_persons"),
    ]

    operations = [
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                    ),
                ),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("weekdays", models.JSONField()),
                ("every_weeks", models.PositiveSmallIntegerField(default=1)),
                ("from_time", models.TimeField()),
                ("until_time", models.TimeField()),
                ("slot_minutes", models.PositiveSmallIntegerField()),
                ("capacity", models.PositiveSmallIntegerField(default=1)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("on_public_holidays", models.BooleanField(default=False)),
                ("is_public", models.BooleanField(default=True)),
                ("notice_hours", models.PositiveSmallIntegerField(default=24)),
                ("zone", models.CharField(max_length=40)),
                ("place_kind", models.CharField(max_length=20)),
                ("place_id", models.CharField(blank=True, max_length=20)),
                ("place_name", models.CharField(blank=True, max_length=200)),
                ("commune_code", models.CharField(max_length=5)),
                ("phone", models.CharField(blank=True, max_length=20)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agent", "starts_on"], name="mediation_opening_agent"),
                    models.Index(fields=["commune_code", "is_public"], name="mediation_opening_near"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_time__gt", models.F("from_time"))), name="mediation_opening_hours"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slot_minutes__gte", 10), ("slot_minutes__lte", 240)),
                        name="mediation_opening_slot",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("capacity__gte", 1), ("capacity__lte", 20)),
                        name="mediation_opening_capacity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("every_weeks__gte", 1), ("every_weeks__lte", 4)),
                        name="mediation_opening_weeks",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="mediation_opening_ends_after",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("place_kind__in", ["activity_place", "home", "remote", "other"])),
                        name="mediation_opening_place_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("weekdays", []), _negated=True),
                            models.Q(("commune_code", ""), _negated=True),
                            models.Q(("zone", ""), _negated=True),
                        ),
                        name="mediation_opening_is_said",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.account"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["agent", "ends_at"], name="mediation_absence_agent")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="mediation_absence_ends_after"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("operation", models.UUIDField(null=True, unique=True)),
                ("sequence", models.PositiveSmallIntegerField(default=0)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                    ),
                ),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
                (
                    "opening",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="appointments",
                        to="mediation.opening",
                    ),
                ),
                ("seat", models.PositiveSmallIntegerField(default=1)),
                ("starts_at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("zone", models.CharField(max_length=40)),
                ("place_kind", models.CharField(max_length=20)),
                ("place_id", models.CharField(blank=True, max_length=20)),
                ("place_name", models.CharField(blank=True, max_length=200)),
                ("commune_code", models.CharField(max_length=5)),
                ("state", models.CharField(default="booked", max_length=12)),
                ("state_at", models.DateTimeField()),
                (
                    "state_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
                ("booked_at", models.DateTimeField()),
                (
                    "booked_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
                ("asker", models.CharField(max_length=12)),
                ("person", models.CharField(blank=True, db_index=True, max_length=40)),
                ("contact", models.BinaryField(null=True)),
                ("is_phone_of_relative", models.BooleanField(default=False)),
                ("reminders", models.JSONField(default=list)),
                ("agreed_at", models.DateTimeField(null=True)),
                ("agreed_words", models.CharField(blank=True, max_length=20)),
                ("language", models.CharField(default="fr", max_length=5)),
                ("secret_digest", models.CharField(blank=True, db_index=True, max_length=64)),
                ("code_digest", models.CharField(blank=True, db_index=True, max_length=64)),
                (
                    "encounter",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="appointment",
                        to="mediation.encounter",
                    ),
                ),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agent", "starts_at"], name="mediation_appointment_agent"),
                    models.Index(fields=["organisation", "starts_at"], name="mediation_appointment_held"),
                    models.Index(fields=["state", "starts_at"], name="mediation_appointment_state"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(models.Q(("state", "cancelled"), _negated=True), ("opening__isnull", False)),
                        fields=("opening", "starts_at", "seat"),
                        name="mediation_appointment_one_seat",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "cancelled"), _negated=True),
                        fields=("agent", "starts_at", "seat"),
                        name="mediation_appointment_one_agent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["booked", "kept", "missed", "excused", "cancelled"])),
                        name="mediation_appointment_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asker__in", ["resident", "relative", "mediator"])),
                        name="mediation_appointment_asker",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seat__gte", 1), ("minutes__gte", 1), models.Q(("commune_code", ""), _negated=True)
                        ),
                        name="mediation_appointment_is_said",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("place_kind__in", ["activity_place", "home", "remote", "other"])),
                        name="mediation_appointment_place_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reminders", []), ("agreed_at__isnull", False), _connector="OR"),
                        name="mediation_appointment_reminded_agreed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("erased_at__isnull", True),
                            models.Q(
                                ("code_digest", ""), ("contact__isnull", True), ("person", ""), ("secret_digest", "")
                            ),
                            _connector="OR",
                        ),
                        name="mediation_appointment_erased_is_erased",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Wait",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operation", models.UUIDField(null=True, unique=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organisation"
                    ),
                ),
                (
                    "opening",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="waits",
                        to="mediation.opening",
                    ),
                ),
                ("commune_code", models.CharField(max_length=5)),
                ("asked_at", models.DateTimeField()),
                ("until_on", models.DateField(db_index=True)),
                ("person", models.CharField(blank=True, db_index=True, max_length=40)),
                ("contact", models.BinaryField(null=True)),
                ("is_phone_of_relative", models.BooleanField(default=False)),
                ("language", models.CharField(default="fr", max_length=5)),
                ("secret_digest", models.CharField(blank=True, db_index=True, max_length=64)),
                (
                    "appointment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="mediation.appointment",
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.account"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation", "ended_at", "asked_at"], name="mediation_wait_in_order")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            models.Q(("contact__isnull", True), ("secret_digest", "")),
                            _connector="OR",
                        ),
                        name="mediation_wait_ended_is_erased",
                    )
                ],
            },
        ),
    ]
