//! x
use crate::TypesetError;
use chancery_model::{Body, Document};
/// x
pub fn text(_document: &Document, _body: &Body) -> Result<Vec<u8>, TypesetError> {
    Ok(Vec::new())
}
