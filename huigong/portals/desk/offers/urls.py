"""Addresses of limited places. An offer and a round are named by their public ids."""

from django.urls import path

from huigong.portals.desk.offers import lists, puttingup, views

urlpatterns = [
    path("rounds/", lists.ROUNDS.show, name="rounds"),
    path("rounds/export/", lists.ROUNDS.export, name="rounds-export"),
    path("rounds/new/", puttingup.new_round, name="round-new"),
    path("rounds/<public_id:public_id>/", views.show, name="round"),
    path("rounds/<public_id:public_id>/result/", views.result, name="round-result"),
    path("rounds/<public_id:public_id>/requests/", lists.REQUESTS.show, name="round-requests"),
    path(
        "rounds/<public_id:public_id>/requests/export/", lists.REQUESTS.export, name="round-requests-export"
    ),
    path(
        "rounds/<public_id:public_id>/requests/<public_id:request_id>/", views.request, name="round-request"
    ),
    path("rounds/<public_id:public_id>/places/", lists.CLAIMS.show, name="round-claims"),
    path("rounds/<public_id:public_id>/places/export/", lists.CLAIMS.export, name="round-claims-export"),
    path("rounds/<public_id:public_id>/places/<public_id:claim_id>/", views.claim, name="round-claim"),
    path("rounds/unplaced/", lists.UNPLACED.show, name="unplaced"),
    path("rounds/unplaced/export/", lists.UNPLACED.export, name="unplaced-export"),
    path("places/", lists.OFFERS.show, name="offers"),
    path("places/export/", lists.OFFERS.export, name="offers-export"),
    path("places/new/", puttingup.new_offer, name="offer-new"),
    path("places/<public_id:public_id>/", views.offer, name="offer"),
]
