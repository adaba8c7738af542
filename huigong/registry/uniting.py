"""What somebody said of themselves becomes part of their record, once it is known to be theirs."""

from __future__ import annotations

from django.db import IntegrityError, models, transaction

from huigong.files import owning
from huigong.registry.models import NameSound, Person


def unite(said: Person, known: Person) -> dict[str, int]:
    """Everything that names `said` names `known` from now on, in every folder; `said` is gone.

    Gives how many rows moved and how many stood there already. The caller has made sure that both
    are the same person, holds both rows, and records it. Their accounts are the caller's matter. What the trail
    and letters say stays as it was: `audit.former.ids_of` knows whose it is.
    """
    NameSound.objects.filter(person=said).delete()  # the index of a name that the record has too
    moved = kept = 0
    for relation in _relations():
        rows = relation.related_model._base_manager.filter(**{relation.field.name: said})
        for key in rows.order_by("pk").values_list("pk", flat=True):
            if _moved(relation, key, known):
                moved += 1
            else:
                kept += 1
    owning.pass_on(said.public_id.hex, known.public_id.hex)
    said.delete()
    return {"moved": moved, "kept": kept}


def _relations() -> list[models.ManyToOneRel]:
    """Every foreign key to a person, of whatever folder."""
    every = Person._meta.get_fields(include_hidden=True)
    return [field for field in every if field.auto_created and isinstance(field, models.ManyToOneRel)]


def _moved(relation: models.ManyToOneRel, key: object, known: Person) -> bool:
    """Whether the row names the other now; one that says what is on record already goes."""
    row = relation.related_model._base_manager.filter(pk=key)
    try:
        with transaction.atomic():
            row.update(**{relation.field.name: known})
    except IntegrityError:
        row.delete()
        return False
    return True
