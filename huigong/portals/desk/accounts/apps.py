from django.apps import AppConfig

from huigong.portals.desk.accounts.section import SECTION
from huigong.portals.desk.frame.entry import require_first
from huigong.portals.desk.frame.sections import register
from huigong.portals.shared.uploads import viewers


class AccountsConfig(AppConfig):
    name = "huigong.portals.desk.accounts"
    label = "desk_accounts"
    verbose_name = "账号与登录"

    def ready(self) -> None:
        from huigong.portals.desk.accounts.readiness import what_is_missing

        register(SECTION)
        require_first(what_is_missing)
        viewers.require_first(what_is_missing)
