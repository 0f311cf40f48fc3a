"""The workshop: the conversation among people, with screens for the room, the facilitator and each phone.

Nothing here decides what a process is or what an answer means: that is the room ``conversation``. This one adds what
several people need: rounds of silent answers and hidden votes, devices, and pages. It needs the extra
``flowtrim[workshop]``.
"""
