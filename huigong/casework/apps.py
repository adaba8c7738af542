from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "huigong.casework"
    label = "casework"
    verbose_name = "办件"

    def ready(self) -> None:
        """Makes the standard procedure, its effects and the procedures of the packs known; no case is without an event."""
        from huigong.audit.expectations import expect
        from huigong.casework.actions import effects  # noqa: F401
        from huigong.casework.procedures.register import register
        from huigong.casework.procedures.standard import STANDARD
        from huigong.casework.queries.subjects import subjects

        register(STANDARD)
        expect(self.verbose_name, subjects)
