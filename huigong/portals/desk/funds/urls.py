"""Addresses of money. A line, a batch, a payment and a return file are named by their public ids."""

from django.urls import path

from huigong.portals.desk.funds import batches, deposits, lines, lists, offices, payments, returns

urlpatterns = [
    path("funds/", lists.LIST.show, name="funds"),
    path("funds/export/", lists.LIST.export, name="funds-export"),
    path("funds/new/", offices.new, name="fund-new"),
    path("funds/accounts/", offices.accounts, name="fund-accounts"),
    path("funds/returns/", returns.index, name="fund-returns"),
    path("funds/returns/<public_id:public_id>/", returns.show, name="fund-return"),
    path("funds/owed/", returns.owed, name="fund-owed"),
    path("funds/batches/<public_id:public_id>/", batches.show, name="fund-batch"),
    path("funds/batches/<public_id:public_id>/file/", batches.fetch, name="fund-batch-file"),
    path("funds/deposits/<public_id:public_id>/", deposits.show, name="fund-deposit"),
    path("funds/payments/<public_id:public_id>/", payments.show, name="fund-payment"),
    path("funds/<public_id:public_id>/", lines.show, name="fund-line"),
    path("funds/<public_id:public_id>/payments/", lists.PAYMENTS_OF_A_LINE.show, name="fund-payments"),
    path(
        "funds/<public_id:public_id>/payments/export/",
        lists.PAYMENTS_OF_A_LINE.export,
        name="fund-payments-export",
    ),
]
