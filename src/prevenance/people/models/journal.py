"""The journal: who did what to what, when. For inquiry and for the person concerned; no feature reads it."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class AppendOnly(TypeError):
    """A line of the journal is never changed nor removed by the code of a feature."""


class Lines(models.QuerySet["Entry"]):
    """Lines are added, never changed."""

    def update(self, **_: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly

    def forget_before(self, moment: Any) -> int:
        """The end of retention is the only way out."""
        return super().filter(at__lt=moment)._raw_delete(self.db)


class Entry(models.Model):
    """One line, without foreign keys: erasing a thing does not erase its history. No content, no name, no e-mail."""

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)  # null: the operator's command line
    verb = models.CharField(max_length=30)
    kind = models.CharField(max_length=30)
    object_id = models.CharField(max_length=40, blank=True)
    organisation_id = models.BigIntegerField(null=True)

    objects = Lines.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "object_id", "at"], name="people_entry_object"),
            models.Index(fields=["organisation_id", "at"], name="people_entry_organisation"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnly
