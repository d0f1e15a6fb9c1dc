import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kommin.people.models.user


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_organisations"),
    ]

    operations = [
        migrations.AlterField(
            model_name="invitation",
            name="invited_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="Empty: by a command.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="session_salt",
            field=models.CharField(default=kommin.people.models.user.new_session_salt, editable=False, max_length=16),
        ),
    ]
