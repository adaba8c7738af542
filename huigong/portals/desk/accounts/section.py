"""What the section of accounts adds to the desk."""

from huigong.portals.desk.frame.sections import Section

SECTION = Section(id="accounts", urls="huigong.portals.desk.accounts.urls", order=90)
