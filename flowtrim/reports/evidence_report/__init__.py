"""What an event log says beside a process, told in every form."""
