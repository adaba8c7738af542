"""Addresses of wages. A warning is named by its public id, a project by that of its record."""

from django.urls import path

from huigong.portals.desk.wages import lists, signing, views

urlpatterns = [
    path("wages/", lists.LIST.show, name="wages"),
    path("wages/export/", lists.LIST.export, name="wages-export"),
    path("wages/signing/", signing.show, name="wage-signing"),
    path("wages/sites/<public_id:public_id>/", views.site, name="wage-site"),
    path("wages/<public_id:public_id>/", views.show, name="wage-warning"),
    path("wages/<public_id:public_id>/people/", views.people, name="wage-people"),
]
