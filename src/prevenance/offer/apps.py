"""The offer signs up the readers of its importers when Django starts."""

from django.apps import AppConfig


class Offer(AppConfig):
    name = "prevenance.offer"
    verbose_name = "Offer"

    def ready(self) -> None:
        # Operations read any source without knowing the readers, which live upstairs: they sign up here.
        from prevenance.offer import importers

        importers.sign_up()
