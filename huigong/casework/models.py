"""Applications become cases; a case has one accountable office, tasks, clocks, and in the end a decision.

Words that may name people (answers, reasons, questions between offices) are
sealed. Days are dates in the time zone of the law; moments are aware datetimes.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from huigong.audit.fields import SealedTextField


class Application(models.Model):
    """What a person asks for (申请). `key` makes a repeated request the same application."""

    class Channel(models.TextChoices):
        ONLINE = "online", "网上"
        WINDOW = "window", "窗口"
        PHONE = "phone", "电话"
        POST = "post", "邮寄"

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField("防重复编号", max_length=64, unique=True)
    person = models.ForeignKey(
        "registry.Person", verbose_name="申请人", on_delete=models.PROTECT, related_name="+"
    )
    service_id = models.CharField("事项", max_length=80)
    region = models.CharField("申请地区", max_length=6)
    channel = models.CharField("渠道", max_length=10, choices=Channel)
    answers = SealedTextField(verbose_name="填写内容", context="casework.Application.answers", blank=True)
    evidence = models.JSONField("材料清单", default=list, blank=True)
    lodged_at = models.DateTimeField("提交时间")
    lodged_by = models.CharField("提交人", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "申请"
        ordering = ["-lodged_at", "pk"]

    class Privacy:
        fields = {
            "public_id": "official",
            "key": "official",
            "person": "personal",
            "service_id": "personal",
            "region": "official",
            "channel": "official",
            "answers": "sensitive",
            "evidence": "official",
            "lodged_at": "official",
            "lodged_by": "official",
        }

    def __str__(self) -> str:
        return f"申请 {self.public_id.hex}"


class Case(models.Model):
    """Work in progress for one application (办件), with exactly one accountable office at any instant.

    `due_on` is the nearest due day of the clocks that run, kept for sorting;
    `deemed_accepted` is True where the law took silence for acceptance.
    """

    class Status(models.TextChoices):
        LODGED = "lodged", "已提交"
        COMPLETION_REQUESTED = "completion_requested", "待补正"
        COMPLETED = "completed", "已补正"
        ACCEPTED = "accepted", "办理中"
        DECLINED = "declined", "不予受理"
        APPROVED = "approved", "已同意"
        REFUSED = "refused", "未同意"
        WITHDRAWN = "withdrawn", "已撤回"
        CLOSED = "closed", "已送达"

    OPEN = (Status.LODGED, Status.COMPLETION_REQUESTED, Status.COMPLETED, Status.ACCEPTED)

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("办件编号", max_length=24, unique=True)
    application = models.OneToOneField(
        Application, verbose_name="申请", on_delete=models.PROTECT, related_name="case"
    )
    service_id = models.CharField("事项", max_length=80)
    service_name = models.CharField("事项名称", max_length=120)
    region = models.CharField("地区", max_length=6)
    status = models.CharField("进度", max_length=24, choices=Status, default=Status.LODGED)
    accountable_office = models.CharField("责任部门", max_length=60)
    opened_on = models.DateField("收件日")
    accepted_on = models.DateField("受理日", null=True, blank=True)
    deemed_accepted = models.BooleanField("视为受理", default=False)
    due_on = models.DateField("最近到期日", null=True, blank=True)
    closed_on = models.DateField("办结日", null=True, blank=True)
    delivered_on = models.DateField("送达日", null=True, blank=True)
    note = SealedTextField(verbose_name="告知申请人", context="casework.Case.note", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "办件"
        ordering = ["-opened_on", "-pk"]
        indexes = [
            models.Index(fields=["service_id", "status"], name="case_by_service"),
            models.Index(fields=["accountable_office", "status", "due_on"], name="case_by_office"),
            models.Index(fields=["region", "status"], name="case_by_region"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(accountable_office=""), name="case_has_accountable_office"),
            models.CheckConstraint(
                condition=Q(
                    status__in=["lodged", "completion_requested", "completed", "accepted"],
                    closed_on__isnull=True,
                )
                | Q(
                    status__in=["declined", "approved", "refused", "withdrawn", "closed"],
                    closed_on__isnull=False,
                ),
                name="case_closed_day_fits_status",
            ),
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "number": "official",
            "application": "official",
            "service_id": "personal",
            "service_name": "personal",
            "region": "official",
            "status": "official",
            "accountable_office": "official",
            "opened_on": "official",
            "accepted_on": "official",
            "deemed_accepted": "official",
            "due_on": "official",
            "closed_on": "official",
            "delivered_on": "official",
            "note": "sensitive",
        }

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether some office still owes this person an answer."""
        return self.status in self.OPEN


class NumberSeries(models.Model):
    """The last case number given in a region on a day; locked while the next is given."""

    region = models.CharField("地区", max_length=6)
    day = models.DateField("日期")
    last = models.PositiveIntegerField("最后号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "办件编号序列"
        ordering = ["region", "day"]
        constraints = [
            models.UniqueConstraint(fields=["region", "day"], name="one_series_per_region_and_day")
        ]

    class Privacy:
        fields = {"region": "official", "day": "official", "last": "official"}

    def __str__(self) -> str:
        return f"{self.region} {self.day} {self.last}"


class Task(models.Model):
    """A piece of a case for an office: one open `decide` a case, any number of `support`."""

    class Kind(models.TextChoices):
        DECIDE = "decide", "主办"
        SUPPORT = "support", "协办"

    class Status(models.TextChoices):
        OPEN = "open", "待办"
        DONE = "done", "已办"
        WITHDRAWN = "withdrawn", "已收回"

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, verbose_name="办件", on_delete=models.PROTECT, related_name="tasks")
    kind = models.CharField("任务种类", max_length=10, choices=Kind)
    office = models.CharField("部门", max_length=60)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="经办人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    status = models.CharField("任务进度", max_length=10, choices=Status, default=Status.OPEN)
    question = SealedTextField(verbose_name="协办请求", context="casework.Task.question", blank=True)
    answer = SealedTextField(verbose_name="协办答复", context="casework.Task.answer", blank=True)
    opened_at = models.DateTimeField("派发时间")
    opened_by = models.CharField("派发人", max_length=64)
    closed_at = models.DateTimeField("完成时间", null=True, blank=True)
    closed_by = models.CharField("完成人", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "任务"
        ordering = ["case_id", "pk"]
        indexes = [models.Index(fields=["office", "status"], name="task_by_office")]
        constraints = [
            models.CheckConstraint(condition=~Q(office=""), name="task_has_office"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(kind="decide", status="open"),
                name="one_open_decide_task_per_case",
            ),
            models.UniqueConstraint(
                fields=["case", "office"],
                condition=Q(kind="support", status="open"),
                name="one_open_question_per_office_and_case",
            ),
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "case": "official",
            "kind": "official",
            "office": "official",
            "assignee": "official",
            "status": "official",
            "question": "sensitive",
            "answer": "sensitive",
            "opened_at": "official",
            "opened_by": "official",
            "closed_at": "official",
            "closed_by": "official",
        }

    def __str__(self) -> str:
        return f"任务 {self.public_id.hex}"


class Referral(models.Model):
    """The accountable office changed (转办): the row says who held the case until then (RW art. 10)."""

    case = models.ForeignKey(Case, verbose_name="办件", on_delete=models.PROTECT, related_name="referrals")
    from_office = models.CharField("转出部门", max_length=60)
    to_office = models.CharField("转入部门", max_length=60)
    reason = SealedTextField(verbose_name="转办理由", context="casework.Referral.reason")
    referred_at = models.DateTimeField("转办时间")
    referred_by = models.CharField("转办人", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "转办"
        ordering = ["case_id", "referred_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(to_office=""), name="referral_has_receiver"),
            models.CheckConstraint(
                condition=~Q(to_office=F("from_office")), name="referral_goes_to_another_office"
            ),
        ]

    class Privacy:
        fields = {
            "case": "official",
            "from_office": "official",
            "to_office": "official",
            "reason": "sensitive",
            "referred_at": "official",
            "referred_by": "official",
        }

    def __str__(self) -> str:
        return f"转办 {self.from_office} → {self.to_office}"


class Clock(models.Model):
    """One time limit running on a case. `limit` is the law as it was when the clock began."""

    class Kind(models.TextChoices):
        ACCEPTANCE = "acceptance", "受理时限"
        STATUTORY = "statutory", "法定时限"
        PROMISED = "promised", "承诺时限"

    case = models.ForeignKey(Case, verbose_name="办件", on_delete=models.PROTECT, related_name="clocks")
    kind = models.CharField("时限种类", max_length=10, choices=Kind)
    stage = models.CharField("办理环节", max_length=60)
    limit = models.JSONField("时限")
    started_on = models.DateField("起算日")
    stopped_on = models.DateField("停止日", null=True, blank=True)
    due_on = models.DateField("到期日")
    provisional = models.BooleanField("暂定", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "时限"
        ordering = ["case_id", "started_on", "pk"]
        indexes = [models.Index(fields=["stopped_on", "due_on"], name="clock_running_by_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "stage"],
                condition=Q(stopped_on__isnull=True),
                name="one_running_clock_per_kind_and_stage",
            ),
            models.CheckConstraint(
                condition=Q(stopped_on__isnull=True) | Q(stopped_on__gte=F("started_on")),
                name="clock_stops_after_start",
            ),
        ]

    class Privacy:
        fields = {
            "case": "official",
            "kind": "official",
            "stage": "official",
            "limit": "official",
            "started_on": "official",
            "stopped_on": "official",
            "due_on": "official",
            "provisional": "official",
        }

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_on}"


class Pause(models.Model):
    """Days that do not count (不计入期限). `last_day` is the last day out of the count, None while it lasts."""

    clock = models.ForeignKey(Clock, verbose_name="时限", on_delete=models.PROTECT, related_name="pauses")
    reason = models.CharField("暂停事由", max_length=200)
    article = models.CharField("依据", max_length=120)
    first_day = models.DateField("暂停起")
    last_day = models.DateField("暂停止", null=True, blank=True)
    told_in_writing_on = models.DateField("书面告知日")
    paused_by = models.CharField("暂停人", max_length=64)
    resumed_on = models.DateField("恢复日", null=True, blank=True)
    resumed_by = models.CharField("恢复人", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "暂停"
        ordering = ["clock_id", "first_day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock"], condition=Q(resumed_on__isnull=True), name="one_open_pause_per_clock"
            ),
        ]

    class Privacy:
        fields = {
            "clock": "official",
            "reason": "official",
            "article": "official",
            "first_day": "official",
            "last_day": "official",
            "told_in_writing_on": "official",
            "paused_by": "official",
            "resumed_on": "official",
            "resumed_by": "official",
        }

    def __str__(self) -> str:
        return f"暂停 {self.first_day}"


class Extension(models.Model):
    """The one extension of a clock (延期), with who approved it."""

    clock = models.OneToOneField(
        Clock, verbose_name="时限", on_delete=models.PROTECT, related_name="extension"
    )
    granted_on = models.DateField("批准日")
    approver = models.CharField("批准人", max_length=60)
    reason = models.CharField("延期理由", max_length=200)
    recorded_by = models.CharField("登记人", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "延期"
        ordering = ["clock_id"]
        constraints = [
            models.CheckConstraint(condition=~Q(approver=""), name="extension_has_approver"),
        ]

    class Privacy:
        fields = {
            "clock": "official",
            "granted_on": "official",
            "approver": "official",
            "reason": "official",
            "recorded_by": "official",
        }

    def __str__(self) -> str:
        return f"延期 {self.granted_on}"


class Decision(models.Model):
    """What the accountable office decided, why, and by which clause; one a case."""

    class Verdict(models.TextChoices):
        APPROVED = "approved", "同意"
        REFUSED = "refused", "不同意"

    case = models.OneToOneField(Case, verbose_name="办件", on_delete=models.PROTECT, related_name="decision")
    verdict = models.CharField("决定", max_length=10, choices=Verdict)
    reasons = SealedTextField(verbose_name="理由", context="casework.Decision.reasons")
    clause = models.CharField("依据条款", max_length=120)
    office = models.CharField("决定部门", max_length=60)
    decided_by = models.CharField("决定人", max_length=64)
    decided_at = models.DateTimeField("决定时间")

    class Meta:
        verbose_name = verbose_name_plural = "决定"
        ordering = ["-decided_at", "pk"]

    class Privacy:
        fields = {
            "case": "official",
            "verdict": "personal",
            "reasons": "sensitive",
            "clause": "official",
            "office": "official",
            "decided_by": "official",
            "decided_at": "official",
        }

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} {self.case_id}"


class Outcome(models.Model):
    """What became of an approved case (办理结果): the result, and the facts it wrote about the person."""

    case = models.OneToOneField(Case, verbose_name="办件", on_delete=models.PROTECT, related_name="outcome")
    result = models.CharField("结果", max_length=200, blank=True)
    facts = models.JSONField("写入的事实", default=list, blank=True)
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "办理结果"
        ordering = ["-recorded_at", "pk"]

    class Privacy:
        fields = {
            "case": "official",
            "result": "personal",
            "facts": "personal",
            "recorded_at": "official",
        }

    def __str__(self) -> str:
        return f"办理结果 {self.case_id}"
