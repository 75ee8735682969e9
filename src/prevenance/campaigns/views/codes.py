"""What is kept of who asked for messages, and theirs, by its code: the same page for each kind of asking."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from prevenance.campaigns.forms import reminders as forms
from prevenance.kit.inputs import Mistake
from prevenance.people.presenters.fields import Form


def page(request: HttpRequest, template: str, *, secret_of: Callable[[str], str], own: str) -> HttpResponse:
    """`secret_of`: a code → the secret of its asking, "" for none; `own`: the name of the page which that one opens."""
    form = Form({})
    if request.method == "POST":
        code, mistakes = forms.code(request.POST.dict())
        secret = secret_of(code) if not mistakes else ""
        if secret:
            return redirect(own, secret)
        words = gettext("Nothing has this code any more: either it is mistyped, or all is erased already.")
        form = Form(request.POST.dict(), mistakes or [Mistake("code", "code", words)])
    field = form.field("code", gettext("The code of the message or of the letter"), longest=20)
    context = {"fields": [field], "errors": form.errors}
    return render(request, template, context, status=422 if form.errors else 200)
