"""A reading becomes a draft pack: everything the print says filled in, and every doubt beside its place.

`drafted` gives the content of a `document.yaml`, `as_yaml` its text, `write_new` the file.
A draft carries `verified: false`; the library keeps it apart until an officer confirms it.
"""

from huigong.policy.drafting.draft import drafted
from huigong.policy.drafting.folder import short_name, write_new
from huigong.policy.drafting.yaml_text import as_yaml

__all__ = ["as_yaml", "drafted", "short_name", "write_new"]
