from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "huigong.casework"
    label = "casework"
    verbose_name = "办件"

    def ready(self) -> None:
        from huigong.audit.expectations import expect
        from huigong.casework.queries.subjects import subjects

        expect(self.verbose_name, subjects)
