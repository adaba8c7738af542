"""Applications, cases, tasks, clocks and referrals."""
