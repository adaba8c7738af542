from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    name = "huigong.obligations"
    label = "obligations"
    verbose_name = "义务"

    def ready(self) -> None:
        """People are told of what they owe, and by night time passes over it."""
        from huigong.audit import words
        from huigong.kernel import routines
        from huigong.messages import occasions as told
        from huigong.obligations import nights, occasions
        from huigong.obligations.trail import WORDS

        words.register(WORDS)
        told.register(*occasions.ALL)
        for routine in nights.ROUTINES:
            routines.register(routine)
