"""A kind of job as small as they come, to try the machine with: in this process and in real workers."""
