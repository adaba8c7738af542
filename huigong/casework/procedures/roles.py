"""Who may stand in a case, as what, and how a case comes into being."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """The part that somebody has in a case (当事人的身份)."""

    APPLICANT = "applicant"
    CONCERNED = "concerned"
    RESPONDENT = "respondent"
    REPORTER = "reporter"
    REPRESENTATIVE = "representative"
    AGENT = "agent"

    @property
    def label(self) -> str:
        """The word on screen."""
        return _ROLES[self]


class PartyKind(StrEnum):
    """What a party is."""

    PERSON = "person"
    EMPLOYER = "employer"
    OFFICE = "office"
    ANONYMOUS = "anonymous"

    @property
    def label(self) -> str:
        """The word on screen."""
        return _KINDS[self]


class Origin(StrEnum):
    """What opened a case."""

    APPLICATION = "application"
    REPORT = "report"
    INSPECTION = "inspection"
    WARNING = "warning"
    OFFICE = "office"

    @property
    def label(self) -> str:
        """The word on screen."""
        return _ORIGINS[self]


_ROLES = {
    Role.APPLICANT: "申请人",
    Role.CONCERNED: "涉及人员",
    Role.RESPONDENT: "被申请人",
    Role.REPORTER: "举报人",
    Role.REPRESENTATIVE: "代表人",
    Role.AGENT: "代办人",
}
_KINDS = {
    PartyKind.PERSON: "个人",
    PartyKind.EMPLOYER: "用人单位",
    PartyKind.OFFICE: "部门",
    PartyKind.ANONYMOUS: "匿名",
}
_ORIGINS = {
    Origin.APPLICATION: "申请",
    Origin.REPORT: "举报",
    Origin.INSPECTION: "检查发现",
    Origin.WARNING: "预警",
    Origin.OFFICE: "部门立案",
}
