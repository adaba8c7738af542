from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "huigong.catalogue"
    label = "catalogue"
    verbose_name = "服务事项"

    def ready(self) -> None:
        from huigong.audit import words
        from huigong.catalogue.checking import beside, messages
        from huigong.catalogue.services import catalogue
        from huigong.catalogue.trail import WORDS
        from huigong.forms import parameters
        from huigong.kernel.packs import reads

        words.register(WORDS)
        beside.register(messages.check)
        reads("disclosure.yaml")  # by `huigong whatif` and its kind alone
        parameters.register(lambda folder: catalogue(folder).parameters)
