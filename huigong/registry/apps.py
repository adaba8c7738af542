from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "huigong.registry"
    label = "registry"
    verbose_name = "实名登记"

    def ready(self) -> None:
        from huigong.audit import words
        from huigong.registry import checks, providers, registration
        from huigong.registry.trail import WORDS

        words.register(WORDS)
        providers.register(registration.REGISTRATION)
        providers.register(registration.ENGAGEMENTS)
        checks.register_checks()
