"""The kit's page components, and the check of the territory's identity at start-up."""

from __future__ import annotations

from django.apps import AppConfig


class Kit(AppConfig):
    name = "prevenance.kit"
    label = "kit"

    def ready(self) -> None:
        from prevenance.kit import checks  # registers with Django, which must be ready first

        checks.register()
