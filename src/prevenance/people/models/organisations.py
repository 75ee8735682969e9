"""Organisations, who belongs to them as what and where, and invitations."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from prevenance.people.choices import Kind, Role
from prevenance.people.models.accounts import Account


class Organisation(models.Model):
    """Employer or partner: what people work for. Not a place where one goes."""

    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=20)
    siret = models.CharField(max_length=14, blank=True)
    commune_code = models.CharField(max_length=5)
    created_at = models.DateTimeField()
    is_fictional = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[str(one) for one in Kind]), name="people_organisation_kind"),
            models.CheckConstraint(condition=~Q(name=""), name="people_organisation_has_a_name"),
            models.UniqueConstraint(fields=["siret"], condition=~Q(siret=""), name="people_organisation_siret_once"),
        ]


_HOST_OF_NO_ORGANISATION = Q(role="host", organisation__isnull=True) | (~Q(role="host") & Q(organisation__isnull=False))


class Membership(models.Model):
    """An account in an organisation, with a role, somewhere, from a day to a day (`ends_on`: the first day without).

    `areas`: `everywhere`, or codes such as `commune:02691`, `epci:200071892`, `department:02`.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="memberships")
    role = models.CharField(max_length=20)
    areas = models.JSONField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=[str(one) for one in Role]), name="people_membership_role"),
            models.CheckConstraint(condition=_HOST_OF_NO_ORGANISATION, name="people_membership_host_of_the_site"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="people_membership_ends_after"
            ),
        ]


class Invitation(models.Model):
    """A link which makes an account (or finds it) a member. The e-mail is forgotten once it is answered or too old."""

    email = models.EmailField(max_length=254, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="invitations")
    role = models.CharField(max_length=20)
    areas = models.JSONField()
    secret_digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=5, default="fr")
    invited_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=[str(one) for one in Role]), name="people_invitation_role"),
            models.CheckConstraint(condition=_HOST_OF_NO_ORGANISATION, name="people_invitation_host_of_the_site"),
        ]
