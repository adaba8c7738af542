"""What a warning was raised on, what was explained and what workers said of it stay in sight; a number in a month is one of
its kind of paper."""

import django.db.models.deletion
from django.db import migrations, models

import huigong.audit.fields

_NUMBER = "wages.WorkerMonth.number"
_PAPERS = [
    ("resident", "居民身份证"),
    ("travel", "港澳台居民来往内地（大陆）的通行证"),
    ("passport", "护照"),
    ("other", "别的证件"),
    ("none", "还没有证件"),
]


def _id() -> tuple[str, models.Field]:
    return ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def _number(*, indexed: bool = False) -> huigong.audit.fields.BlindIndexField:
    more = {"db_index": True} if indexed else {}
    return huigong.audit.fields.BlindIndexField(
        beside="paper", context=_NUMBER, of="number", usual="resident", **more
    )


def _of_warning(related: str) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related,
        to="wages.earlywarning",
        verbose_name="预警",
    )


class Migration(migrations.Migration):
    dependencies = [("registry", "0017_sealed_days"), ("wages", "0003_filings")]

    operations = [
        migrations.AddField(
            "workermonth",
            "paper",
            models.CharField(
                blank=True, choices=_PAPERS, default="", max_length=10, verbose_name="证件种类"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "workermonth",
            "may_tell",
            models.BooleanField(default=False, verbose_name="可以告诉单位是谁说的"),
        ),
        migrations.AlterField("workermonth", "number_index", _number(indexed=True)),
        migrations.CreateModel(
            name="NumberClaim",
            fields=[
                _id(),
                ("paper", models.CharField(blank=True, choices=_PAPERS, max_length=10, verbose_name="证件种类")),
                ("number", huigong.audit.fields.SealedTextField(context=_NUMBER, verbose_name="证件号码")),
                ("number_index", _number()),
                (
                    "name",
                    huigong.audit.fields.SealedTextField(
                        context="wages.NumberClaim.name", verbose_name="表上的姓名"
                    ),
                ),
                (
                    "name_index",
                    huigong.audit.fields.BlindIndexField(context="wages.NumberClaim.name", of="name"),
                ),
                ("mine", models.BooleanField(verbose_name="是本人")),
                ("said_at", models.DateTimeField(verbose_name="说的时间")),
            ],
            options={"verbose_name": "对号码的说法", "verbose_name_plural": "对号码的说法", "ordering": ["pk"]},
        ),
        migrations.AddConstraint(
            "numberclaim",
            models.UniqueConstraint(fields=("number_index", "name_index"), name="one_claim_of_a_number"),
        ),
        migrations.CreateModel(
            name="Ground",
            fields=[
                _id(),
                ("facts", models.JSONField(verbose_name="依据的数据")),
                ("people", models.CharField(blank=True, max_length=64, verbose_name="牵涉的人的摘要")),
                ("seen_at", models.DateTimeField(verbose_name="看到的时间")),
                (
                    "month",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wages.projectmonth",
                        verbose_name="报送月份",
                    ),
                ),
                ("warning", _of_warning("grounds")),
            ],
            options={"verbose_name": "预警依据", "verbose_name_plural": "预警依据", "ordering": ["pk"]},
        ),
        migrations.CreateModel(
            name="Explanation",
            fields=[
                _id(),
                (
                    "text",
                    huigong.audit.fields.SealedTextField(
                        context="wages.EarlyWarning.explanation", verbose_name="说明"
                    ),
                ),
                ("explained_at", models.DateTimeField(verbose_name="说明时间")),
                ("explained_by", models.CharField(max_length=64, verbose_name="说明账号")),
                ("confirm_by", models.DateField(null=True, verbose_name="工人确认的最后一天")),
                ("warning", _of_warning("explanations")),
            ],
            options={"verbose_name": "单位的说明", "verbose_name_plural": "单位的说明", "ordering": ["pk"]},
        ),
        migrations.RemoveConstraint("warninganswer", "one_answer_of_a_worker"),
        migrations.AddField(
            "warninganswer",
            "explanation",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="wages.explanation",
                verbose_name="单位的说明",
            ),
        ),
        migrations.AddField(
            "warninganswer",
            "paper",
            models.CharField(
                blank=True, choices=_PAPERS, default="", max_length=10, verbose_name="证件种类"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "warninganswer",
            "number",
            huigong.audit.fields.SealedTextField(context=_NUMBER, default="", verbose_name="证件号码"),
            preserve_default=False,
        ),
        migrations.AddField("warninganswer", "number_index", _number()),
    ]
