"""Addresses of the drafts."""

from django.urls import path

from huigong.portals.desk.drafts import views

urlpatterns = [
    path("library/drafts/", views.drafts, name="drafts"),
    path("library/drafts/<public_id:public_id>/", views.start, name="draft"),
    path("library/drafts/<public_id:public_id>/head/", views.head, name="draft-head"),
    path("library/drafts/<public_id:public_id>/<int:place>/", views.clause, name="draft-clause"),
    path("library/drafts/<public_id:public_id>/confirm/", views.confirm, name="draft-confirm"),
    path("library/drafts/<public_id:public_id>/drop/", views.drop, name="draft-drop"),
]
