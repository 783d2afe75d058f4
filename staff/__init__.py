"""Accounts of staff: passwords, second factors, roles, sessions, and the log of what was done."""
