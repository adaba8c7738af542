from django.apps import AppConfig


class LapsesConfig(AppConfig):
    name = "huigong.lapses"
    label = "lapses"
    verbose_name = "到期提醒"

    def ready(self) -> None:
        """People are told by night of what ends soon."""
        from huigong.catalogue.checking import beside
        from huigong.kernel import routines
        from huigong.kernel.routines import Routine, Turn
        from huigong.lapses import actions, checking, occasions
        from huigong.messages import occasions as told

        told.register(*occasions.ALL)
        beside.register(checking.check)
        ahead = Routine("ahead", actions.tell_ahead, Turn.TELL, told="提前告知快到期的 {} 件。")
        routines.register(ahead)
