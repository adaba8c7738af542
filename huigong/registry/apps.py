from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "huigong.registry"
    label = "registry"
    verbose_name = "实名登记"

    def ready(self) -> None:
        from huigong.audit import resealing, subjects, words
        from huigong.files import access as files
        from huigong.kernel import routines
        from huigong.kernel.routines import Routine, Turn
        from huigong.registry import (
            checks,
            parting,
            providers,
            refusals,
            registration,
            rosters,
            sounding,
            uniting,
        )
        from huigong.registry.actions import duplicates, representing
        from huigong.registry.models import Person
        from huigong.registry.trail import WORDS

        words.register(WORDS)
        subjects.people_are(Person)
        resealing.register(sounding.SoundsOfNames())
        providers.register(registration.REGISTRATION)
        providers.register(registration.ENGAGEMENTS)
        checks.register_checks()
        uniting.describe("registry.Engagement", "person", parting.of_engagements)
        uniting.describe("registry.PersonFact", "person", parting.of_facts)
        uniting.describe("registry.HouseholdMember", "person", parting.of_memberships)
        uniting.describe("registry.ImportLine", "person", parting.of_sheets)
        files.guard(refusals.bounded)
        files.register(rosters.PURPOSE, rosters.may_see, says=rosters.SAYS, lapses=rosters.KEPT_FOR)
        ended = "到期结束的代办授权 {} 条。"
        routines.register(Routine("acting_ended", representing.end_expired, Turn.EXPIRE, ended))
        twice = "新列出的疑似重复登记 {} 对。"
        routines.register(Routine("duplicates", duplicates.search_changed, Turn.LOOK, twice))
