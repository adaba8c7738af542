"""Addresses of wages. A warning is named by its public id, a project by that of its record."""

from django.urls import path

from huigong.portals.desk.wages import lists, views

urlpatterns = [
    path("wages/", lists.LIST.show, name="wages"),
    path("wages/export/", lists.LIST.export, name="wages-export"),
    path("wages/sites/<public_id:public_id>/", views.site, name="wage-site"),
    path("wages/<public_id:public_id>/", views.show, name="wage-warning"),
]
