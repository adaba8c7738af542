from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "huigong.offers"
    label = "offers"
    verbose_name = "名额"

    def ready(self) -> None:
        """Places nobody answered for are given on by night."""
        from huigong.audit import expectations, words
        from huigong.catalogue.checking import beside
        from huigong.declarations import locking as kept
        from huigong.kernel import routines
        from huigong.kernel.routines import Routine, Turn
        from huigong.messages import occasions as told
        from huigong.offers import checking, facts, locking, occasions, owncopy, places_had, queries
        from huigong.offers.actions import answers, joining, requests
        from huigong.offers.trail import WORDS
        from huigong.registry import happenings, heard, providers
        from huigong.registry import owncopy as copies

        words.register(WORDS)
        expectations.expect("名额申请", queries.subjects)
        kept.register(locking.VERSIONS, locking.versions)
        kept.register(locking.FIELDS, locking.fields)
        told.register(*occasions.ALL)
        told.register_matters(occasions.matters)
        beside.register(checking.check)
        heard.register(uniting=joining.join)
        providers.register(facts.PROVIDER)
        happenings.find(places_had.things)
        copies.declare(owncopy.PART)
        routines.register(
            Routine("places_settled", requests.look_again, Turn.EXPIRE, told="弄清楚了的名额申请 {} 份。"),
        )
        routines.register(
            Routine(
                "places_unanswered", answers.lapse_unanswered, Turn.EXPIRE, told="到期没有答复的名额 {} 个。"
            )
        )
