"""People: the accounts of those who help, their organisations, and the people helped."""

from __future__ import annotations

from django.apps import AppConfig


class People(AppConfig):
    name = "prevenance.people"
    verbose_name = "People"
