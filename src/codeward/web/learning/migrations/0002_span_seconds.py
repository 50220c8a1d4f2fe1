"""How long a stretch of study is becomes a column, so that a database adds them up."""

from django.db import migrations, models


def fill(apps, schema_editor):
    """What is there already gets its length."""
    spans = apps.get_model("learning", "Span")
    for span in spans.objects.iterator(chunk_size=500):
        span.seconds = (span.last_at - span.began_at).total_seconds()
        span.save(update_fields=["seconds"])


class Migration(migrations.Migration):
    dependencies = [("learning", "0001_initial")]

    operations = [
        migrations.AddField("span", "seconds", models.FloatField(default=0.0), preserve_default=False),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
