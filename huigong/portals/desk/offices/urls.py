"""Addresses of offices and desks."""

from django.urls import path

from huigong.portals.desk.offices import desks, views

urlpatterns = [
    path("offices/", views.index, name="offices"),
    path("offices/desks/", desks.index, name="office-desks"),
    path("offices/desks/new/", desks.new, name="office-desk-new"),
    path("offices/desks/<public_id:desk_id>/", desks.change, name="office-desk"),
    path("offices/desks/<public_id:desk_id>/close/", desks.close, name="office-desk-close"),
    path("offices/<slug:region>/<slug:line>/", views.show, name="office"),
    path("offices/<slug:region>/<slug:line>/change/", views.change, name="office-change"),
    path("offices/<slug:region>/<slug:line>/close/", views.close, name="office-close"),
    path("offices/<slug:region>/<slug:line>/reopen/", views.reopen, name="office-reopen"),
]
