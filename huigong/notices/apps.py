from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "huigong.notices"
    label = "notices"
    verbose_name = "文书"

    def ready(self) -> None:
        from huigong.audit import words
        from huigong.notices.trail import WORDS

        words.register(WORDS)
