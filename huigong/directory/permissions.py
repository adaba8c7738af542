"""What an official may be allowed to do; whatever is not granted is denied."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """One verb on one kind of thing."""

    CASE_READ = "case.read"
    CASE_DECIDE = "case.decide"
    CASE_REFER = "case.refer"
    TASK_SUPPORT = "task.support"
    APPLICATION_LODGE = "application.lodge"  # a clerk lodges for a person at the counter
    PERSON_FIND = "person.find"
    PERSON_REGISTER = "person.register"
    PERSON_REVEAL = "person.reveal"
    LOOK_APPROVE = "look.approve"  # lets a post see people in full for a purpose, children too
    PEOPLE_EXPORT = (
        "people.export"  # the facts of a whole region, without names, for screening and statistics
    )
    RECORD_READ = "record.read"  # registers that packs declare, as far as they say who reads them
    RECORD_WRITE = "record.write"
    LIBRARY_READ = "library.read"
    LIBRARY_EDIT = "library.edit"
    DUTY_BOARD_READ = "duty_board.read"
    FIGURE_PUBLISH = "figure.publish"  # makes a number of the place public as it is known
    AUDIT_READ = "audit.read"
    FUND_READ = "fund.read"
    FUND_PREPARE = "fund.prepare"  # reserves, makes bank files, reads what comes back
    FUND_APPROVE = "fund.approve"  # approves what others have prepared
    FUND_KEEP = "fund.keep"  # lines of budget, what is given them, the end of the year
    ACCOUNT_MANAGE = "account.manage"
    PLACE_MANAGE = (
        "place.manage"  # what a place sets itself: its offices, days off, texts, how long things are kept
    )


# Things that belong to an office: an officer granted for one office has these for that office only.
OFFICE_BOUND = frozenset(
    {
        Permission.CASE_READ,
        Permission.CASE_DECIDE,
        Permission.CASE_REFER,
        Permission.TASK_SUPPORT,
        Permission.RECORD_READ,
        Permission.RECORD_WRITE,
        Permission.FUND_READ,
        Permission.FUND_PREPARE,
        Permission.FUND_APPROVE,
        Permission.FUND_KEEP,
    }
)
# Acts done in an office's name: a grant must cover the office's own region, not only the case's.
ACTS_AS_OFFICE = frozenset(
    {
        Permission.CASE_DECIDE,
        Permission.CASE_REFER,
        Permission.TASK_SUPPORT,
        Permission.RECORD_WRITE,
        Permission.FUND_PREPARE,
        Permission.FUND_APPROVE,
        Permission.FUND_KEEP,
    }
)
