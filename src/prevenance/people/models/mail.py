"""Messages of a site without a mail server: read on screen by its host, erased after a week."""

from __future__ import annotations

from django.db import models


class OutgoingMail(models.Model):
    """One message as it would have left. It may hold a link that opens an account: see `operations.mail`."""

    recipient = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="people_mail_made")]
