"""Money: lines of budget and money held for others, payments through bank files, what comes back."""
