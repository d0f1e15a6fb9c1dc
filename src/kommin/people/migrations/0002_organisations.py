import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import kommin.people.models.dated
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_users"),
    ]

    operations = [
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ministry", "Ministry"),
                            ("granting_authority", "Granting authority"),
                            ("municipality", "Municipality"),
                            ("evaluator", "Evaluator"),
                            ("press_office", "Press office"),
                            ("court_of_audit", "Court of audit"),
                            ("operator", "Operator of this platform"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "municipality_key",
                    models.CharField(
                        blank=True,
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A(\\d{5}|\\d{8})\\Z", "A municipality's key has 8 digits, a district's has 5."
                            )
                        ],
                        verbose_name="municipality key",
                    ),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "ministry",
                                    "granting_authority",
                                    "municipality",
                                    "evaluator",
                                    "press_office",
                                    "court_of_audit",
                                    "operator",
                                ],
                            )
                        ),
                        name="organisation_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "municipality"), models.Q(("municipality_key", ""), _negated=True)),
                            models.Q(models.Q(("kind", "municipality"), _negated=True), ("municipality_key", "")),
                            _connector="OR",
                        ),
                        name="organisation_key_for_municipalities_only",
                        violation_error_message="A municipality needs its key, other organisations have none.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("municipality_key", ""), _negated=True),
                        fields=("municipality_key",),
                        name="organisation_one_per_municipality",
                        violation_error_message="This municipality is already registered.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(default=kommin.people.models.dated.today, verbose_name="valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("editor", "Editor"),
                            ("treasurer", "Treasurer"),
                            ("signatory", "Signatory"),
                            ("caseworker", "Caseworker"),
                            ("second_examiner", "Second examiner"),
                            ("payment_officer", "Payment officer"),
                            ("head", "Head"),
                            ("programme_officer", "Programme officer"),
                            ("budget_officer", "Budget officer"),
                            ("press_editor", "Press editor"),
                            ("press_head", "Head of press"),
                            ("evaluator", "Evaluator"),
                            ("auditor", "Auditor"),
                            ("operator", "Operator"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "administers_members",
                    models.BooleanField(
                        default=False,
                        help_text="May invite colleagues, change their dates and end their membership.",
                        verbose_name="administers members",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
                "ordering": ("organisation", "person", "valid_from"),
                "indexes": [models.Index(fields=["organisation", "valid_until"], name="membership_of_organisation")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="membership_dates_in_order",
                        violation_error_message="The last day lies before the first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "editor",
                                    "treasurer",
                                    "signatory",
                                    "caseworker",
                                    "second_examiner",
                                    "payment_officer",
                                    "head",
                                    "programme_officer",
                                    "budget_officer",
                                    "press_editor",
                                    "press_head",
                                    "evaluator",
                                    "auditor",
                                    "operator",
                                ],
                            )
                        ),
                        name="membership_role_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True), ("valid_until__isnull", True)),
                        fields=("person", "organisation", "role"),
                        name="membership_one_without_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("editor", "Editor"),
                            ("treasurer", "Treasurer"),
                            ("signatory", "Signatory"),
                            ("caseworker", "Caseworker"),
                            ("second_examiner", "Second examiner"),
                            ("payment_officer", "Payment officer"),
                            ("head", "Head"),
                            ("programme_officer", "Programme officer"),
                            ("budget_officer", "Budget officer"),
                            ("press_editor", "Press editor"),
                            ("press_head", "Head of press"),
                            ("evaluator", "Evaluator"),
                            ("auditor", "Auditor"),
                            ("operator", "Operator"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                ("administers_members", models.BooleanField(default=False, verbose_name="administers members")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="membership ends on")),
                (
                    "language",
                    models.CharField(
                        choices=[("de", "Deutsch"), ("en", "English")],
                        default="de",
                        max_length=2,
                        verbose_name="language of the letter",
                    ),
                ),
                ("token_digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("expires_at", models.DateTimeField(editable=False)),
                ("accepted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "ordering": ("-sent_at", "-pk"),
                "indexes": [models.Index(fields=["email"], name="invitation_of_email")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_at__isnull", True), ("revoked_at__isnull", True), _connector="OR"
                        ),
                        name="invitation_accepted_or_revoked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at__isnull", True), ("accepted_by__isnull", True)),
                            models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="invitation_accepted_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("sent_at"))), name="invitation_expires_later"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at__isnull", True), ("revoked_at__isnull", True)),
                        fields=("organisation", "email", "role"),
                        name="invitation_one_open",
                        violation_error_message="This address is already invited in this role.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganisationName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(default=kommin.people.models.dated.today, verbose_name="valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("name", models.CharField(max_length=300, verbose_name="name")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="names", to="people.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "name of an organisation",
                "verbose_name_plural": "names of organisations",
                "ordering": ("organisation", "valid_from"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="organisation_name_dates_in_order",
                        violation_error_message="The last day lies before the first day.",
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "valid_from"), name="organisation_name_one_per_day"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_until__isnull", True)),
                        fields=("organisation",),
                        name="organisation_name_one_without_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="from")),
                (
                    "predecessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successions_from",
                        to="people.organisation",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successions_to",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "succession",
                "verbose_name_plural": "successions",
                "constraints": [
                    models.UniqueConstraint(fields=("predecessor", "successor"), name="succession_once"),
                    models.CheckConstraint(
                        condition=models.Q(("predecessor", models.F("successor")), _negated=True),
                        name="succession_of_another",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="organisation",
            name="predecessors",
            field=models.ManyToManyField(
                related_name="successors",
                through="people.Succession",
                through_fields=("successor", "predecessor"),
                to="people.organisation",
            ),
        ),
        migrations.CreateModel(
            name="ConflictOfInterest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(default=kommin.people.models.dated.today, verbose_name="valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                (
                    "municipality_key",
                    models.CharField(
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A(\\d{5}|\\d{8})\\Z", "A municipality's key has 8 digits, a district's has 5."
                            )
                        ],
                        verbose_name="municipality key",
                    ),
                ),
                ("municipality_name", models.CharField(max_length=300, verbose_name="municipality")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("employed", "employed by the municipality"),
                            ("organ", "member of its council or of another of its organs"),
                            ("represents", "represents the municipality"),
                            ("relative", "near relative of somebody to whom one of these applies"),
                            ("biased", "other reason to doubt impartiality"),
                        ],
                        max_length=20,
                        verbose_name="ground",
                    ),
                ),
                ("declared_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "declared_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conflicts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "conflict of interest",
                "verbose_name_plural": "conflicts of interest",
                "ordering": ("-valid_from", "-pk"),
                "indexes": [models.Index(fields=["municipality_key", "person"], name="conflict_of_municipality")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="conflict_dates_in_order",
                        violation_error_message="The last day lies before the first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ground__in", ["employed", "organ", "represents", "relative", "biased"])),
                        name="conflict_ground_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_until__isnull", True)),
                        fields=("person", "municipality_key", "ground"),
                        name="conflict_one_without_end",
                        violation_error_message="This conflict of interest is already declared.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deputyship",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(default=kommin.people.models.dated.today, verbose_name="valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deputyships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deputyships", to="people.membership"
                    ),
                ),
            ],
            options={
                "verbose_name": "deputyship",
                "verbose_name_plural": "deputyships",
                "ordering": ("valid_from", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="deputyship_dates_in_order",
                        violation_error_message="The last day lies before the first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__isnull", False)),
                        name="deputyship_has_an_end",
                        violation_error_message="A deputy stands in for a stated time: give the last day.",
                    ),
                ],
            },
        ),
    ]
