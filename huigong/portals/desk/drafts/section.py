"""What drafts of documents add to the desk."""

from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.sections import Entry, Section

SECTION = Section(
    id="drafts",
    urls="huigong.portals.desk.drafts.urls",
    order=45,
    entries=(
        Entry(
            name="drafts",
            title=_("读入文件"),
            icon="paper",
            does=_("上传一份政策文件，逐条核对读出的内容，确认后看板就能显示。"),
            permission=Permission.LIBRARY_EDIT,
        ),
    ),
)
