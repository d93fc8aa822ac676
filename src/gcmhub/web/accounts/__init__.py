"""Pages of accounts: sign-in, passwords, second factor."""
