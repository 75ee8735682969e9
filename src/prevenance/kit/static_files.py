"""Static files: hashed and compressed once collected, and still served, plain, where nobody has collected them yet."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise is untyped
    """A page never breaks because a static file has no hashed twin: the plain address is used instead."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name
