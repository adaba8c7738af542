from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "huigong.portals.shared"
    label = "portals_shared"
    verbose_name = "共用页面"

    def ready(self) -> None:
        """What the portals keep sealed is sealed anew with the rest."""
        from huigong.audit import resealing
        from huigong.portals.shared.sealed_places import SecondFactors, Sessions

        resealing.register(SecondFactors())
        resealing.register(Sessions())
