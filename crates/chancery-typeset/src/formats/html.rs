//! x
use chancery_model::{Body, Document};
use crate::TypesetError;
/// x
pub fn html(_document: &Document, _body: &Body) -> Result<Vec<u8>, TypesetError> { Ok(Vec::new()) }
