//! Pictures that came with a document: which of them can be set, and how large.

use chancery_model::communication::Picture;
use imagesize::{ImageType, blob_size, image_type};

/// More points than this are not unpacked: a small file may hold a picture that fills the memory.
const MOST_POINTS: usize = 60_000_000;

/// The width and the height of a picture in its own points, if it is one that can be set.
///
/// What it is goes by its first bytes and not by what it says it is. Pictures that are themselves documents with references
/// to others (SVG, PDF) are not set.
pub(crate) fn size(picture: &Picture) -> Option<(usize, usize)> {
    media_type(picture)?;
    let size = blob_size(&picture.bytes).ok()?;
    let points = size.width.checked_mul(size.height)?;
    (points > 0 && points <= MOST_POINTS).then_some((size.width, size.height))
}

/// The media type of a picture that can be set.
pub(crate) fn media_type(picture: &Picture) -> Option<&'static str> {
    match image_type(&picture.bytes).ok()? {
        ImageType::Png => Some("image/png"),
        ImageType::Jpeg => Some("image/jpeg"),
        ImageType::Gif => Some("image/gif"),
        ImageType::Webp => Some("image/webp"),
        _ => None,
    }
}
