"""Addresses of tasks and cases. A case is named by its public id, never by a row number."""

from django.urls import path

from huigong.portals.desk.cases.views import cases, tasks

urlpatterns = [
    path("tasks/", tasks.mine, name="tasks"),
    path("cases/", cases.index, name="cases"),
    path("cases/<public_id:public_id>/", cases.show, name="case"),
    path("cases/<public_id:public_id>/<str:move>/", cases.act, name="case-action"),
]
