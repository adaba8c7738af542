from django.apps import AppConfig


class ArrearsConfig(AppConfig):
    name = "huigong.arrears"
    label = "arrears"
    verbose_name = "欠薪办件"

    def ready(self) -> None:
        """Moves may ask what the law wants of them, letters say who must pay, and `pack check` reads the declarations."""
        from huigong.arrears import advancing, declaring, filling, meeting
        from huigong.arrears.criteria import checking
        from huigong.arrears.owncopy import PART
        from huigong.arrears.trail import WORDS
        from huigong.audit import words
        from huigong.casework.procedures import effects
        from huigong.catalogue.checking import beside
        from huigong.registry import owncopy

        words.register(WORDS)
        effects.declare(meeting.MEETS, meeting.meets)
        effects.declare(advancing.WITHIN, advancing.within_ceiling)
        filling.register_all()
        owncopy.declare(PART)
        beside.register(declaring.check)
        beside.register(checking.check)
