"""Addresses of the site: French at the root, the other languages behind their code, each in its own words."""

from __future__ import annotations

from typing import Any

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _

from prevenance.people import urls as people
from prevenance.site import views

handler400 = "prevenance.site.views.bad_request"
handler403 = "prevenance.site.views.not_allowed"
handler404 = "prevenance.site.views.not_found"
handler500 = "prevenance.site.views.broken"


def _words(route: Any, template: str, name: str) -> URLPattern:
    return path(route, views.page, {"template": template}, name=name)


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("api/v1/", include("prevenance.offer.api.addresses")),
    path("territory/<str:version>/style.css", views.territory_style, name="territory-style"),
    path("territory/<str:version>/logo", views.territory_logo, name="territory-logo"),
    *i18n_patterns(
        path("", views.home, name="home"),
        _words(_("accompany/"), "accompany", "accompany"),
        path(_("reassure/"), views.reassure, name="reassure"),
        _words(_("what-we-know-about-you/"), "nothing", "nothing"),
        path(_("our-sources/"), views.sources, name="about-sources"),
        path(_("our-sources/advice/"), views.advice_sources, name="advice-sources"),
        path(_("our-sources/places/"), views.place_sources, name="place-sources"),
        path(_("rights/"), views.rights, name="rights"),
        path(_("accessibility/"), views.accessibility, name="accessibility"),
        _words(_("all-pages/"), "all_pages", "all-pages"),
        path(_("emergency/"), views.emergency, name="emergency"),
        path(_("help/"), views.contacts, {"template": "help"}, name="help"),
        path(_("team/"), include("prevenance.people.urls")),
        path("", include("prevenance.consent.urls")),
        path("", include(people.residents)),
        path("", include("prevenance.plans.urls")),
        path("", include("prevenance.offer.urls")),
        path("", include("prevenance.mediation.urls")),
        path("", include("prevenance.campaigns.urls")),
        prefix_default_language=False,
    ),
]
