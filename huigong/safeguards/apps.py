from django.apps import AppConfig


class SafeguardsConfig(AppConfig):
    name = "huigong.safeguards"
    label = "safeguards"
    verbose_name = "工资保障"

    def ready(self) -> None:
        """The packs are asked whether what the board counts is there."""
        from huigong.audit import words
        from huigong.catalogue.checking import beside
        from huigong.kernel import retention
        from huigong.registry import owncopy
        from huigong.safeguards import retaining
        from huigong.safeguards.owncopy import PART
        from huigong.safeguards.rightsnotice import declaring as notices
        from huigong.safeguards.trail import WORDS
        from huigong.safeguards.zeros import declaring

        words.register(WORDS)
        owncopy.declare(PART)
        retention.register("callbacks", retaining.CALL_BACKS)
        beside.register(declaring.check)
        beside.register(notices.check)
