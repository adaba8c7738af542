"""Addresses of safeguards."""

from django.urls import path

from huigong.portals.desk.safeguards import callbacks, notices, zeros

urlpatterns = [
    path("zeros/", zeros.show, name="zeros"),
    path("zeros/export/", zeros.export, name="zeros-export"),
    path("notices/<public_id:public_id>/", notices.show, name="rights-notice"),
    path("notices/<public_id:public_id>/pdf/", notices.pdf, name="rights-notice-pdf"),
    path("callbacks/", callbacks.index, name="callbacks"),
    path("callbacks/<public_id:public_id>/", callbacks.survey, name="callback-survey"),
    path("callbacks/calls/<public_id:public_id>/", callbacks.call, name="callback-call"),
]
