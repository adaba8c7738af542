import logging

from django.apps import AppConfig

log = logging.getLogger(__name__)


class CaseworkConfig(AppConfig):
    name = "huigong.casework"
    label = "casework"
    verbose_name = "办件"

    def ready(self) -> None:
        """Makes the standard procedure, its effects and the procedures of the packs known; no case is without an event."""
        from datetime import timedelta

        from huigong.audit import words
        from huigong.audit.expectations import expect
        from huigong.casework import access, counted, health, occasions, parting, retaining
        from huigong.casework.actions import agents, effects, hearing  # noqa: F401
        from huigong.casework.need import by_case
        from huigong.casework.nights import ROUTINES
        from huigong.casework.procedures import register, remedies
        from huigong.casework.procedures.checking import check_procedures
        from huigong.casework.queries.subjects import subjects
        from huigong.casework.trail import WORDS
        from huigong.catalogue.checking import beside
        from huigong.declarations import counted as countable
        from huigong.files.access import register as register_files
        from huigong.kernel import health as signs
        from huigong.kernel import retention, routines
        from huigong.messages import occasions as told
        from huigong.registry import heard, need, uniting

        retention.register("case-files", retaining.CASE_FILES)
        retention.register_staying(retaining.staying)
        told.register(*occasions.ALL)
        need.register(by_case)
        uniting.describe("casework.Party", "person", parting.of_parties)
        uniting.describe("casework.Application", "person", parting.of_applications)
        beside.register(check_procedures)
        beside.register(remedies.check)
        for routine in ROUTINES:
            routines.register(routine)
        heard.register(
            acting=agents.acting_changed,
            households=agents.household_left,
            corrections=hearing.register_corrected,
        )
        _know_procedures()
        signs.register(health.posts, health.succeeded)
        countable.register(counted.SOURCE)
        words.register(WORDS)
        for procedure in register.everyone():
            words.register_missing(procedure.trail_words)
        expect(self.verbose_name, subjects)
        register_files(access.FILES, access.may_see_files, says="办件材料", reader=access.files_reader)
        register_files(
            access.MORE_FILES, access.may_see_more_files, says="准备补交的材料", lapses=timedelta(days=60)
        )


def _know_procedures() -> None:
    """The standard one, and those of the packs with what may not run beside what."""
    from huigong.casework.procedures import bars, register
    from huigong.casework.procedures.checking import faults_of
    from huigong.casework.procedures.reading import read_procedures
    from huigong.casework.procedures.standard import STANDARD
    from huigong.kernel import packs

    register.register(STANDARD)
    read = read_procedures(packs.folder())
    for error in read.errors:  # one bad file stops nobody else; `huigong pack check` says where it is bad
        log.error("%s", error)
    for procedure, _ in read.procedures:
        faults = [fault.what for fault in faults_of(procedure)]
        faults = faults or register.refusals(procedure)
        if faults:
            log.error("procedure %s is not used: %s", procedure.id, "; ".join(faults))
        else:
            register.register(procedure)
    for bar, _ in read.bars:
        bars.register(bar)
