//! x
use crate::TypesetError;
use chancery_model::{Body, Document};
/// x
pub fn html(_document: &Document, _body: &Body) -> Result<Vec<u8>, TypesetError> {
    Ok(Vec::new())
}
