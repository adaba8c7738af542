"""Addresses of approvals."""

from django.urls import path

from huigong.portals.desk.approvals import views

urlpatterns = [
    path("approvals/", views.index, name="approvals"),
    path("approvals/new/", views.new, name="approval-new"),
    path("approvals/<public_id:public_id>/end/", views.end, name="approval-end"),
]
