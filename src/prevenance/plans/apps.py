"""One person's plan: questions, advice, places, paper. It has no table: nothing of a person is kept."""

from __future__ import annotations

from django.apps import AppConfig


class Plans(AppConfig):
    name = "prevenance.plans"
    label = "plans"
