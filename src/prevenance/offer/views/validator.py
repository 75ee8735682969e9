"""The page where somebody who publishes places checks a file before publishing it. Nothing is kept."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from prevenance.formats import files
from prevenance.formats.refusals import FileRefused
from prevenance.kit import clock, limits, uploads
from prevenance.offer import operations
from prevenance.offer.choices import PLACE_KINDS
from prevenance.offer.importers import recognising
from prevenance.offer.presenters import file_check

MOST_ROWS = 1000  # about two seconds of work: a page must not keep a server busy; the command looks at the rest
LIMITS = files.Limits(file=64 << 20)  # once decompressed


@limits.body_up_to(uploads.MOST + 64 * 1024)
@require_http_methods(["GET", "HEAD", "POST"])
@limits.at_most(burst=6, per_minute=4)
def check(request: HttpRequest) -> HttpResponse:
    """A form with a file, then what it would give: read, kept, refused and why, mended, quality."""
    context: dict[str, Any] = {
        "formats": file_check.formats(),
        "kinds": file_check.kinds(),
        "most_mb": uploads.MOST >> 20,
        "most_rows": MOST_ROWS,
    }
    if request.method != "POST":
        return render(request, "offer/validator.html", context)
    uploads.keep_in_memory(request)
    try:
        upload = request.FILES.get("file")
        said, kind = request.POST.get("format", "")[:60], request.POST.get("kind", "")
    except (MultiPartParserError, RequestDataTooBig, BadRequest):
        upload, said, kind = None, "", ""
    context |= {"said": said, "kind": kind}
    if not isinstance(upload, UploadedFile) or not upload.size:
        context["errors"] = (("file", gettext("Choose a file that is not empty.")),)
        return render(request, "offer/validator.html", context, status=422)
    if upload.size > uploads.MOST:
        words = gettext("This file is larger than %(most)s MB. The command on your own computer has no such limit.")
        context["errors"] = (("file", words % {"most": uploads.MOST >> 20}),)
        return render(request, "offer/validator.html", context, status=422)
    done, known = _checked(upload, said, kind if kind in PLACE_KINDS else "")
    context |= {"result": file_check.page(done, known), "file_name": upload.name}
    return render(request, "offer/validator.html", context)


def _checked(
    upload: UploadedFile[Any], said: str, kind: str
) -> tuple[operations.FileCheck, operations.Recognised | None]:
    known = None
    with uploads.readable_path(upload) as path:
        try:
            file = files.checked(path, LIMITS)
            if recognising.is_agenda(file, name=upload.name or "", said=said):
                return operations.check_agenda(file, at=clock.now(), most_rows=MOST_ROWS), None
            known = recognising.recognised(file, name=upload.name or "", said=said, kind=kind)
            done = operations.check_file(file, known, at=clock.now(), most_rows=MOST_ROWS)
        except FileRefused as refusal:
            done = operations.FileCheck(problem=refusal.reason, facts=dict(refusal.facts))
    return done, known
