from django.apps import AppConfig


class WorkerConfig(AppConfig):
    name = "huigong.portals.worker"
    label = "portals_worker"
    verbose_name = "服务大厅"

    def ready(self) -> None:
        from huigong.audit import words
        from huigong.casework.procedures import drawing
        from huigong.catalogue.checking import beside
        from huigong.portals.worker import arrears, attached, casesections, papers, pictures, takeaway
        from huigong.portals.worker.offers import PAGE
        from huigong.portals.worker.trail import WORDS
        from huigong.registry import owncopy

        words.register(WORDS)
        drawing.declare(PAGE)
        casesections.register("arrears", arrears.draw)
        beside.register(pictures.check)
        papers.register()
        attached.register()
        for part in takeaway.PARTS:
            owncopy.declare(part)
