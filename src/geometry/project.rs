//! Transformation between coordinate systems, through PROJ. Inside, x is always east or longitude.

use std::fmt;

use geo::{Geometry, MapCoords};
use proj::Proj;

use super::{Crs, database, shift::Shift};

/// A transformation from one system to another. It belongs to the thread that made it.
///
/// Making one takes about 10 ms, converting 100,000 positions about 25 ms: make one per file, not per record.
pub struct Projector {
    /// Absent where both systems are the same.
    proj: Option<Proj>,
    from: Crs,
    to: Crs,
    shift: Shift,
}

/// Why coordinates could not be transformed.
#[derive(Clone, Debug, PartialEq)]
pub enum ProjectError {
    NoTransformation { from: String, to: String, reason: String },
    OutOfDomain { x: f64, y: f64 },
    Database(String),
}

impl ProjectError {
    pub fn ja(&self) -> String {
        match self {
            Self::NoTransformation { from, to, reason } => {
                format!("{from} から {to} へ座標変換できません（{reason}）。ファイルの座標参照系を確かめてください")
            }
            Self::OutOfDomain { x, y } => {
                format!("座標（{x}, {y}）は座標参照系の範囲にありません。座標参照系と座標の順を確かめてください")
            }
            Self::Database(reason) => format!(
                "座標変換のデータベースを書き出せません（{reason}）。書き込めるフォルダーを KOYU_PROJ_DIR に指定してください"
            ),
        }
    }

    pub fn en(&self) -> String {
        match self {
            Self::NoTransformation { from, to, reason } => {
                format!("there is no transformation from {from} to {to} ({reason}); check the file's coordinate system")
            }
            Self::OutOfDomain { x, y } => format!(
                "the coordinate ({x}, {y}) lies outside what the coordinate system can express; check the system and the order of the axes"
            ),
            Self::Database(reason) => format!(
                "PROJ's database could not be written ({reason}); name a folder that can be written in KOYU_PROJ_DIR"
            ),
        }
    }
}

impl fmt::Display for ProjectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.ja(), self.en())
    }
}

impl std::error::Error for ProjectError {}

impl Projector {
    pub fn new(from: &Crs, to: &Crs) -> Result<Self, ProjectError> {
        let (from, to) = (from.clone(), to.clone());
        if from.is_same_as(&to) {
            return Ok(Self {
                proj: None,
                from,
                to,
                shift: Shift::None,
            });
        }
        database::prepare().map_err(|error| ProjectError::Database(error.to_string()))?;
        let refuse = |reason: String| ProjectError::NoTransformation {
            from: from.to_string(),
            to: to.to_string(),
            reason,
        };
        let proj = Proj::new_known_crs(&from.definition(), &to.definition(), None)
            .map_err(|error| refuse(error.to_string()))?;
        // PROJ chooses among several ways when it sees a position, and names its choice only afterwards.
        let (x, y) = if from.is_geographic() {
            (135.5, 34.7)
        } else {
            (0.0, 0.0)
        };
        let chosen = match proj.convert((x, y)) {
            Ok(_) => proj.proj_info(),
            Err(error) => return Err(refuse(error.to_string())),
        };
        let name = chosen.description.unwrap_or_default();
        let shift = Shift::between(&from, &to, &name, Some(chosen.accuracy).filter(|metres| *metres >= 0.0));
        // "Ballpark" is PROJ's word for leaving the coordinates as they are. From the old datum that is 450 m wrong.
        if matches!(shift, Shift::OldTokyo { .. }) && name.contains("Ballpark") {
            return Err(refuse("PROJ knows no datum shift".to_owned()));
        }
        Ok(Self {
            proj: Some(proj),
            from,
            to,
            shift,
        })
    }

    /// What happens to the datum on the way, to be told to whoever imports.
    pub fn shift(&self) -> &Shift {
        &self.shift
    }

    /// How well the datum shift is known, metres; absent where PROJ does not say.
    pub fn accuracy_m(&self) -> Option<f64> {
        self.shift.accuracy_m()
    }

    /// One coordinate, east or longitude first on both sides.
    pub fn convert(&self, x: f64, y: f64) -> Result<(f64, f64), ProjectError> {
        let within = |crs: &Crs, (x, y): (f64, f64)| {
            let (most_x, most_y) = crs.limits();
            // False for NaN as well.
            x.abs() <= most_x && y.abs() <= most_y
        };
        let refuse = ProjectError::OutOfDomain { x, y };
        if !within(&self.from, (x, y)) {
            return Err(refuse);
        }
        let Some(proj) = &self.proj else { return Ok((x, y)) };
        match proj.convert((x, y)) {
            Ok(converted) if within(&self.to, converted) => Ok(converted),
            _ => Err(refuse),
        }
    }

    /// A whole geometry, east or longitude first on both sides.
    pub fn project(&self, geometry: &Geometry<f64>) -> Result<Geometry<f64>, ProjectError> {
        geometry.try_map_coords(|coord| self.convert(coord.x, coord.y).map(geo::Coord::from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn projector(from: u32, to: u32) -> Projector {
        let crs = |code| Crs::epsg(code).expect("a known code");
        Projector::new(&crs(from), &crs(to)).expect("PROJ knows both")
    }

    fn convert(from: u32, to: u32, x: f64, y: f64) -> (f64, f64) {
        projector(from, to).convert(x, y).expect("converted")
    }

    #[test]
    fn zone_six_has_its_origin_at_36_north_136_east() {
        let (east, north) = convert(6668, 6674, 136.0, 36.0);
        assert!(east.abs() < 1e-3 && north.abs() < 1e-3, "{east} {north}");
        let (lon, lat) = convert(6674, 6668, -45_000.0, -145_000.0);
        assert!(
            (135.4..135.6).contains(&lon) && (34.6..34.8).contains(&lat),
            "{lon} {lat}"
        );
    }

    /// The Geospatial Information Authority's parameters −146.414, 507.337, 680.507 (EPSG:15483).
    #[test]
    fn the_old_tokyo_datum_is_shifted_by_some_400_metres_and_says_how_well() {
        for (from, x, y) in [(4301, 135.5, 34.7), (30166, -45_806.0, -144_103.0)] {
            let projector = projector(from, 6668);
            let (lon, lat) = projector.convert(x, y).expect("converted");
            let (east_m, north_m) = ((lon - 135.5) * 91_500.0, (lat - 34.7) * 110_940.0);
            assert!(
                (-290.0..-220.0).contains(&east_m) && (340.0..375.0).contains(&north_m),
                "{east_m} {north_m}"
            );
            // 9 m for the shift to JGD2000, 1 m for taking that as JGD2011.
            assert_eq!(projector.accuracy_m(), Some(10.0), "{from}");
            let note = projector.shift().ja().expect("a note");
            assert!(
                note.contains("Tokyo to JGD2000 (1)") && note.contains("約 10 m"),
                "{note}"
            );
        }
    }

    #[test]
    fn the_datum_of_2000_says_where_it_differs() {
        let shift = projector(2448, 6668).shift().clone();
        assert!(shift.en().is_some_and(|note| note.contains("2011")), "{shift:?}");
        assert_eq!(projector(6674, 6668).shift(), &Shift::None);
    }

    #[test]
    fn what_cannot_be_expressed_is_refused() {
        let mercator = projector(3857, 6668);
        for (x, y) in [(f64::NAN, 0.0), (f64::INFINITY, 0.0), (1e9, 0.0), (1e20, 1e20)] {
            assert!(mercator.convert(x, y).is_err(), "{x} {y}");
        }
        assert!(projector(6674, 6668).convert(1e7, 0.0).is_err());
        assert!(projector(4612, 6668).convert(34.7, 135.5).is_err(), "latitude first");
        assert!(projector(6668, 6674).convert(0.0, 0.0).is_err(), "Africa in zone VI");
        assert!(
            projector(4326, 6668).convert(f64::NAN, 34.7).is_err(),
            "the same system"
        );
    }

    #[test]
    fn a_definition_that_is_none_is_refused_with_its_name() {
        for text in ["", "\"garbage\"", "GEOGCS["] {
            let crs = Crs::from_wkt(text);
            assert!(
                matches!(
                    Projector::new(&crs, &Crs::STORED),
                    Err(ProjectError::NoTransformation { .. })
                ),
                "{text}"
            );
        }
    }

    #[test]
    fn there_and_back_is_where_it_was() {
        for code in [4612, 4301, 3857, 6674, 2448, 30166] {
            // The shift of three parameters is computed through space and drops the height: back to a centimetre.
            let tolerance = if matches!(code, 4301 | 30166) { 1e-7 } else { 1e-9 };
            let (there, back) = (projector(6668, code), projector(code, 6668));
            for (lon, lat) in (130..142).flat_map(|lon| (31..42).map(move |lat| (f64::from(lon), f64::from(lat)))) {
                let (x, y) = there.convert(lon, lat).expect("in domain");
                let (back_lon, back_lat) = back.convert(x, y).expect("in domain");
                let off = (back_lon - lon).abs().max((back_lat - lat).abs());
                assert!(off < tolerance, "{code} {lon} {lat}: {off}");
            }
        }
    }
}
