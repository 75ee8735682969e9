"""Messages, their versions, translations, reviews, and how people understood them. Only a message's state changes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from prevenance.campaigns.choices.messages import Means, MessageState, Understood, Verdict


def _states() -> list[str]:
    return [str(one) for one in MessageState]


class Message(models.Model):
    """One thing to say. `code`: of its public address. `ready_key`: of the ready message it was taken from."""

    code = models.CharField(max_length=12, unique=True)
    operation = models.UUIDField(unique=True)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    ready_key = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=12, default=MessageState.DRAFT.value)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    is_fictional = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["organisation", "state"], name="campaigns_message_follow")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=_states()), name="campaigns_message_state"),
            models.UniqueConstraint(
                fields=["organisation", "ready_key"], condition=~Q(ready_key=""), name="campaigns_message_ready_once"
            ),
            models.CheckConstraint(
                condition=Q(made_by__isnull=False) | Q(is_fictional=True), name="campaigns_message_has_a_maker"
            ),
        ]


class MessagePassage(models.Model):
    """A state entered, and who said so (null: the calendar, or the demonstration)."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="passages")
    state = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")


class MessageVersion(models.Model):
    """What is said. `words`: language (fr, en) → title, text, easy, not_said. `sources`: as `queries.messages.Source`.

    `digest`: of the French words only; a translation made of another one is stale.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    operation = models.UUIDField(unique=True)
    intent = models.CharField(max_length=20)
    audience = models.CharField(max_length=200)
    subject = models.CharField(max_length=60, blank=True)
    pictogram = models.CharField(max_length=40, blank=True)
    words = models.JSONField()
    sources = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "number"], name="campaigns_version_once")]


class MessageTranslation(models.Model):
    """A version in another language, by a person; the last of a language counts. `digest`: of what it translates."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=5)
    operation = models.UUIDField(unique=True)
    words = models.JSONField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, read_by__isnull=True)
                | Q(read_at__isnull=False, read_by__isnull=False),
                name="campaigns_translation_read_by_somebody",
            ),
        ]


class MessageReview(models.Model):
    """What a professional said of one version. `role`: as they name their profession."""

    version = models.ForeignKey(MessageVersion, on_delete=models.CASCADE, related_name="reviews")
    operation = models.UUIDField(unique=True)
    verdict = models.CharField(max_length=12)
    role = models.CharField(max_length=80)
    note = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=[str(one) for one in Verdict]), name="campaigns_review_verdict"
            ),
            models.CheckConstraint(condition=~Q(role=""), name="campaigns_review_by_a_named_role"),
        ]


class MessageTest(models.Model):
    """« What would you do? » about one version: three answers, one right (1 to 3). `code`: of its public page."""

    version = models.ForeignKey(MessageVersion, on_delete=models.CASCADE, related_name="tests")
    operation = models.UUIDField(unique=True)
    code = models.CharField(max_length=12, unique=True)
    words = models.JSONField()  # language → question, and choices as a list of three
    right = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(right__gte=1) & Q(right__lte=3), name="campaigns_test_right_is_one"),
        ]


class MessageAnswer(models.Model):
    """What somebody understood, without who. `missing`: their own words, emptied after some months."""

    test = models.ForeignKey(MessageTest, on_delete=models.CASCADE, related_name="answers")
    operation = models.UUIDField(unique=True)
    answered_on = models.DateField()
    means = models.CharField(max_length=5)
    understood = models.CharField(max_length=6)
    choice = models.PositiveSmallIntegerField(null=True)  # null: "I do not know"
    missing = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(choice__isnull=True) | Q(choice__gte=1) & Q(choice__lte=3), name="campaigns_answer_choice"
            ),
            models.CheckConstraint(
                condition=Q(understood__in=[str(one) for one in Understood]) & Q(means__in=[str(one) for one in Means]),
                name="campaigns_answer_values",
            ),
        ]
