"""Accounting: statements by method, the ledger, and the measures taken from it."""
