"""Practice on an invented person, and the relays' course: a scene, an answer chosen, a reply. Nothing is kept."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe

from prevenance.mediation.choices import contents

PRACTICE, COURSE = "practice", "course"


@require_safe
def begin(request: HttpRequest, *, name: str) -> HttpResponse:
    """The list of the scenes of `name`."""
    given = contents.given(name)
    response = render(
        request,
        "mediation/lessons.html",
        {
            "name": name,
            "is_practice": name == PRACTICE,
            "heading": contents.text(given["title"]),
            "lead": contents.text(given["lead"]),
            "lessons": [(reverse(f"mediation:{name}-lesson", args=[key]), one) for key, one in _lessons(name).items()],
            "review": contents.review(name),
        },
    )
    patch_cache_control(response, no_cache=True)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def lesson(request: HttpRequest, key: str, *, name: str) -> HttpResponse:
    """One scene; when an answer was chosen, what we say of it. An unknown answer is like none."""
    lessons = _lessons(name)
    if key not in lessons:
        raise Http404
    order = list(lessons)
    place = order.index(key)
    after = order[place + 1] if place + 1 < len(order) else ""
    one = lessons[key]
    chosen = next((each for each in one.answers if each.key == request.POST.get("answer", "")), None)
    is_wrong = request.method == "POST" and chosen is None
    context = {
        "name": name,
        "is_practice": name == PRACTICE,
        "heading": contents.text(contents.given(name)["title"]),
        "all": reverse(f"mediation:{name}"),
        "lesson": one,
        "number": place + 1,
        "most": len(order),
        "chosen": chosen,
        "is_wrong": is_wrong,
        "after": reverse(f"mediation:{name}-lesson", args=[after]) if after else "",
    }
    response = render(request, "mediation/lesson.html", context, status=422 if is_wrong else 200)
    patch_cache_control(response, no_cache=True)
    return response


def _lessons(name: str) -> dict[str, contents.Lesson]:
    return dict(contents.lessons(name))
