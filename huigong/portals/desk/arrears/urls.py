"""Addresses of arrears. A matter is named by the public id of one of its cases."""

from django.urls import path

from huigong.portals.desk.arrears import views

urlpatterns = [
    path("arrears/<public_id:public_id>/", views.show, name="arrears"),
    path("arrears/<public_id:public_id>/file/", views.file, name="arrears-file"),
]
