from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "huigong.portals.shared"
    label = "portals_shared"
    verbose_name = "共用页面"

    def ready(self) -> None:
        """What the portals keep sealed is sealed anew with the rest; what is over is deleted by night."""
        from huigong.audit import resealing
        from huigong.kernel import routines
        from huigong.portals.shared import nights
        from huigong.portals.shared.sealed_places import SecondFactors, Sessions

        resealing.register(SecondFactors())
        resealing.register(Sessions())
        for routine in nights.ROUTINES:
            routines.register(routine)
