"""Pages made from declared fields: a question a screen, one dense page, a list to check, a sheet of paper.

A portal gives a `Desk` (whose draft, where it is kept, where pages lie) and calls `worker_page`,
`check_page`, `dense_page` or `paper_page`. Every page works without JavaScript, and what was
typed is kept whatever it is.
"""
