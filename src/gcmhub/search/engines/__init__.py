"""The engines behind the port, one module each; ``search.registry`` chooses by the option."""
