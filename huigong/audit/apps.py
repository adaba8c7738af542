from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "huigong.audit"
    label = "audit"
    verbose_name = "审计"

    def ready(self) -> None:
        from huigong.audit import actions, health, words
        from huigong.audit.trail import WORDS
        from huigong.kernel import health as signs
        from huigong.kernel import routines
        from huigong.kernel.routines import Routine, Turn

        words.register(WORDS)
        signs.register(health.sealing, health.nights, health.keys)
        routines.register(Routine("sealed", actions.seal, Turn.SEAL))
