from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    name = "huigong.obligations"
    label = "obligations"
    verbose_name = "义务"

    def ready(self) -> None:
        """People are told of what they owe, and by night time passes over it."""
        from huigong.audit import expectations, words
        from huigong.catalogue.checking import beside
        from huigong.declarations import counted as countable
        from huigong.declarations import locking as locks
        from huigong.files.access import register as register_files
        from huigong.kernel import retention, routines
        from huigong.messages import occasions as told
        from huigong.obligations import access, counted, nights, occasions, owncopy, queries, retaining
        from huigong.obligations.actions import moving, photos
        from huigong.obligations.declaring import checking, locking
        from huigong.obligations.trail import WORDS
        from huigong.registry import heard, need
        from huigong.registry import owncopy as copies

        countable.register(counted.SOURCE)
        words.register(WORDS)
        retention.register_staying(retaining.staying)
        expectations.expect("义务", queries.subjects)
        copies.declare(owncopy.PART)
        told.register(*occasions.ALL)
        beside.register(checking.check)
        locks.register(locking.OBLIGATIONS, locking.declares)
        heard.register(moved=moving.follow)
        need.register(access.has_to_do_with)
        register_files(photos.PURPOSE, photos.may_see, says="办理证明的照片")
        for routine in nights.ROUTINES:
            routines.register(routine)
