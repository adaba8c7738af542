from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "huigong.records"
    label = "records"
    verbose_name = "登记记录"

    def ready(self) -> None:
        from huigong.audit import expectations, resealing, words
        from huigong.declarations import counted as countable
        from huigong.declarations import locking
        from huigong.kernel import retention, routines
        from huigong.kernel.routines import Routine, Turn
        from huigong.records import checking, counted, facts, nights, retaining
        from huigong.records.actions.claiming import KeysOfRecords
        from huigong.records.owncopy import PART
        from huigong.records.slots import SECTION
        from huigong.records.trail import WORDS
        from huigong.registry import owncopy, providers

        countable.register(counted.SOURCE)
        words.register(WORDS)
        providers.register(facts.PROVIDER)
        locking.register(SECTION, checking.declares)
        owncopy.declare(PART)
        expectations.expect("登记记录", checking.subjects)
        resealing.register(KeysOfRecords())
        retention.register(retaining.KIND, retaining.RECORDS)
        told = "到日子换了状态的记录 {} 条。"
        routines.register(Routine("records_turned", nights.turn, Turn.EXPIRE, told))
        shared = "和别的记录写着同一标识的记录 {} 条。"
        routines.register(Routine("records_contested", nights.contested, Turn.LOOK, shared, alarm=True))
        routines.register(
            Routine(
                "records_differing",
                nights.differing,
                Turn.LOOK,
                "和所登记的事对不上的记录 {} 条。",
                alarm=True,
            )
        )
