"""The bounds within which a stranger's query is answered, with their defaults: the one place of these numbers."""

import os

from pydantic import BaseModel, ConfigDict, Field


class Limits(BaseModel):
    """How much one query may take, and how many run and wait. Every field is an option of `kg serve`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seconds: float = Field(10, gt=0, description="How long an answer may take, in seconds; then it is ended.")
    rows: int = Field(100_000, ge=1, description="Rows, or triples, of one answer.")
    bytes: int = Field(64 << 20, ge=1024, description="Bytes of one answer.")
    memory: int = Field(1 << 30, ge=64 << 20, description="Bytes that one answer may need beside the store's own.")
    query_bytes: int = Field(65_536, ge=1, le=65_536, description="Bytes of one query.")
    update_bytes: int = Field(8 << 20, ge=1, description="Bytes of one update, or of one graph that is written.")
    update_seconds: float = Field(
        60, gt=0, description="How long an update may take, in seconds; then it is ended: ask whether it was done."
    )
    workers: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, description="Processes that answer.")
    client_seconds: float = Field(
        30, gt=0, description="How long a client may take for its next piece, in seconds; slow ones get less."
    )
    connections: int = Field(512, ge=1, description="Connections at a time; more are told to come again.")
    waiting: int = Field(256, ge=0, description="Askers that may wait for a free process.")
