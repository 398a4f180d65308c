//! Reference layers: foreign data kept beside the portfolio, as it came.

mod layer;

pub use layer::{FieldKind, Layer, LayerFeature, LayerField, LayerName, LayerNameError};
