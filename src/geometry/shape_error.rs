//! Why a geometry cannot be stored, and what to do about it.

use std::fmt;

/// Why a geometry is no shape.
#[derive(Clone, Debug, PartialEq)]
pub enum ShapeError {
    /// No coordinates, or a part without them.
    Empty,
    OutOfRange {
        x: f64,
        y: f64,
    },
    /// A GeoJSON position of fewer than two numbers.
    ShortPosition,
    /// GeoPackage binary whose header names another system than EPSG:6668.
    WrongSystem {
        srs_id: i32,
    },
    Bytes(String),
}

impl ShapeError {
    pub fn ja(&self) -> String {
        match self {
            Self::Empty => "図形に座標がないか、点の足りない部分があります".to_owned(),
            Self::OutOfRange { x, y } => {
                format!("座標（{x}, {y}）は経度・緯度ではありません。座標参照系と、経度・緯度の順を確かめてください")
            }
            Self::ShortPosition => "座標は経度と緯度の 2 個の数値で書いてください".to_owned(),
            Self::WrongSystem { srs_id } => {
                format!("図形の座標参照系が EPSG:6668 ではなく {srs_id} です。取り込みの機能で変換してください")
            }
            Self::Bytes(detail) => format!("図形のデータが壊れています（{detail}）"),
        }
    }

    pub fn en(&self) -> String {
        match self {
            Self::Empty => "the geometry has no coordinates, or a part has too few".to_owned(),
            Self::OutOfRange { x, y } => format!(
                "the coordinate ({x}, {y}) is no longitude and latitude; check the coordinate system and the order of the two"
            ),
            Self::ShortPosition => "a position is two numbers, longitude and latitude".to_owned(),
            Self::WrongSystem { srs_id } => {
                format!("the geometry is in system {srs_id}, not EPSG:6668; import it so that it is transformed")
            }
            Self::Bytes(detail) => format!("the bytes are no geometry: {detail}"),
        }
    }
}

impl fmt::Display for ShapeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.ja(), self.en())
    }
}

impl std::error::Error for ShapeError {}
