from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "huigong.policy"
    label = "policy"
    verbose_name = "政策"

    def ready(self) -> None:
        from huigong.audit import words
        from huigong.kernel import health as signs
        from huigong.policy import health
        from huigong.policy.trail import WORDS

        words.register(WORDS)
        signs.register(health.in_use, health.calendar)
