"""Birth date and first day of residence singled people out and stood in the clear."""

from typing import Any

from django.db import migrations, models

from huigong.audit.fields import SealedDateField, sealer

_DAYS = (("born_on", "出生日期", False), ("residence_since", "居住起始日", True))
_AT_ONCE = 2000


def seal_days(apps: Any, _editor: Any) -> None:
    """The columns hold plain days as text yet."""
    for name, key in (("Person", "id"), ("PersonHistory", "history_id")):
        rows, last = apps.get_model("registry", name).objects.order_by(key), 0
        while some := list(rows.filter(**{f"{key}__gt": last})[:_AT_ONCE]):
            for row in some:
                for column, _label, _optional in _DAYS:
                    _seal(row, column)
            rows.bulk_update(some, [column for column, _label, _optional in _DAYS], batch_size=200)
            last = some[-1].pk


def _seal(row: Any, column: str) -> None:
    if plain := getattr(row, column):
        setattr(row, column, sealer().seal(plain, context=f"registry.Person.{column}"))


def _altered(of: type[models.Field], **context: str) -> list[migrations.AlterField]:
    return [
        migrations.AlterField(
            model,
            column,
            of(
                verbose_name=label,
                **({"null": True, "blank": True} if optional else {}),
                **{name: f"{value}.{column}" for name, value in context.items()},
            ),
        )
        for model in ("person", "personhistory")
        for column, label, optional in _DAYS
    ]


class Migration(migrations.Migration):
    dependencies = [("registry", "0016_numbers_by_kind_of_paper")]

    operations = [
        *_altered(models.TextField),
        migrations.RunPython(seal_days, migrations.RunPython.noop),
        *_altered(SealedDateField, context="registry.Person"),
    ]
