"""People who may stand in the register twice: two records side by side, and what somebody says who looked."""
