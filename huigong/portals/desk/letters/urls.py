"""Addresses of letters. A letter, a case and an owed letter are named by their public ids."""

from django.urls import path

from huigong.portals.desk.letters.views import before, lists, one, owed, wording

urlpatterns = [
    path("letters/", lists.index, name="letters"),
    path("letters/print/", lists.print_day, name="letters-print"),
    path("letters/wording/", wording.index, name="letter-wording"),
    path("letters/wording/<slug:template_id>/", wording.copy, name="letter-copy"),
    path("letters/of/<public_id:public_id>/", lists.of_case, name="case-letters"),
    path("letters/of/<public_id:public_id>/asked/<slug:template_id>/", owed.asked, name="letter-asked"),
    path("letters/of/<public_id:public_id>/<str:move>/", before.show, name="letter-before"),
    path("letters/owed/<public_id:public_id>/", owed.owed, name="letter-owed"),
    path("letters/<public_id:public_id>/", one.show, name="letter"),
    path("letters/<public_id:public_id>/reveal/", one.reveal, name="letter-reveal"),
    path("letters/<public_id:public_id>/pdf/", one.pdf, name="letter-pdf"),
    path("letters/<public_id:public_id>/again/", one.again, name="letter-again"),
]
