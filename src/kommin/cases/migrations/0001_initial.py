import django.db.models.deletion
import django.utils.timezone
import kommin.cases.models.applicant
import kommin.cases.models.application
import kommin.cases.models.standing
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0003_invitations_by_command"),
        ("programmes", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                ("year", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "series of numbers",
                "verbose_name_plural": "series of numbers",
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                ("applicant_key", models.CharField(max_length=8, verbose_name="municipality key")),
                ("applicant_name", models.CharField(max_length=300, verbose_name="applicant")),
                (
                    "applicant_kind",
                    models.CharField(
                        choices=[
                            ("town", "Town or municipality within a district"),
                            ("city", "City without a district"),
                            ("district", "District"),
                        ],
                        max_length=12,
                        verbose_name="kind of applicant",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("signed_off", "Signed off"),
                            ("submitted", "Submitted"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("title", models.CharField(max_length=250, verbose_name="title")),
                ("content", models.JSONField(default=dict)),
                ("again", models.JSONField(default=dict)),
                ("once", models.CharField(editable=False, max_length=32)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="begun"),
                ),
                ("created_by_id", models.BigIntegerField(editable=False, null=True)),
                ("created_by_name", models.CharField(editable=False, max_length=200)),
                (
                    "changed_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="last change"),
                ),
                ("changed_by_name", models.CharField(editable=False, max_length=200)),
                ("submitted_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="submitted")),
                ("withdrawn_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="withdrawn")),
                ("withdrawn_reason", models.TextField(blank=True, editable=False, verbose_name="reason")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="applications", to="programmes.call"
                    ),
                ),
                (
                    "copied_from",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.application",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="people.organisation",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="programmes.callversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "application",
                "verbose_name_plural": "applications",
                "ordering": ("-changed_at", "-pk"),
                "indexes": [
                    models.Index(fields=["organisation", "-changed_at"], name="application_of_house"),
                    models.Index(fields=["call", "state"], name="application_of_call"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", kommin.cases.models.application.State)),
                        name="application_state_known",
                    ),
                    models.UniqueConstraint(fields=("organisation", "once"), name="application_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "submitted"), _negated=True),
                            ("submitted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="application_submitted_has_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            models.Q(
                                ("withdrawn_at__isnull", False), models.Q(("withdrawn_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="application_withdrawn_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField()),
                ("key", models.CharField(max_length=120)),
                ("value", models.JSONField(null=True)),
                ("page", models.CharField(blank=True, max_length=16)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=200)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="cases.application"
                    ),
                ),
            ],
            options={
                "verbose_name": "change",
                "verbose_name_plural": "changes",
                "ordering": ("application", "revision", "pk"),
                "constraints": [models.UniqueConstraint(fields=("application", "key", "revision"), name="change_once")],
            },
        ),
        migrations.CreateModel(
            name="Clash",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120)),
                ("mine", models.JSONField(null=True)),
                ("theirs", models.JSONField(null=True)),
                ("theirs_by_name", models.CharField(max_length=200)),
                ("page", models.CharField(blank=True, max_length=16)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=200)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="clashes", to="cases.application"
                    ),
                ),
            ],
            options={
                "verbose_name": "conflict",
                "verbose_name_plural": "conflicts",
                "ordering": ("application", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=("application", "key", "by_id", "page"),
                        name="clash_one_open_per_page",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=5000, verbose_name="comment")),
                ("once", models.CharField(editable=False, max_length=32)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=200)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="cases.application"
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ("application", "pk"),
                "constraints": [models.UniqueConstraint(fields=("application", "once"), name="comment_once")],
            },
        ),
        migrations.CreateModel(
            name="MasterData",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("street", models.CharField(max_length=200, verbose_name="street and number")),
                ("postcode", models.CharField(max_length=12, verbose_name="postcode")),
                ("town", models.CharField(max_length=200, verbose_name="town")),
                ("contact_name", models.CharField(max_length=200, verbose_name="contact person")),
                ("contact_phone", models.CharField(blank=True, max_length=50, verbose_name="telephone")),
                ("contact_email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                ("account_holder", models.CharField(max_length=140, verbose_name="account holder")),
                ("iban", models.CharField(max_length=34, verbose_name="IBAN")),
                ("bic", models.CharField(blank=True, max_length=11, verbose_name="BIC")),
                (
                    "consolidation_from",
                    models.DateField(blank=True, null=True, verbose_name="budget consolidation plan since"),
                ),
                (
                    "consolidation_until",
                    models.DateField(blank=True, null=True, verbose_name="budget consolidation plan until"),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="entered")),
                ("by_id", models.BigIntegerField(editable=False, null=True)),
                ("by_name", models.CharField(editable=False, max_length=200, verbose_name="entered by")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="master_data",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "master data",
                "verbose_name_plural": "master data",
                "ordering": ("organisation", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("consolidation_until__isnull", True),
                            models.Q(
                                ("consolidation_from__isnull", False),
                                ("consolidation_until__gte", models.F("consolidation_from")),
                            ),
                            _connector="OR",
                        ),
                        name="master_data_consolidation_in_order",
                        violation_error_message="The consolidation plan needs a first day, and it cannot end before it.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=8, verbose_name="municipality key")),
                ("name", models.CharField(max_length=300, verbose_name="municipality")),
                (
                    "state",
                    models.CharField(
                        choices=[("invited", "Asked"), ("consented", "Consented"), ("declined", "Declined")],
                        default="invited",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by_name", models.CharField(blank=True, max_length=200)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="partners", to="cases.application"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partnerships",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "partner",
                "verbose_name_plural": "partners",
                "ordering": ("application", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("application", "organisation"), name="partner_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", kommin.cases.models.standing.PartnerState)),
                        name="partner_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("revision", models.PositiveIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=200)),
                ("voided_at", models.DateTimeField(null=True)),
                ("voided_by_name", models.CharField(blank=True, max_length=200)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sign_offs", to="cases.application"
                    ),
                ),
            ],
            options={
                "verbose_name": "sign-off",
                "verbose_name_plural": "sign-offs",
                "ordering": ("application", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at__isnull", True)),
                        fields=("application", "role"),
                        name="sign_off_once_per_role",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("received_at", models.DateTimeField(verbose_name="received")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("in_grace", models.BooleanField(default=False)),
                ("content", models.JSONField()),
                ("digest", models.CharField(db_index=True, max_length=64, verbose_name="SHA-256")),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=200)),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="submission", to="cases.application"
                    ),
                ),
            ],
            options={
                "verbose_name": "submission",
                "verbose_name_plural": "submissions",
                "ordering": ("-received_at",),
            },
        ),
        migrations.CreateModel(
            name="Applicant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sign_off",
                    models.CharField(
                        choices=[
                            ("none", "Nobody"),
                            ("treasurer", "The treasurer"),
                            ("signatory", "The signatory"),
                            ("both", "The treasurer and the signatory"),
                        ],
                        default="both",
                        help_text="An application can be submitted when everybody named here has signed it off.",
                        max_length=10,
                        verbose_name="Who signs off",
                    ),
                ),
                (
                    "editors_submit",
                    models.BooleanField(
                        default=False,
                        help_text="Otherwise only the signatory submits.",
                        verbose_name="Editors may submit, too",
                    ),
                ),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="applicant", to="people.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "applicant",
                "verbose_name_plural": "applicants",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sign_off__in", kommin.cases.models.applicant.SignOffBy)),
                        name="applicant_sign_off_known",
                    )
                ],
            },
        ),
    ]
