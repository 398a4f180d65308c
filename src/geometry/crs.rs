//! The coordinate systems that files for Japan come in.

use std::fmt;

use super::identify::identify;

/// A coordinate reference system, by its EPSG code or by the definition in a file's own words.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Crs {
    Epsg(u32),
    /// WGS 84 with longitude first (OGC:CRS84).
    Crs84,
    /// WKT of a file whose system is none of the known ones; PROJ may still understand it.
    Wkt(String),
}

/// The order of the axes as the authority defines it. Koyu's inside is always east or longitude first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AxisOrder {
    LonLat,
    LatLon,
    EastNorth,
    NorthEast,
}

/// The text names no coordinate system that Koyu takes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrsError(pub String);

impl CrsError {
    pub fn ja(&self) -> String {
        format!(
            "「{}」は座標参照系として使えません。{KNOWN} のいずれかを指定してください",
            self.0
        )
    }

    pub fn en(&self) -> String {
        format!(
            "{:?} is no coordinate system that can be used; give one of {KNOWN}",
            self.0
        )
    }
}

const KNOWN: &str = "EPSG:6668, 4612, 4326, 4301, 3857, 6669-6687, 2443-2461, 30161-30179, CRS84";

impl fmt::Display for CrsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.ja(), self.en())
    }
}

impl std::error::Error for CrsError {}

impl Crs {
    /// JGD2011 geographic: what is stored.
    pub const STORED: Crs = Crs::Epsg(6668);
    /// JGD2011 / plane rectangular zone VI: what Osaka is measured in.
    pub const ZONE_SIX: Crs = Crs::Epsg(6674);
    pub const WEB_MERCATOR: Crs = Crs::Epsg(3857);

    pub fn epsg(code: u32) -> Result<Self, CrsError> {
        let known = matches!(code, 6668 | 4612 | 4326 | 4301 | 3857 | 6669..=6687 | 2443..=2461 | 30161..=30179);
        if known {
            Ok(Crs::Epsg(code))
        } else {
            Err(CrsError(code.to_string()))
        }
    }

    /// Reads `EPSG:6674`, `6674`, `urn:ogc:def:crs:EPSG::4612`, the OGC address form, `CRS84`.
    pub fn parse(text: &str) -> Result<Self, CrsError> {
        let trimmed = text.trim();
        let upper = trimmed.to_ascii_uppercase();
        let last = upper.rsplit([':', '/']).next().unwrap_or_default();
        if last == "CRS84" {
            return Ok(Crs::Crs84);
        }
        let authority = upper.contains("EPSG") || last == upper;
        match last.parse() {
            Ok(code) if authority => Crs::epsg(code).map_err(|_| CrsError(text.to_owned())),
            _ => Err(CrsError(text.to_owned())),
        }
    }

    /// Reads the text of a .prj file: by its definition, and where PROJ finds no equal by its name in ESRI's or the
    /// OGC's spelling. Never fails; whether PROJ understands an unknown definition shows when it is used.
    pub fn from_wkt(text: &str) -> Self {
        if let Some(known) = identify(text).and_then(|code| Crs::epsg(code).ok()) {
            return known;
        }
        let name = text.split('"').nth(1).unwrap_or_default();
        let folded: String = name
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_uppercase();
        let named = recognise(&folded).map(Crs::Epsg);
        // A name that contradicts its ellipsoid would be 450 m wrong.
        let bessel = text.to_ascii_lowercase().contains("bessel");
        named
            .filter(|crs| crs.is_old_tokyo() || !bessel)
            .unwrap_or_else(|| Crs::Wkt(text.to_owned()))
    }

    /// What PROJ is given.
    pub(super) fn definition(&self) -> String {
        match self {
            Crs::Epsg(code) => format!("EPSG:{code}"),
            Crs::Crs84 => "OGC:CRS84".to_owned(),
            Crs::Wkt(text) => text.clone(),
        }
    }

    pub fn axis_order(&self) -> AxisOrder {
        match self {
            Crs::Epsg(3857) => AxisOrder::EastNorth,
            Crs::Epsg(6668 | 4612 | 4326 | 4301) => AxisOrder::LatLon,
            Crs::Epsg(_) => AxisOrder::NorthEast,
            Crs::Crs84 => AxisOrder::LonLat,
            Crs::Wkt(text) if is_projected(text) => AxisOrder::EastNorth,
            Crs::Wkt(_) => AxisOrder::LonLat,
        }
    }

    /// Whether coordinates are degrees.
    pub fn is_geographic(&self) -> bool {
        matches!(self.axis_order(), AxisOrder::LonLat | AxisOrder::LatLon)
    }

    /// Old Tokyo datum: the shift to today's datum is known to metres only.
    pub fn is_old_tokyo(&self) -> bool {
        match self {
            Crs::Epsg(code) => matches!(code, 4301 | 30161..=30179),
            Crs::Crs84 => false,
            Crs::Wkt(text) => text.contains("Tokyo"),
        }
    }

    /// JGD2000, which differs from JGD2011 where the ground moved in 2011.
    pub fn is_jgd2000(&self) -> bool {
        match self {
            Crs::Epsg(code) => matches!(code, 4612 | 2443..=2461),
            Crs::Crs84 => false,
            Crs::Wkt(text) => text.contains("JGD2000") || text.contains("JGD_2000"),
        }
    }

    /// Largest sensible |x| and |y|: beyond them PROJ still gives numbers, which mean nothing.
    pub(super) fn limits(&self) -> (f64, f64) {
        match self {
            Crs::Epsg(6668 | 4612 | 4326 | 4301) | Crs::Crs84 => (180.0, 90.0),
            // Half the equator; the poles are infinitely far.
            Crs::Epsg(3857) => (20_037_508.35, f64::MAX),
            // All of Japan from the origin of any zone.
            Crs::Epsg(_) => (3_000_000.0, 3_000_000.0),
            Crs::Wkt(_) => (f64::MAX, f64::MAX),
        }
    }

    /// WGS 84 and JGD2011 differ by less than either is known to in these uses: no shift is computed between them.
    pub(super) fn is_same_as(&self, other: &Crs) -> bool {
        let world = |crs: &Crs| matches!(crs, Crs::Epsg(6668 | 4326) | Crs::Crs84);
        self == other || (world(self) && world(other))
    }
}

/// WKT 1 (also ESRI's, also within a compound system) or WKT 2.
fn is_projected(wkt: &str) -> bool {
    let wkt = wkt.to_ascii_uppercase();
    ["PROJCS[", "PROJCRS[", "PROJECTEDCRS["]
        .iter()
        .any(|keyword| wkt.contains(keyword))
}

/// A folded name (`JGD2011JAPANPLANERECTANGULARCSVI`, `JGD2000JAPANZONE6`) → its code.
fn recognise(folded: &str) -> Option<u32> {
    match folded {
        "JGD2011" | "GCSJGD2011" => return Some(6668),
        "JGD2000" | "GCSJGD2000" => return Some(4612),
        "WGS84" | "GCSWGS1984" | "WGS1984" => return Some(4326),
        "TOKYO" | "GCSTOKYO" => return Some(4301),
        "WGS84PSEUDOMERCATOR" | "WGS1984WEBMERCATORAUXILIARYSPHERE" => return Some(3857),
        _ => {}
    }
    let (base, rest) = [("JGD2011", 6668), ("JGD2000", 2442), ("TOKYO", 30160)]
        .into_iter()
        .find_map(|(datum, base)| folded.strip_prefix(datum).map(|rest| (base, rest)))?;
    let zone = rest
        .strip_prefix("JAPANPLANERECTANGULARCS")
        .or_else(|| rest.strip_prefix("JAPANZONE"))?;
    let number = zone.parse::<u32>().ok().or_else(|| roman(zone))?;
    (1..=19).contains(&number).then_some(base + number)
}

fn roman(text: &str) -> Option<u32> {
    const ZONES: [&str; 19] = [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII",
        "XVIII", "XIX",
    ];
    ZONES.iter().position(|zone| *zone == text).map(|at| at as u32 + 1)
}

impl fmt::Display for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Crs::Epsg(code) => write!(f, "EPSG:{code}"),
            Crs::Crs84 => f.write_str("OGC:CRS84"),
            Crs::Wkt(text) => f.write_str(text.split('"').nth(1).unwrap_or("WKT")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_code_is_read() {
        for text in [
            "EPSG:6674",
            "6674",
            "epsg:6674",
            "urn:ogc:def:crs:EPSG::6674",
            "http://www.opengis.net/def/crs/EPSG/0/6674",
        ] {
            assert_eq!(Crs::parse(text), Ok(Crs::Epsg(6674)), "{text}");
        }
        assert_eq!(Crs::parse("urn:ogc:def:crs:OGC:1.3:CRS84"), Ok(Crs::Crs84));
        for text in ["", "EPSG:", "EPSG:99999", "ESRI:6674", "zone 6"] {
            assert!(Crs::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn prj_files_of_japan_are_recognised() {
        let wkt = |name: &str| Crs::from_wkt(&format!("PROJCS[\"{name}\",GEOGCS[…]]"));
        assert_eq!(wkt("JGD_2011_Japan_Zone_6"), Crs::Epsg(6674));
        assert_eq!(wkt("JGD2011 / Japan Plane Rectangular CS VI"), Crs::Epsg(6674));
        assert_eq!(wkt("JGD_2000_Japan_Zone_6"), Crs::Epsg(2448));
        assert_eq!(wkt("Tokyo / Japan Plane Rectangular CS VI"), Crs::Epsg(30166));
        assert_eq!(wkt("GCS_JGD_2000"), Crs::Epsg(4612));
        assert_eq!(wkt("GCS_WGS_1984"), Crs::Epsg(4326));
        assert!(matches!(wkt("Lo19"), Crs::Wkt(_)));
    }

    #[test]
    fn a_name_that_contradicts_its_datum_is_not_believed() {
        let lying = r#"GEOGCS["JGD2000",DATUM["D_Tokyo",SPHEROID["Bessel_1841",6377397.155,299.1528128]],PRIMEM["Greenwich",0],UNIT["Degree",0.017453292519943295]]"#;
        assert_eq!(Crs::from_wkt(lying), Crs::Epsg(4301));
        let nonsense =
            r#"PROJCS["JGD2011 / Japan Plane Rectangular CS VI",GEOGCS["x",DATUM["D_Tokyo",SPHEROID["Bessel_1841"…"#;
        assert!(Crs::from_wkt(nonsense).is_old_tokyo());
    }

    #[test]
    fn axes_have_the_order_of_their_authority() {
        assert_eq!(Crs::STORED.axis_order(), AxisOrder::LatLon);
        assert_eq!(Crs::ZONE_SIX.axis_order(), AxisOrder::NorthEast);
        assert_eq!(Crs::WEB_MERCATOR.axis_order(), AxisOrder::EastNorth);
        assert_eq!(Crs::Crs84.axis_order(), AxisOrder::LonLat);
    }
}
