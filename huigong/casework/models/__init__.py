"""A case has parties, one accountable office, tasks, clocks, and in the end decisions.

Words that may name people (answers, reasons, questions between offices) are
sealed. Days are dates in the time zone of the law; moments are aware datetimes.
"""

from huigong.casework.models.cases import Application, Case, NumberSeries
from huigong.casework.models.clocks import Clock, Extension, Pause
from huigong.casework.models.decisions import Decision, Outcome
from huigong.casework.models.links import CaseLink
from huigong.casework.models.lists import SavedList
from huigong.casework.models.notes import Note
from huigong.casework.models.parties import Party
from huigong.casework.models.stages import CaseStage, Entry
from huigong.casework.models.tasks import Referral, Task

__all__ = [
    "Application",
    "Case",
    "CaseLink",
    "CaseStage",
    "Clock",
    "Decision",
    "Entry",
    "Extension",
    "Note",
    "NumberSeries",
    "Outcome",
    "Party",
    "Pause",
    "Referral",
    "SavedList",
    "Task",
]
