"""The OpenAPI 3.1 document: written as data beside, completed with the lists that it must not repeat."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

import prevenance
from prevenance import catalogue
from prevenance.offer.choices import PLACE_KINDS, Access


@cache
def openapi() -> dict[str, Any]:
    """Kinds, acts and accesses are those of the code and of the catalogue."""
    found: dict[str, Any] = yaml.safe_load((files(__package__) / "openapi.yaml").read_text(encoding="utf-8"))
    found["info"]["version"] = prevenance.__version__
    schemas = found["components"]["schemas"]
    schemas["Kind"]["enum"] = list(PLACE_KINDS)
    schemas["Act"]["enum"] = list(catalogue.load().acts)
    schemas["Wheelchair"]["enum"] = [str(access) for access in Access]
    return found
