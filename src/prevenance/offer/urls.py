"""Addresses of the places: their page, and their card behind the link that each one received."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from prevenance.offer.views import cards, embeds, gaps, places, upkeep, upkeep_card, validator

app_name = "offer"
urlpatterns = [
    path(_("what-is-missing/"), gaps.gaps, name="gaps"),
    path(_("check-a-file/"), validator.check, name="check-a-file"),
    path(_("embed/"), embeds.explained, name="embed"),
    path(_("embed/places"), embeds.places, name="embed-places"),
    path(_("places/<str:identifier>/"), places.place, name="place"),
    path(_("places/<str:identifier>/report/"), places.flag, name="flag"),
    path(_("places/<str:identifier>/thanks/"), places.thanks, name="flag-thanks"),
    path(_("team/places/"), upkeep.home, name="upkeep"),
    path(_("team/places/pairs/"), upkeep.pairs, name="upkeep-pairs"),
    path(_("team/places/pairs/<slug:first>/<slug:second>/"), upkeep.pair, name="upkeep-pair"),
    path(_("team/places/pairs/<slug:first>/<slug:second>/undo/"), upkeep.pair_undo, name="upkeep-pair-undo"),
    path(_("team/places/reports/"), upkeep.reports, name="upkeep-reports"),
    path(_("team/places/changes/"), upkeep.changes, name="upkeep-changes"),
    path(_("team/places/undo/"), upkeep.undo, name="upkeep-undo"),
    path(_("team/places/imports/"), upkeep.imports, name="upkeep-imports"),
    path(_("team/places/imports/<int:number>/refused.csv"), upkeep.refused, name="upkeep-refused"),
    path(_("team/places/one/<slug:identifier>/"), upkeep.changes, name="upkeep-place"),
    path(_("team/places/one/<slug:identifier>/correct/"), upkeep_card.correct, name="upkeep-correct"),
    path(_("team/places/one/<slug:identifier>/reports/"), upkeep.settle, name="upkeep-settle"),
    path(_("card/<str:secret>/"), cards.card, name="card"),
    path(_("card/<str:secret>/correct/"), cards.correct, name="card-correct"),
    path(_("card/<str:secret>/notice/"), cards.notice, name="card-notice"),
    path(_("card/<str:secret>/closed/"), cards.closed, name="card-closed"),
    path(_("card/<str:secret>/thanks/"), cards.thanks, name="card-thanks"),
    path(_("card/<str:secret>/undo/"), cards.undo, name="card-undo"),
]
