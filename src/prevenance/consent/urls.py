"""Addresses of the consents' room. French words are in the catalogue: `equipe/personnes/…/accords/`, `ma-fiche/`."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from prevenance.consent.views import consents, ends, own

app_name = "consent"
urlpatterns = [
    path(_("team/persons/<str:reference>/consents/"), consents.person, name="person"),
    path(_("team/persons/<str:reference>/consents/receipt/"), consents.receipt, name="receipt"),
    path(_("team/what-ends-soon/"), ends.ends, name="ends"),
    path(_("team/organisations/<int:number>/how-long/"), ends.retention, name="retention"),
    path(_("my-record/<str:secret>/"), own.own, name="own"),
]
