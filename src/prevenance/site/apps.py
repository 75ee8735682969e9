"""The front doors."""

from __future__ import annotations

from django.apps import AppConfig


class Site(AppConfig):
    name = "prevenance.site"
    label = "site"
