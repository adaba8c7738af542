from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "huigong.catalogue"
    label = "catalogue"
    verbose_name = "服务事项"

    def ready(self) -> None:
        from huigong.audit import words
        from huigong.catalogue import actions
        from huigong.catalogue.checking import beside, granted, messages, papers, records, statuses
        from huigong.catalogue.occasions import NEWLY
        from huigong.catalogue.services import parameters_of
        from huigong.catalogue.trail import WORDS
        from huigong.forms import parameters
        from huigong.kernel import routines
        from huigong.kernel.packs import reads
        from huigong.kernel.routines import Routine, Turn
        from huigong.messages import occasions as told

        words.register(WORDS)
        told.register(NEWLY)
        told.register_matters(messages.matters)
        newly = Routine("newly", actions.tell_tonight, Turn.TELL, told="告知新符合事项的有 {} 人。")
        routines.register(newly)
        beside.register(messages.check)
        beside.register(records.check)
        beside.register(granted.check)
        beside.register(statuses.check)
        beside.register(papers.check)
        reads("disclosure.yaml")  # by `huigong whatif` and its kind alone
        parameters.register(parameters_of)
