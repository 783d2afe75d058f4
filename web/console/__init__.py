"""Staff's pages under /personale: login, accounts and their log. The only place where staff's room meets the cases'."""
