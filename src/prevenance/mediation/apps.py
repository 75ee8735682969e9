"""Mediation: encounters, workshops, and the figures that they give."""

from __future__ import annotations

from django.apps import AppConfig


class Mediation(AppConfig):
    name = "prevenance.mediation"
    verbose_name = "Mediation"
