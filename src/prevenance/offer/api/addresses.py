"""Where the API answers: in no language, under its version."""

from __future__ import annotations

from django.urls import path

from prevenance.offer.api import endpoints

app_name = "offer-api"
urlpatterns = [
    path("", endpoints.root, name="root"),
    path("places", endpoints.places, name="places"),
    path("places/<str:identifier>", endpoints.place, name="place"),
    path("sources", endpoints.sources, name="sources"),
    path("kinds", endpoints.kinds, name="kinds"),
    path("acts", endpoints.acts, name="acts"),
    path("openapi.json", endpoints.openapi, name="openapi"),
    path("<path:rest>", endpoints.unknown, name="unknown"),
]
