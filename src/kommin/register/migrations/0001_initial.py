import django.db.models.deletion
import kommin.foundation.search.fields
import kommin.register.models.register
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Region",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=16, verbose_name="key")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("seat", models.CharField(blank=True, max_length=200, verbose_name="seat of the administration")),
                ("sort_key", kommin.foundation.search.fields.SortKeyField(editable=False, max_length=500)),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="exists since")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="existed until")),
            ],
            options={
                "verbose_name": "region",
                "verbose_name_plural": "regions",
                "ordering": ("sort_key", "key"),
            },
        ),
        migrations.CreateModel(
            name="District",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=16, verbose_name="key")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("seat", models.CharField(blank=True, max_length=200, verbose_name="seat of the administration")),
                ("sort_key", kommin.foundation.search.fields.SortKeyField(editable=False, max_length=500)),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="exists since")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="existed until")),
                ("official_name", models.CharField(blank=True, max_length=200, verbose_name="official name")),
                ("kind", models.CharField(blank=True, max_length=40, verbose_name="kind")),
                ("of_one_city", models.BooleanField(default=False, verbose_name="city that is its own district")),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="districts",
                        to="register.region",
                    ),
                ),
            ],
            options={
                "verbose_name": "district",
                "verbose_name_plural": "districts",
                "ordering": ("sort_key", "key"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_until", None),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="district_dates_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Register",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=20, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                ("language", models.CharField(default="de", max_length=2, verbose_name="language of its names")),
                ("as_of", models.DateField(blank=True, null=True, verbose_name="as of")),
                ("sources", models.TextField(blank=True, verbose_name="sources")),
                (
                    "qualifiers",
                    models.JSONField(
                        blank=True, default=dict, verbose_name="additions to names and how they are written"
                    ),
                ),
                (
                    "usual_additions",
                    models.JSONField(blank=True, default=list, verbose_name="additions that may follow any name"),
                ),
                ("is_default", models.BooleanField(default=False, verbose_name="the house's own register")),
                (
                    "revision",
                    models.CharField(
                        default=kommin.register.models.register.new_revision, max_length=16, verbose_name="revision"
                    ),
                ),
            ],
            options={
                "verbose_name": "register",
                "verbose_name_plural": "registers",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)), fields=("is_default",), name="register_one_default"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="region",
            name="register",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.register"
            ),
        ),
        migrations.CreateModel(
            name="OtherName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=16, verbose_name="key")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("former", models.BooleanField(default=False, verbose_name="former name")),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="other_names", to="register.register"
                    ),
                ),
            ],
            options={
                "verbose_name": "other name",
                "verbose_name_plural": "other names",
                "ordering": ("key", "name"),
                "constraints": [models.UniqueConstraint(fields=("register", "key", "name"), name="other_name_once")],
            },
        ),
        migrations.CreateModel(
            name="Municipality",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=16, verbose_name="key")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("seat", models.CharField(blank=True, max_length=200, verbose_name="seat of the administration")),
                ("sort_key", kommin.foundation.search.fields.SortKeyField(editable=False, max_length=500)),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="exists since")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="existed until")),
                ("official_name", models.CharField(blank=True, max_length=200, verbose_name="official name")),
                ("kind", models.CharField(blank=True, max_length=40, verbose_name="kind")),
                (
                    "postcode",
                    models.CharField(blank=True, max_length=12, verbose_name="postcode of the administration"),
                ),
                (
                    "area_km2",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=10, null=True, verbose_name="area in km²"
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="longitude"
                    ),
                ),
                (
                    "latitude",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=8, null=True, verbose_name="latitude"),
                ),
                ("population", models.PositiveIntegerField(blank=True, null=True, verbose_name="population")),
                ("population_on", models.DateField(blank=True, null=True, verbose_name="day of the population")),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="municipalities",
                        to="register.district",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="municipalities",
                        to="register.region",
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.register"
                    ),
                ),
            ],
            options={
                "verbose_name": "municipality",
                "verbose_name_plural": "municipalities",
                "ordering": ("sort_key", "key"),
                "indexes": [models.Index(fields=["register", "valid_until", "sort_key"], name="municipality_in_order")],
                "constraints": [
                    models.UniqueConstraint(fields=("register", "key"), name="municipality_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(("area_km2", None), ("area_km2__gte", 0), _connector="OR"),
                        name="municipality_area_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_until", None),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="municipality_dates_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[("municipality", "Municipality"), ("district", "District")],
                        max_length=20,
                        verbose_name="level",
                    ),
                ),
                ("old_key", models.CharField(max_length=16, verbose_name="old key")),
                ("old_name", models.CharField(max_length=200, verbose_name="old name")),
                ("new_key", models.CharField(max_length=16, verbose_name="new key")),
                ("valid_from", models.DateField(verbose_name="from")),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="remark")),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="key_changes", to="register.register"
                    ),
                ),
            ],
            options={
                "verbose_name": "change of a key",
                "verbose_name_plural": "changes of keys",
                "ordering": ("valid_from", "old_key"),
                "constraints": [
                    models.UniqueConstraint(fields=("register", "old_key", "new_key"), name="key_change_once"),
                    models.CheckConstraint(
                        condition=models.Q(("old_key", models.F("new_key")), _negated=True),
                        name="key_change_to_another",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="district",
            name="register",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.register"
            ),
        ),
        migrations.CreateModel(
            name="Boundaries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_of", models.DateField(blank=True, null=True, verbose_name="as of")),
                ("source", models.TextField(blank=True, verbose_name="source")),
                ("attribution", models.CharField(max_length=300, verbose_name="attribution")),
                ("topology", models.TextField(verbose_name="topology (TopoJSON)")),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256 of the topology")),
                ("imported_at", models.DateTimeField(auto_now_add=True, verbose_name="taken over")),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="boundaries", to="register.register"
                    ),
                ),
            ],
            options={
                "verbose_name": "boundaries",
                "verbose_name_plural": "boundaries",
                "ordering": ("-pk",),
                "constraints": [models.UniqueConstraint(fields=("register", "digest"), name="boundaries_once")],
            },
        ),
        migrations.CreateModel(
            name="Population",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("counted_on", models.DateField(verbose_name="on")),
                ("inhabitants", models.PositiveIntegerField(verbose_name="inhabitants")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="populations",
                        to="register.municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "population",
                "verbose_name_plural": "populations",
                "ordering": ("municipality", "counted_on"),
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "counted_on"), name="population_once_a_day")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="region",
            constraint=models.UniqueConstraint(fields=("register", "key"), name="region_key_once"),
        ),
        migrations.AddConstraint(
            model_name="district",
            constraint=models.UniqueConstraint(fields=("register", "key"), name="district_key_once"),
        ),
    ]
