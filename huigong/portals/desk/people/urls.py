"""Addresses of people. A person is named by their public id, never by a row number."""

from django.urls import path

from huigong.portals.desk.people import (
    basket,
    counter,
    identity,
    incoming,
    ledger,
    lodging,
    newly,
    receipts,
    views,
)

urlpatterns = [
    path("incoming/", incoming.index, name="incoming"),
    path("incoming/sheet/<path:office>/", incoming.sheet, name="incoming-sheet"),
    path("incoming/<public_id:public_id>/delivered/", incoming.delivered, name="incoming-delivered"),
    path("people/", views.find, name="person-find"),
    path("people/newly/", newly.index, name="newly"),
    path("people/newly/<public_id:public_id>/told/", newly.told, name="newly-told"),
    path("people/new/", counter.new, name="person-new"),
    path("people/<public_id:public_id>/", views.show, name="person"),
    path("people/<public_id:public_id>/reveal/", views.reveal, name="person-reveal"),
    path("people/<public_id:public_id>/phone/", identity.new_phone, name="person-phone"),
    path("people/<public_id:public_id>/phone/code/", identity.phone_code, name="person-phone-code"),
    path("people/<public_id:public_id>/papers/", identity.papers, name="person-papers"),
    path("people/<public_id:public_id>/papers/code/", identity.papers_code, name="person-papers-code"),
    path("people/<public_id:public_id>/slip/", identity.slip, name="person-slip"),
    path("people/<public_id:public_id>/acting/", identity.acting, name="person-acting"),
    path("people/<public_id:public_id>/acting/end/", identity.end_acting, name="person-acting-end"),
    path("people/<public_id:public_id>/home/", counter.new_home, name="person-home"),
    path("people/<public_id:public_id>/employment/", ledger.work, name="person-work"),
    path("people/<public_id:public_id>/employment/end/", ledger.left_work, name="person-work-end"),
    path("people/<public_id:public_id>/household/", ledger.household, name="person-household"),
    path("people/<public_id:public_id>/household/end/", ledger.moved_out, name="person-household-end"),
    path("people/<public_id:public_id>/apply/", lodging.choose, name="person-apply"),
    path("people/<public_id:public_id>/apply/<slug:service_id>/", lodging.fill, name="person-apply-for"),
    path("people/<public_id:public_id>/basket/", basket.check, name="person-basket"),
    path("people/<public_id:public_id>/basket/begin/", basket.begin, name="person-basket-begin"),
    path("people/<public_id:public_id>/basket/of/<slug:service_id>/", basket.fill, name="person-basket-form"),
    path("people/<public_id:public_id>/receipt/", receipts.show, name="person-receipt"),
    path("people/<public_id:public_id>/receipt/print/", receipts.printed, name="person-receipt-print"),
    path("people/<public_id:public_id>/form/<public_id:case_id>/", receipts.form, name="person-form-print"),
]
