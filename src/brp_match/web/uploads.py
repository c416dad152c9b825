"""Uploaded files of a form, as the way in for deliveries takes them."""

from __future__ import annotations

from fastapi import UploadFile

from brp_match.review.intake import SentFile


def sent_file(upload: UploadFile | None) -> SentFile | None:
    """Return an upload as a file that was sent; None for a field that was not there."""
    return None if upload is None else SentFile(upload.file, upload.filename or "")


def sent_files(uploads: list[UploadFile] | None) -> list[SentFile]:
    """Return the uploads of a field that may hold several."""
    return [SentFile(one.file, one.filename or "") for one in uploads or []]
