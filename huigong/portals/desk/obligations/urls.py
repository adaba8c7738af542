"""Addresses of obligations. One is named by its public id, a person by theirs."""

from django.urls import path

from huigong.portals.desk.obligations import field, lists, views

urlpatterns = [
    path("obligations/", lists.LIST.show, name="obligations"),
    path("obligations/export/", lists.LIST.export, name="obligations-export"),
    path("obligations/today/", field.today, name="obligations-today"),
    path("obligations/sheet/", field.sheet, name="obligations-sheet"),
    path("obligations/of/<public_id:public_id>/", views.of_person, name="obligations-of"),
    path("obligations/<public_id:public_id>/", views.show, name="obligation"),
]
