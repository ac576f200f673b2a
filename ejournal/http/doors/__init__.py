"""What a visitor may cost: sockets and requests of an address, packets of a socket, events of an account."""
