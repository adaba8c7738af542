"""Addresses of tasks and cases. A case is named by its public id, never by a row number."""

from django.urls import path

from huigong.portals.desk.cases.views import (
    around,
    bulk,
    cases,
    elsewhere,
    evidence,
    form,
    opening,
    tasks,
    together,
)

urlpatterns = [
    path("tasks/", tasks.mine, name="tasks"),
    path("tasks/keep/", tasks.keep, name="tasks-keep"),
    path("tasks/export/", tasks.export, name="tasks-export"),
    path("tasks/together/", bulk.together, name="tasks-together"),
    path("tasks/days/", around.days, name="tasks-days"),
    path("tasks/load/", around.loads, name="tasks-load"),
    path("cases/", cases.index, name="cases"),
    path("cases/open/", opening.index, name="case-open"),
    path("cases/open/<str:procedure>/<str:origin>/", opening.fill_in, name="case-open-form"),
    path("cases/<public_id:public_id>/together/", together.show, name="case-together"),
    path("cases/<public_id:public_id>/together/<str:what>/", together.act, name="case-together-action"),
    path("cases/<public_id:public_id>/evidence/", evidence.show, name="case-evidence"),
    path(
        "cases/<public_id:public_id>/evidence/<uuid:file_id>/<int:number>/", evidence.leaf, name="case-leaf"
    ),
    path("cases/<public_id:public_id>/why/", cases.why, name="case-why"),
    path("cases/<public_id:public_id>/form/", form.reveal, name="case-form"),
    path("cases/<public_id:public_id>/elsewhere/", elsewhere.show, name="case-elsewhere"),
    path("cases/<public_id:public_id>/", cases.show, name="case"),
    path("cases/<public_id:public_id>/<str:move>/", cases.act, name="case-action"),
]
