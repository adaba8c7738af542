"""Addresses of indicators. A published number is named by its public id."""

from django.urls import path

from huigong.portals.desk.figures import views

urlpatterns = [
    path("figures/", views.index, name="figures"),
    path("figures/published/<public_id:public_id>/", views.published, name="figure-published"),
    path("figures/published/<public_id:public_id>/export/", views.export, name="figure-export"),
    path("figures/<slug:indicator>/", views.show, name="figure"),
]
