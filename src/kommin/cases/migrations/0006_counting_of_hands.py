"""Whoever counts what is in somebody's hands at an authority, or in nobody's, reads the index alone; the list of what
is in somebody's hands comes in its usual order."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_signs_of_imports")]
    operations = [
        migrations.RemoveIndex(model_name="case", name="case_of_examiner"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["examiner", "stage", "authority"], name="case_of_examiner"),
        ),
        migrations.AddIndex(
            model_name="case", index=models.Index(fields=["examiner", "received_at", "id"], name="case_in_hand")
        ),
    ]
