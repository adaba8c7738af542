from datetime import datetime

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "huigong.directory"
    label = "directory"
    verbose_name = "组织与权限"

    def ready(self) -> None:
        from huigong.audit import words
        from huigong.directory import localdays, localoffices, offices, retaining
        from huigong.directory.trail import WORDS
        from huigong.kernel import calendar, retention
        from huigong.kernel.packs import local
        from huigong.kernel.routines import Routine, Turn, register

        words.register(WORDS)
        retention.register("approvals", retaining.APPROVALS)
        local.draws(offices.LOCAL, localoffices.drawn, newest=localoffices.newest)
        local.draws(calendar.LOCAL, localdays.drawn, newest=localdays.newest)
        register(Routine("local", draw_local, Turn.FORGET))


def draw_local(*, now: datetime) -> int:
    """The night draws the files of the places' own records anew; how many differed."""
    from huigong.kernel.packs import local

    return local.draw_all()
