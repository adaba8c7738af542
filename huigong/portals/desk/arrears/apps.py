from django.apps import AppConfig


class ArrearsPagesConfig(AppConfig):
    name = "huigong.portals.desk.arrears"
    label = "desk_arrears"
    verbose_name = "欠薪办件"

    def ready(self) -> None:
        from huigong.portals.desk.arrears.section import CASE, SECTION
        from huigong.portals.desk.frame.sections import register
        from huigong.portals.desk.parts import casesections

        register(SECTION)
        casesections.register(CASE)
