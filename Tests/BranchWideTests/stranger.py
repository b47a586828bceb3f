"""A program at the secured sockets: prints what it hears within three seconds, or `nothing`.

stranger.py request|topics ADDRESS SERVER-KEY|plain [SECRET-KEY-FILE]
Without a key file it makes a key of its own, which nobody has enrolled.
"""

import os
import sys
import time
import uuid

import zmq


def uuid7():
    bits = int(time.time() * 1000) << 80 | int.from_bytes(os.urandom(10), "big")
    return str(uuid.UUID(int=bits & ~(0xF << 76 | 3 << 62) | 7 << 76 | 2 << 62)).encode()


what, address, server_key = sys.argv[1:4]
socket = zmq.Context().socket(zmq.SUB if what == "topics" else zmq.DEALER)
socket.linger = 0
if server_key != "plain":
    if len(sys.argv) > 4:
        secret = open(sys.argv[4]).read().split()[0].encode()
        public = zmq.curve_public(secret)
    else:
        public, secret = zmq.curve_keypair()
    socket.curve_publickey, socket.curve_secretkey = public, secret
    socket.curve_serverkey = server_key.encode()
socket.connect(address)
if what == "topics":
    socket.subscribe(b"")
elif what == "link":
    # Poses as a gateway: the principal's frame says that an administrator is asking.
    principal = b'{"user":"admin","role":"admin","generation":1}'
    body = [b"", b"BRL1", b"staff.list", uuid7(), b"", principal, b"{}"]
    socket.send_multipart(body)
else:
    socket.send_multipart([b"", b"BRL1", b"queue.services", uuid7(), b"", b"{}"])
print("heard" if socket.poll(3000) else "nothing")
