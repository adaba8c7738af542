from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "huigong.correspondence"
    label = "correspondence"
    verbose_name = "办件文书"

    def ready(self) -> None:
        """Letters are kept among the files, and follow the moves that owe them."""
        from huigong.audit import words
        from huigong.casework.procedures import following
        from huigong.catalogue.checking import beside
        from huigong.correspondence import checking, occasions, sources
        from huigong.correspondence.actions.following import follow
        from huigong.correspondence.keeping import FileKeeper, nobody
        from huigong.correspondence.trail import WORDS
        from huigong.files import access
        from huigong.messages import occasions as told
        from huigong.notices import keeping

        access.register(FileKeeper.PURPOSE, nobody, says="文书")
        keeping.register(FileKeeper())
        following.register(follow)
        sources.register_own()
        told.register(*occasions.ALL)
        beside.register(checking.check)
        words.register(WORDS)
