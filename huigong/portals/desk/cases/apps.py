from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "huigong.portals.desk.cases"
    label = "desk_cases"
    verbose_name = "办件"

    def ready(self) -> None:
        from huigong.portals.desk.cases.section import SECTION  # it asks for models
        from huigong.portals.desk.frame.sections import register

        register(SECTION)
