"""Addresses of records. A record, an event and a person are named by their public ids."""

from django.urls import path

from huigong.portals.desk.records import changing, views

urlpatterns = [
    path("records/", views.index, name="records"),
    path("records/of/<public_id:public_id>/", views.of_person, name="records-of"),
    path("records/of/<public_id:public_id>/<slug:kind>/", changing.begin, name="record-begin"),
    path("records/projects/<slug:kind>/", changing.begin_project, name="record-begin-project"),
    path("records/<public_id:public_id>/", views.show, name="record"),
    path("records/<public_id:public_id>/add/<str:event>/", changing.add, name="record-add"),
    path(
        "records/<public_id:public_id>/<public_id:event_id>/correct/", changing.correct, name="record-correct"
    ),
    path("records/<public_id:public_id>/<public_id:event_id>/annul/", changing.annul, name="record-annul"),
]
