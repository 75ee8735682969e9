"""Consents: what people agreed to, their own page, and how long things are kept."""

from __future__ import annotations

from django.apps import AppConfig


class ConsentRoom(AppConfig):
    name = "prevenance.consent"
    verbose_name = "Consent"
