"""The packs in other languages: one folder a language, `policies/languages/<code>/`, with a catalogue a domain.

Catalogues are gettext files keyed by the Chinese text, with the places that say it as references. A text that
changed is stale: its old translation is kept as a proposal and no longer shown.
"""

from huigong.policy.languages.offered import offered
from huigong.policy.languages.speaking import Speaker
from huigong.policy.languages.state import Report, brought_up_to_date, report
from huigong.policy.languages.texts import texts
from huigong.policy.languages.words import FOLDER, codes, words

__all__ = [
    "FOLDER",
    "Report",
    "Speaker",
    "brought_up_to_date",
    "codes",
    "offered",
    "report",
    "texts",
    "words",
]
