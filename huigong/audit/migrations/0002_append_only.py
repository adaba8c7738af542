from django.db import migrations


class Migration(migrations.Migration):
    """Empty since 0004 protects both tables; databases that ran it carry its triggers until then."""

    dependencies = [("audit", "0001_initial")]

    operations = []
