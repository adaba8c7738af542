from django.apps import AppConfig


class PartsConfig(AppConfig):
    name = "huigong.portals.desk.parts"
    label = "desk_parts"
    verbose_name = "工作台的共用部件"

    def ready(self) -> None:
        from huigong.casework.procedures import drawing
        from huigong.portals.desk.parts.moveforms import PAGE

        drawing.declare(PAGE)
