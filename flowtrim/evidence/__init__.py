"""Evidence: what an event log says beside the declared process. Nothing but ``flowtrim evidence`` imports it."""
