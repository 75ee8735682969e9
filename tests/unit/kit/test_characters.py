"""NUL never reaches a page, whatever way it was sent by."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from prevenance.kit.characters import WithoutNul

FORM = "application/x-www-form-urlencoded"


def read(request: HttpRequest, what: Callable[[HttpRequest], object]) -> object:
    seen: list[object] = []

    def page(given: HttpRequest) -> HttpResponse:
        seen.append(what(given))
        return HttpResponse()

    WithoutNul(page)(request)
    return seen[0]


def test_it_is_replaced_in_the_address_and_in_what_is_asked() -> None:
    request = RequestFactory().get("/lieux/%00/?a=%00b&c=d")
    assert read(request, lambda given: (given.path_info, given.GET["a"], given.GET["c"])) == (
        "/lieux/\ufffd/",
        "\ufffdb",
        "d",
    )


@pytest.mark.parametrize("typed", ["a\0b", "\0", "100 % de 00"])
def test_it_is_replaced_in_forms_and_json_and_the_rest_stays(typed: str) -> None:
    form = RequestFactory().post("/", urlencode({"said": typed}), content_type=FORM)
    assert read(form, lambda given: given.POST["said"]) == typed.replace("\0", "\ufffd")
    sent = RequestFactory().post("/", {"said": typed}, content_type="application/json")
    assert read(sent, lambda given: json.loads(given.body)["said"]) == typed.replace("\0", "\ufffd")
