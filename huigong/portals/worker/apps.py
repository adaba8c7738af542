from django.apps import AppConfig


class WorkerConfig(AppConfig):
    name = "huigong.portals.worker"
    label = "portals_worker"
    verbose_name = "服务大厅"
