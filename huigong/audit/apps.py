from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "huigong.audit"
    label = "audit"
    verbose_name = "审计"

    def ready(self) -> None:
        from huigong.audit import words
        from huigong.audit.trail import WORDS

        words.register(WORDS)
