from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "huigong.casework"
    label = "casework"
    verbose_name = "办件"

    def ready(self) -> None:
        """Makes the standard procedure, its effects and the procedures of the packs known."""
        from huigong.casework.actions import effects  # noqa: F401
        from huigong.casework.procedures.register import register
        from huigong.casework.procedures.standard import STANDARD

        register(STANDARD)
