"""The only process that faces the network: chat API, citizen page and widget."""
