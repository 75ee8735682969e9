"""The door that the HTTP server knocks at."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prevenance.site.settings")
application = get_wsgi_application()


def _warm() -> None:
    """Reads the catalogue and the communes now, so that nobody waits for them at the first visit."""
    from prevenance import catalogue
    from prevenance.kit import clock
    from prevenance.territories import queries as territories

    list(catalogue.load().rules(clock.today()))
    territories.load()


def _open_window() -> None:
    """Visits are judged in one place, whichever process sees them."""
    from django.conf import settings

    from prevenance.site import visit_window

    visit_window.open_in(settings.DATA)


_warm()
_open_window()
