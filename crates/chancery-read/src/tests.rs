//! Tests with invented letters of the invented body.
