"""What the events of this folder are called."""

WORDS = {
    "arrears.finding.established": "认定欠薪案情",
    "arrears.payment.noted": "登记付清欠薪",
    "arrears.payment.struck": "划掉登记错的付款",
}
