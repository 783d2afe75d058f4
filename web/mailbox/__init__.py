"""The citizen's mailbox and the own page to write on: no chat, no cookie, nothing kept in the browser."""
