from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "huigong.feedback"
    label = "feedback"
    verbose_name = "评价"

    def ready(self) -> None:
        """The follow-up of a bad rating is a procedure of its own, as the packs say who answers and how soon."""
        from huigong.audit import words
        from huigong.casework.procedures import following, register, succeeding
        from huigong.catalogue.checking import beside
        from huigong.feedback import checking
        from huigong.feedback.apart import heir_apart, keep_apart
        from huigong.feedback.following import procedure_of
        from huigong.feedback.rules import rules
        from huigong.feedback.trail import WORDS

        words.register(WORDS)
        following.register(keep_apart)
        succeeding.register(heir_apart)
        beside.register(checking.check)
        for stated in rules().values():
            register.register(procedure_of(stated))
