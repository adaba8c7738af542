from django.apps import AppConfig


class WorkerConfig(AppConfig):
    name = "huigong.portals.worker"
    label = "portals_worker"
    verbose_name = "服务大厅"

    def ready(self) -> None:
        from huigong.audit import words
        from huigong.casework.procedures import drawing
        from huigong.portals.worker import attached, papers
        from huigong.portals.worker.offers import PAGE
        from huigong.portals.worker.trail import WORDS

        words.register(WORDS)
        drawing.declare(PAGE)
        papers.register()
        attached.register()
