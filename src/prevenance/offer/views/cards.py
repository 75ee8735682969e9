"""The card of a place, behind the link that it received. Looking writes nothing: mail scanners open links too."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from prevenance import catalogue
from prevenance.catalogue import Catalogue
from prevenance.formats import week as weeks
from prevenance.kit import clock, limits
from prevenance.kit.inputs import Mistake
from prevenance.offer import operations, queries
from prevenance.offer.choices import Author, Notice
from prevenance.offer.forms import correction, week_grid
from prevenance.offer.forms import notice as notices
from prevenance.offer.presenters import answers, card_form, place_page

AUTHOR = Author.PLACE


@dataclass(frozen=True)
class Visit:
    """One request of somebody who holds a link. The secret goes back into the page's own addresses, nowhere else."""

    request: HttpRequest
    secret: str
    link: queries.Invited
    at: dt.datetime
    book: Catalogue

    @property
    def on(self) -> dt.date:
        return self.at.date()

    @functools.cached_property
    def card(self) -> queries.Card:
        found = queries.card(self.link.place_id, on=self.on)
        assert found is not None  # the link opens only while its place is there
        return found

    @functools.cached_property
    def quality(self) -> queries.Quality:
        return queries.quality(self.card, on=self.on)

    def page(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        until = self.link.until.astimezone(clock.PARIS).date() - dt.timedelta(days=1)
        place = place_page.named(self.card.place)
        common = {"secret": self.secret, "place": place, "until": until, "link": self.link}
        return render(self.request, f"offer/{template}.html", common | context, status=status)

    def goes(self, name: str) -> HttpResponse:
        return redirect(f"offer:{name}", self.secret)

    def said(self) -> tuple[answers.Said, ...]:
        return answers.shown(queries.answers_through(self.link), self.book)


Page = Callable[[Visit], HttpResponse]


def through_link(view: Page) -> Callable[..., HttpResponse]:
    """Opens the link first. Whatever the reason why one does not open, the page is the same."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @limits.at_most(burst=60, per_minute=30)
    def opened(request: HttpRequest, secret: str) -> HttpResponse:
        at = clock.now()
        link = queries.invited(secret, at=at)
        if link is None:
            response = render(request, "offer/no_link.html", status=404)
        else:
            response = view(Visit(request, secret, link, at, catalogue.load()))
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return functools.wraps(view)(opened)


@through_link
def card(visit: Visit) -> HttpResponse:
    """The card as residents see it, its score, and two buttons: nothing has changed, or correct it."""
    go = visit.request.POST.get("go", "")
    if visit.request.method == "POST":
        operations.opened(invitation_id=visit.link.id, at=visit.at)
        if go == "confirm":
            operations.confirm(place_id=visit.link.place_id, author=AUTHOR, at=visit.at, invitation_id=visit.link.id)
            return visit.goes("card-thanks")
        return visit.goes({"correct": "card-correct", "notice": "card-notice", "closed": "card-closed"}.get(go, "card"))
    return visit.page(
        "card",
        shown=place_page.page(visit.card, visit.book, at=visit.at),
        score=visit.quality.score,
        marks=card_form.marks(visit.quality),
        reported=card_form.reported(visit.card),
        said=visit.said(),
    )


@through_link
def correct(visit: Visit) -> HttpResponse:
    """The form of the card. What is not changed there is left as it is."""
    place = visit.card.place
    asked = queries.acts_asked(visit.card, visit.book)
    if visit.request.method != "POST":
        return _form(visit, correction.shown(place), asked, week_grid.of(weeks.read(place.opening_hours)))
    posted: Mapping[str, str] = visit.request.POST.dict()
    if posted.get("version", now := correction.version(place, asked)) != now:
        return _form(visit, posted, asked, week_grid.typed(posted), is_late=True)
    reading = correction.read(posted, place, acts=asked, known_acts=asked)
    if reading.mistakes:
        operations.opened(invitation_id=visit.link.id, at=visit.at)
        return _form(visit, posted, asked, week_grid.typed(posted), reading.mistakes)
    common: dict[str, Any] = {"place_id": place.id, "author": AUTHOR, "at": visit.at, "invitation_id": visit.link.id}
    if not operations.correct(values=reading.values, **common):
        operations.confirm(**common)
    return visit.goes("card-thanks")


def _form(
    visit: Visit,
    values: Mapping[str, str],
    asked: Mapping[str, bool | None],
    typed: week_grid.TypedWeek,
    mistakes: Sequence[Mistake] = (),
    *,
    is_late: bool = False,
) -> HttpResponse:
    """`is_late`: the card has changed since the form was shown; what was typed is shown again, to be sent again."""
    place = visit.card.place
    return visit.page(
        "correct",
        status=409 if is_late else 422 if mistakes else 200,
        is_late=is_late,
        version=correction.version(place, asked),
        kept_days=place_page.page(visit.card, visit.book, at=visit.at).days,
        **card_form.whole(
            visit.card,
            card_form.Typed(values, card_days(typed), typed.closed_on_holidays, mistakes),
            asked,
            visit.quality,
            visit.book,
            kept=bool(place.opening_hours) and weeks.read(place.opening_hours) is None,
        ),
    )


def card_days(typed: week_grid.TypedWeek) -> list[card_form.TypedDay]:
    """The rows of the week, with the names of their inputs."""
    return [
        card_form.TypedDay(
            day.code,
            day.slots,
            day.is_closed,
            tuple((week_grid.name(day.code, n, "from"), week_grid.name(day.code, n, "to")) for n in (1, 2)),
        )
        for day in typed.days
    ]


@through_link
def notice(visit: Visit) -> HttpResponse:
    """Closed for some days, other hours, or open in a heat wave."""
    posted: Mapping[str, str] = visit.request.POST.dict()
    reading = notices.read(posted, on=visit.on)
    is_sent = visit.request.method == "POST"
    if is_sent and reading.notice and reading.starts_on and reading.ends_on:
        operations.announce(
            place_id=visit.link.place_id,
            notice=reading.notice,
            starts_on=reading.starts_on,
            ends_on=reading.ends_on,
            words=reading.words,
            author=AUTHOR,
            at=visit.at,
            invitation_id=visit.link.id,
        )
        return visit.goes("card-thanks")
    mistakes = reading.mistakes if is_sent else ()
    given = reading.given or (str(Notice.HEAT_WAVE_OPEN) if visit.link.is_heat_wave else str(Notice.CLOSED))
    return visit.page(
        "notice",
        status=422 if mistakes else 200,
        errors=[(one.goal, one.words) for one in mistakes],
        form=card_form.notice(given, reading.first, reading.last, reading.words, mistakes),
    )


@through_link
def closed(visit: Visit) -> HttpResponse:
    """Closed for good: asked twice, undone like the rest."""
    if visit.request.method == "POST":
        operations.correct(
            place_id=visit.link.place_id,
            values={"has_closed": True},
            author=AUTHOR,
            at=visit.at,
            invitation_id=visit.link.id,
        )
        return visit.goes("card-thanks")
    return visit.page("closed")


@through_link
def thanks(visit: Visit) -> HttpResponse:
    """What was said through this link, each with a button that undoes it."""
    return visit.page("thanks", said=visit.said(), score=visit.quality.score)


@through_link
def undo(visit: Visit) -> HttpResponse:
    """Takes back one thing said through this link; what is undone already stays undone."""
    what, _, number = visit.request.POST.get("what", "").partition(":")
    known = {f"{one.what}:{one.id}" for one in queries.answers_through(visit.link)}
    if visit.request.method == "POST" and f"{what}:{number}" in known:
        common: dict[str, Any] = {"at": visit.at, "invitation_id": visit.link.id}
        if what == "change":
            operations.undo_change(change_id=int(number), by=AUTHOR, **common)
        elif what == "check":
            operations.undo_check(check_id=int(number), **common)
        else:
            operations.take_back(closure_id=int(number), by=AUTHOR, **common)
    return visit.goes("card-thanks")
