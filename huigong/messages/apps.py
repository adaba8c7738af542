from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "huigong.messages"
    label = "huigong_messages"  # Django has an app of that name
    verbose_name = "消息"

    def ready(self) -> None:
        from huigong.audit import words
        from huigong.messages.trail import WORDS

        words.register(WORDS)
